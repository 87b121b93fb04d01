internal import Glibc
internal import Reconciliation
internal import Store
internal import Supervision

/// Counts what the daemon has done since it started, and writes it with the store's numbers to `metrics.prom` for
/// node_exporter's textfile collector.
struct MetricsKeeper: Sendable {
    /// The name that node_exporter's collector looks for: anything ending in `.prom`.
    static let name = "metrics.prom"

    private let version: String
    private let libcurl: String
    private let started: Instant
    /// The folder that others may read (`RUNTIME_DIRECTORY`); the state directory where there is none.
    private let folder: String?
    private let log: EventLog
    private var interval: Duration
    private var cycles: [String: Int] = [:]
    private var calls: [String: Int] = [:]
    private var throttles: [String: Int] = [:]

    init(
        version: String, libcurl: String, started: Instant, folder: String?, interval: Duration, log: EventLog
    ) {
        self.version = version
        self.libcurl = libcurl
        self.started = started
        self.folder = folder
        self.interval = interval
        self.log = log
    }

    /// Another configuration is in force.
    mutating func use(interval: Duration) { self.interval = interval }

    /// A cycle, or a retry between two cycles, has ended.
    mutating func count(_ outcome: CycleOutcome, isCycle: Bool) {
        if isCycle { cycles[outcome.isComplete ? "finished" : "incomplete", default: 0] += 1 }
        calls.merge(outcome.calls, uniquingKeysWith: +)
        throttles.merge(outcome.throttles, uniquingKeysWith: +)
    }

    /// Replaces the file. A file that cannot be written is said in the log and costs nothing else.
    ///
    /// - Parameter world: what the store knows, which a cycle has at hand; nothing is written where it cannot be read.
    func write(store: Store, _ world: World?) async {
        guard let world, let queue = try? RetryQueue(store.view) else { return }
        let text = MetricsFile(snapshot(world, queue)).text()
        if let folder {
            if let reason = Self.replace("\(folder)/\(Self.name)", Array(text.utf8)) {
                log.log(.warning, .daemonNote, "\(folder)/\(Self.name) could not be written: \(reason)")
            }
            return
        }
        try? await store.replaceView(name: Self.name, bytes: Array(text.utf8))
    }

    private func snapshot(_ world: World, _ queue: RetryQueue) -> MetricsSnapshot {
        var snapshot = MetricsSnapshot(
            version: version, libcurl: libcurl, started: started.milliseconds, interval: interval)
        snapshot.lastAttempt = world.status.lastAttempt?.milliseconds
        snapshot.lastSuccess = world.status.lastSuccess?.milliseconds
        snapshot.lastDuration = .milliseconds(world.status.milliseconds)
        snapshot.cycles = cycles
        snapshot.calls = calls
        snapshot.throttles = throttles
        let tally = queue.tally
        snapshot.queue = ["pending": tally.pending, "in-flight": tally.inFlight, "dead": tally.dead]
        snapshot.oldestPending = queue.entries.filter(\.isPending).map(\.enqueuedAt.milliseconds).min()
        snapshot.findings = Self.findings(AlertBoard(world.findings).standing)
        for state in Assignment.State.allCases {
            snapshot.assignments[state.rawValue] = world.assignments.count { $0.state == state }
        }
        for (name, feed) in world.feeds { snapshot.feeds[name.text] = feed.readAt?.milliseconds }
        return snapshot
    }

    /// Every kind of finding, with 0 for those that do not stand: a rule can tell one that is over from numbers that are
    /// missing while the daemon is started again.
    private static func findings(_ standing: [AlertBoard.Standing]) -> [MetricsSnapshot.FindingCount] {
        Finding.Severity.allCases.flatMap { severity in
            Scenario.allCases.map { scenario in
                .init(
                    severity: severity.rawValue, scenario: scenario.rawValue,
                    count: standing.first { $0.severity == severity && $0.scenario == scenario }?.count ?? 0)
            }
        }
    }

    /// Replaces a file that everybody may read. Not synced: after a crash the numbers are of no use.
    private static func replace(_ path: String, _ bytes: [UInt8]) -> String? {
        let temporary = path + ".tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { return String(cString: strerror(errno)) }
        fchmod(descriptor, 0o644)
        let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        let isWhole = count == bytes.count && Glibc.close(descriptor) == 0
        guard isWhole, rename(temporary, path) == 0 else {
            defer { unlink(temporary) }
            return String(cString: strerror(errno))
        }
        return nil
    }
}
