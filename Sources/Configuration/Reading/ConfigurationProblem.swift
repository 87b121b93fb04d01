/// One thing that is wrong with a configuration file.
public struct ConfigurationProblem: Sendable, Hashable, CustomStringConvertible {
    /// The line, counted from 1.
    public var line: Int
    /// The column, counted from 1.
    public var column: Int
    /// The key's path, such as `feeds[0].clientID`; empty for the whole file.
    public var path: String
    /// What is wrong, and what to write instead.
    public var message: String

    /// `line 12, feeds[0].clientIDs: there is no such key; did you mean clientID?`
    public var description: String {
        "line \(line)\(path.isEmpty ? "" : ", \(path)"): \(message)"
    }
}

/// Why there is no configuration.
public enum ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file cannot be read.
    case unreadable(file: String, reason: String)
    /// Everything that is wrong with it, by line.
    case invalid(file: String, [ConfigurationProblem])

    /// The file with each problem on a line of its own.
    public var description: String {
        switch self {
        case .unreadable(let file, let reason): "the configuration \(file) cannot be read: \(reason)"
        case .invalid(let file, let problems):
            problems.map { "\(file), \($0)" }.joined(separator: "\n")
        }
    }
}
