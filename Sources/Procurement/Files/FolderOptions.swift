public import Reconciliation

/// What the configuration says about a feed of files, whatever is in them.
public struct FolderOptions: Sendable {
    /// The feed's name.
    public var name: FeedName
    /// Which files are read: a pattern with `*` and `?`, without regard to case.
    public var files: String
    /// What becomes of a file that was read, once that is durable.
    public var after: Aftermath
    /// A file is read when it has not changed for this long.
    public var settle: Duration
    /// A file is read only when another of its name and this ending lies beside it: `.done`.
    public var marker: String?
    /// Requests a second to a server.
    public var requestsPerSecond: Double

    /// What becomes of a file that was read.
    public enum Aftermath: Sendable, Hashable {
        /// It stays.
        case keep
        /// It is moved into a folder within the feed's.
        case archive(String)
        /// It is deleted.
        case delete
    }

    /// Bytes of a file; a year's export of a large company has some 20 MB.
    public static let fileBytes = 64 << 20
    /// How long a file must not have changed, unless said otherwise.
    public static let usualSettle = Duration.seconds(3)

    /// Options with the contract's defaults.
    public init(
        name: FeedName, files: String, after: Aftermath = .keep, settle: Duration = usualSettle, marker: String? = nil,
        requestsPerSecond: Double = 50
    ) {
        self.name = name
        self.files = files
        self.after = after
        self.settle = settle
        self.marker = marker
        self.requestsPerSecond = requestsPerSecond
    }
}
