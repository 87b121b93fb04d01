internal import Reconciliation
internal import Supervision
internal import Synchronization
internal import Transport

/// Asks every part of the daemon for a sign of life, and feeds the service manager's watchdog as soon as all have given
/// it and no loop has broken its promise of progress.
///
/// The watchdog is fed by the last answer and not by a timer: whichever part stands still, the last ping was before it
/// did, so that the manager acts within the unit's `WatchdogSec=`.
final class Pulse: Sendable {
    /// A part that can be asked.
    struct Part: Sendable {
        /// What it is called in the log.
        let name: String
        /// Returns as soon as the part has got to it.
        let ping: @Sendable () async -> Void
    }

    private let parts: [Part]
    private let watchdog: Watchdog
    private let log: EventLog
    /// Those that have not answered yet.
    private let silent = Mutex<Set<String>>([])

    init(_ parts: [Part], watchdog: Watchdog, log: EventLog) {
        self.parts = parts
        self.watchdog = watchdog
        self.log = log
    }

    /// Asks again and again until the task is cancelled.
    func run(_ time: any TimeSource) async {
        while !Task.isCancelled {
            beat()
            try? await time.sleep(for: watchdog.schedule.interval)
        }
    }

    /// Asks all parts once; those that still owe an answer are said in the log instead, and none is asked.
    func beat() {
        let late = silent.withLock { silent -> [String] in
            guard silent.isEmpty else { return silent.sorted() }
            silent = Set(parts.map(\.name))
            return []
        }
        for name in late { say(name, nil) }
        guard late.isEmpty else { return }
        for part in parts {
            Task {
                await part.ping()
                answered(part.name)
            }
        }
    }

    private func answered(_ name: String) {
        let isLast = silent.withLock { silent in
            silent.remove(name)
            return silent.isEmpty
        }
        guard isLast else { return }
        for late in watchdog.look() { say(late.name, late.by) }
    }

    private func say(_ name: String, _ late: Duration?) {
        log.log(
            .error, .daemonNote, "the daemon's \(name) shows no progress, and the watchdog is not fed",
            fields: [("loop", .text(name))] + (late.map { [("late.ms", .integer(Int($0.milliseconds)))] } ?? []))
    }
}
