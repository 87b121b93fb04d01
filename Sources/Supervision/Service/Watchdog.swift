/// Feeds the service manager's watchdog from proven progress alone.
///
/// A ping from a timer of its own would prove that the timer runs. This one asks the loops: with one of them late the
/// manager hears nothing, kills the daemon after `WatchdogSec=`, and starts it again.
public struct Watchdog: Sendable {
    /// How often to call ``look()``, and what the manager allows.
    public let schedule: WatchdogSchedule
    private let liveness: Liveness
    private let notifier: ServiceNotifier

    /// A watchdog over these loops.
    public init(schedule: WatchdogSchedule, liveness: Liveness, notifier: ServiceNotifier) {
        self.schedule = schedule
        self.liveness = liveness
        self.notifier = notifier
    }

    /// Looks at the loops once and pings if all of them have kept their promise.
    ///
    /// - Returns: those that have not, to be said in the log.
    @discardableResult
    public func look() -> [LivenessRoll.Overdue] {
        guard liveness.isProven() else { return liveness.overdue() }
        notifier.watchdog()
        return []
    }
}
