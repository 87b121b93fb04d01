import Testing

@testable import Supervision

@Suite("The metrics file")
struct MetricsFileTests {
    private func full() -> MetricsSnapshot {
        var snapshot = MetricsSnapshot(
            version: "1.0.0", libcurl: "7.88.1", started: 1_795_435_200_000, interval: .seconds(900))
        snapshot.lastAttempt = 1_795_435_260_050
        snapshot.lastSuccess = 1_795_435_261_999
        snapshot.lastDuration = .milliseconds(1949)
        snapshot.cycles = ["finished": 3, "incomplete": 1]
        snapshot.queue = ["pending": 2, "in-flight": 0, "dead": 1]
        snapshot.oldestPending = 1_795_435_000_000
        snapshot.findings = [
            .init(severity: "warning", scenario: "order-unmatched", count: 4),
            .init(severity: "error", scenario: "change-dead", count: 1),
        ]
        snapshot.calls = ["UpdatePurchaseOrders": 9, "ListAgreementCharges": 120]
        snapshot.throttles = ["ListAgreementCharges": 2]
        snapshot.assignments = ["verified": 40, "queued": 2]
        snapshot.feeds = ["a\"b\\c\nd": 1_795_435_259_000]
        return snapshot
    }

    @Test("the numbers as node_exporter reads them")
    func golden() {
        #expect(
            MetricsFile(full()).text() == """
                # HELP posyncd_build_info The version of posyncd and of the libcurl it runs with.
                # TYPE posyncd_build_info gauge
                posyncd_build_info{version="1.0.0",libcurl="7.88.1"} 1
                # HELP posyncd_start_timestamp_seconds When the process started.
                # TYPE posyncd_start_timestamp_seconds gauge
                posyncd_start_timestamp_seconds 1795435200.000
                # HELP posyncd_cycle_interval_seconds The configured time between two cycles.
                # TYPE posyncd_cycle_interval_seconds gauge
                posyncd_cycle_interval_seconds 900.000
                # HELP posyncd_cycle_last_attempt_timestamp_seconds When the last cycle began.
                # TYPE posyncd_cycle_last_attempt_timestamp_seconds gauge
                posyncd_cycle_last_attempt_timestamp_seconds 1795435260.050
                # HELP posyncd_cycle_last_success_timestamp_seconds When the last complete cycle ended.
                # TYPE posyncd_cycle_last_success_timestamp_seconds gauge
                posyncd_cycle_last_success_timestamp_seconds 1795435261.999
                # HELP posyncd_cycle_last_duration_seconds How long the last cycle took.
                # TYPE posyncd_cycle_last_duration_seconds gauge
                posyncd_cycle_last_duration_seconds 1.949
                # HELP posyncd_cycles_total Cycles since the process started.
                # TYPE posyncd_cycles_total counter
                posyncd_cycles_total{outcome="finished"} 3
                posyncd_cycles_total{outcome="incomplete"} 1
                # HELP posyncd_feed_last_success_timestamp_seconds When the feed was last read to its end.
                # TYPE posyncd_feed_last_success_timestamp_seconds gauge
                posyncd_feed_last_success_timestamp_seconds{feed="a\\"b\\\\c\\nd"} 1795435259.000
                # HELP posyncd_assignments Purchase orders on charges, by state.
                # TYPE posyncd_assignments gauge
                posyncd_assignments{state="queued"} 2
                posyncd_assignments{state="verified"} 40
                # HELP posyncd_queue_entries Writes in the retry queue, by state.
                # TYPE posyncd_queue_entries gauge
                posyncd_queue_entries{state="dead"} 1
                posyncd_queue_entries{state="in-flight"} 0
                posyncd_queue_entries{state="pending"} 2
                # HELP posyncd_queue_oldest_timestamp_seconds When the oldest write that is still to be done was \
                queued; absent if there is none.
                # TYPE posyncd_queue_oldest_timestamp_seconds gauge
                posyncd_queue_oldest_timestamp_seconds 1795435000.000
                # HELP posyncd_findings Findings that stand, by severity and scenario.
                # TYPE posyncd_findings gauge
                posyncd_findings{severity="error",scenario="change-dead"} 1
                posyncd_findings{severity="warning",scenario="order-unmatched"} 4
                # HELP posyncd_calls_total Requests since the process started.
                # TYPE posyncd_calls_total counter
                posyncd_calls_total{operation="ListAgreementCharges"} 120
                posyncd_calls_total{operation="UpdatePurchaseOrders"} 9
                # HELP posyncd_throttles_total Requests that were throttled since the process started.
                # TYPE posyncd_throttles_total counter
                posyncd_throttles_total{operation="ListAgreementCharges"} 2

                """)
    }

    @Test("what is not known yet is absent")
    func absent() {
        let text = MetricsFile(.init(version: "1", libcurl: "7", started: 0, interval: .seconds(60))).text()
        #expect(!text.contains("last_success") && !text.contains("queue"))
    }

    @Test("no family grows beyond its bound")
    func bounded() {
        var snapshot = full()
        snapshot.calls = Dictionary(uniqueKeysWithValues: (0..<5000).map { ("op\($0)", 1) })
        let lines = MetricsFile(snapshot).text().split(separator: "\n").filter { $0.hasPrefix("posyncd_calls_total") }
        #expect(lines.count == 200)
    }
}
