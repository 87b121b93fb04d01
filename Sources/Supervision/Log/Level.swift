/// How much a line of the log matters, in the order of syslog's severities.
public enum Level: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Detail for whoever looks into a problem.
    case debug
    /// A line or two for each cycle.
    case info
    /// A state has changed.
    case notice
    /// Degraded; it may mend itself.
    case warning
    /// Somebody has to do something.
    case error
    /// The daemon cannot go on.
    case critical

    /// The `<N>` that journald and syslog read: 7 for debug … 2 for critical (`sd-daemon(3)`).
    public var priority: Int {
        switch self {
        case .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }

    public static func < (left: Level, right: Level) -> Bool {
        left.priority > right.priority
    }
}
