/// What can go wrong between the daemon and those who watch over it.
public enum SupervisionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The alert command could not be started: its first word, and why.
    case commandNotStarted(command: String, reason: String)
    /// The alert command ended with a status other than 0; `stderr` holds the beginning of what it said.
    case commandFailed(command: String, status: Int32, stderr: String)
    /// The alert command was killed by this signal.
    case commandKilled(command: String, signal: Int32, stderr: String)
    /// The alert command was still running after its time and has been killed.
    case commandTimedOut(command: String, after: Duration)

    /// The daemon stops, so that the alert command was killed before its end.
    case commandCutShort(command: String)

    /// A sentence for the log.
    public var description: String {
        switch self {
        case .commandNotStarted(let command, let reason):
            "the alert command \(command) could not be started: \(reason)"
        case .commandFailed(let command, let status, let stderr):
            "the alert command \(command) ended with status \(status)" + Self.said(stderr)
        case .commandKilled(let command, let signal, let stderr):
            "the alert command \(command) was killed by signal \(signal)" + Self.said(stderr)
        case .commandTimedOut(let command, let span):
            "the alert command \(command) did not end within \(span) and was killed"
        case .commandCutShort(let command):
            "the alert command \(command) was killed, for the daemon stops"
        }
    }

    private static func said(_ stderr: String) -> String {
        stderr.isEmpty ? "" : "; it said: \(stderr)"
    }
}
