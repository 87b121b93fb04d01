public import Reconciliation

/// Where the files of a feed are, and what becomes of them.
public struct FolderConfiguration: Sendable, Hashable {
    /// `url`, by its scheme.
    public var place: Place
    /// `files`: which of the files are read.
    public var files: String
    /// `after` and `archive`: what becomes of a file that was read.
    public var after: Aftermath
    /// `settle`: a file is read when it has not changed for this long.
    public var settle: Duration?
    /// `marker`: a file is read only when one of its name and this ending lies beside it.
    public var marker: String?
    /// `username`, `password`, `privateKey`, `passphrase`, `knownHosts`.
    public var login: Login?

    /// Where files are.
    public enum Place: Sendable, Hashable {
        /// `file:///…`: the folder's path.
        case local(String)
        /// `sftp://…` or `ftps://…`.
        case server(String)
        /// `https://…`: one document.
        case document(String)
    }

    /// What becomes of a file that was read.
    public enum Aftermath: Sendable, Hashable {
        case keep
        case archive(String)
        case delete
    }

    /// How a server is shown who asks.
    public struct Login: Sendable, Hashable {
        /// `username`
        public var user: String
        /// `password`, or `privateKey` with `passphrase`.
        public var proof: Proof
        /// `knownHosts`: a file with the keys of SFTP servers.
        public var knownHosts: String?

        /// What a user is known by.
        public enum Proof: Sendable, Hashable {
            case password(SecretReference)
            case key(SecretReference, passphrase: SecretReference?)
        }
    }
}

/// A feed of the kind `cxml`.
public struct CXMLConfiguration: Sendable, Hashable {
    /// Where the documents are.
    public var folder: FolderConfiguration
}

/// A feed of the kind `csv`.
public struct CSVConfiguration: Sendable, Hashable {
    /// Where the files are.
    public var folder: FolderConfiguration
    /// `columns`: where a row has each field; of several columns the first that has a value.
    public var columns: [FeedField: [Source]]
    /// `delimiter`: what separates fields; a comma unless said otherwise.
    public var delimiter: UInt8
    /// `encoding`: how bytes stand for characters; UTF-8, or UTF-16 with a byte order mark, unless said otherwise.
    public var encoding: String?
    /// `decimal`: `.` or `,`, and then thousands may be set apart; digits with a point where it is not said.
    public var decimal: Decimal
    /// `dates`: how times are written; of several the first that fits.
    public var dates: [TimeFormat]
    /// `timeZone`: where the clock of times without zone hangs.
    public var zone: TimeZoneRule
    /// `timeZone` as it is written.
    public var zoneName: String
    /// `records`: rows of orders and of lines.
    public var records: Records?
    /// `headings`: whether the first row names the columns.
    public var hasHeadings: Bool

    /// Where a value comes from.
    public enum Source: Sendable, Hashable {
        /// A column, by its heading or its number.
        case column(String)
        /// `=TEXT`: the text itself.
        case literal(String)
    }

    /// How amounts are written.
    public enum Decimal: Sendable, Hashable {
        case plain, point, comma
    }

    /// `records: {column: type, header: …, line: …, order: …}`
    public struct Records: Sendable, Hashable {
        /// The column that tells the kind of a row.
        public var column: String
        /// What stands there for an order.
        public var header: [String]
        /// What stands there for a line.
        public var line: [String]
        /// The column of line rows with the id of their order.
        public var order: String?
    }
}
