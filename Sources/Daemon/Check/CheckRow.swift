/// What one probe of `posyncd check` came to.
public struct CheckRow: Sendable, Hashable {
    /// How a probe ended.
    public enum Result: String, Sendable, Hashable, CaseIterable {
        case ok
        case failed
        /// It could not be seen, and nothing is refused because of it.
        case unknown
        /// It was not asked, and why stands beside it.
        case skipped
    }

    /// What was looked at: `configuration`, `state`, `register`, `feed NAME`, `account ID`, `management ID`.
    public var subject: String
    /// Which part of it: an IAM action, a file.
    public var probe: String
    /// How it ended.
    public var result: Result
    /// What was seen.
    public var detail: String
    /// What to do; empty where there is nothing to be done.
    public var remedy: String

    init(_ subject: String, _ probe: String, _ result: Result, _ detail: String, remedy: String = "") {
        self.subject = subject
        self.probe = probe
        self.result = result
        self.detail = detail
        self.remedy = remedy
    }
}
