/// How often the service manager wants to be told that the daemon makes progress.
public struct WatchdogSchedule: Sendable, Hashable {
    /// After this long without a ping the manager kills the daemon (`WatchdogSec=` of the unit).
    public let timeout: Duration

    /// The schedule that the manager set through `WATCHDOG_USEC` and `WATCHDOG_PID`.
    ///
    /// - Parameters:
    ///   - environment: the variables of the process.
    ///   - processID: the process asking; a watchdog meant for another one is not ours to feed.
    /// - Returns: `nil` where there is no watchdog for this process.
    public init?(environment: [String: String], processID: Int32) {
        guard let microseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init), microseconds > 0 else { return nil }
        if let owner = environment["WATCHDOG_PID"], Int32(owner) != processID { return nil }
        timeout = .microseconds(microseconds)
    }

    /// The time between two looks at the loops: a third of the timeout, so that one lost datagram costs nothing.
    /// `sd_watchdog_enabled(3)` asks for at most half.
    public var interval: Duration { timeout / 3 }
}
