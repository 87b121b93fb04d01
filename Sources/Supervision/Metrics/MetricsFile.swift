/// The daemon's numbers as a file for node_exporter's textfile collector.
///
/// Moments are written as timestamps and never as ages: the file stands still when the daemon does, and only a
/// timestamp tells.
public struct MetricsFile: Sendable {
    private let snapshot: MetricsSnapshot

    /// The file of these numbers.
    public init(_ snapshot: MetricsSnapshot) {
        self.snapshot = snapshot
    }

    /// The file's text, in Prometheus' exposition format; the same numbers always give the same text.
    public func text() -> String {
        var page = Exposition()
        addProcess(to: &page)
        addCycles(to: &page)
        addWork(to: &page)
        addCalls(to: &page)
        return page.text
    }

    private func addProcess(to page: inout Exposition) {
        page.family(
            "posyncd_build_info", .gauge, "The version of posyncd and of the libcurl it runs with.",
            [.init(labels: [("version", snapshot.version), ("libcurl", snapshot.libcurl)], value: "1")])
        page.number(
            "posyncd_start_timestamp_seconds", .gauge, "When the process started.", Self.seconds(snapshot.started))
    }

    private func addCycles(to page: inout Exposition) {
        page.number(
            "posyncd_cycle_interval_seconds", .gauge, "The configured time between two cycles.",
            Self.seconds(Self.milliseconds(snapshot.interval)))
        page.number(
            "posyncd_cycle_last_attempt_timestamp_seconds", .gauge, "When the last cycle began.",
            snapshot.lastAttempt.map(Self.seconds))
        page.number(
            "posyncd_cycle_last_success_timestamp_seconds", .gauge, "When the last complete cycle ended.",
            snapshot.lastSuccess.map(Self.seconds))
        page.number(
            "posyncd_cycle_last_duration_seconds", .gauge, "How long the last cycle took.",
            snapshot.lastDuration.map { Self.seconds(Self.milliseconds($0)) })
        page.table(
            "posyncd_cycles_total", .counter, "Cycles since the process started.", by: "outcome",
            snapshot.cycles.mapValues(String.init))
        page.table(
            "posyncd_feed_last_success_timestamp_seconds", .gauge, "When the feed was last read to its end.",
            by: "feed", snapshot.feeds.mapValues(Self.seconds))
    }

    private func addWork(to page: inout Exposition) {
        page.table(
            "posyncd_assignments", .gauge, "Purchase orders on charges, by state.", by: "state",
            snapshot.assignments.mapValues(String.init))
        page.table(
            "posyncd_queue_entries", .gauge, "Writes in the retry queue, by state.", by: "state",
            snapshot.queue.mapValues(String.init))
        page.number(
            "posyncd_queue_oldest_timestamp_seconds", .gauge,
            "When the oldest write that is still to be done was queued; absent if there is none.",
            snapshot.oldestPending.map(Self.seconds))
        page.family(
            "posyncd_findings", .gauge, "Findings that stand, by severity and scenario.",
            snapshot.findings.sorted { ($0.scenario, $0.severity) < ($1.scenario, $1.severity) }.map {
                .init(labels: [("severity", $0.severity), ("scenario", $0.scenario)], value: String($0.count))
            })
    }

    private func addCalls(to page: inout Exposition) {
        page.table(
            "posyncd_calls_total", .counter, "Requests since the process started.", by: "operation",
            snapshot.calls.mapValues(String.init))
        page.table(
            "posyncd_throttles_total", .counter, "Requests that were throttled since the process started.",
            by: "operation", snapshot.throttles.mapValues(String.init))
    }

    /// Exact, unlike a division of floating point numbers.
    private static func seconds(_ milliseconds: Int64) -> String {
        let fraction = String(1000 + milliseconds.magnitude % 1000).dropFirst()
        return (milliseconds < 0 ? "-" : "") + "\(milliseconds.magnitude / 1000).\(fraction)"
    }

    private static func milliseconds(_ span: Duration) -> Int64 {
        span.components.seconds * 1000 + span.components.attoseconds / 1_000_000_000_000_000
    }
}
