public import Documents
public import Reconciliation

/// What the configuration says about a feed of separated values beside what it says about its files.
public struct CSVOptions: Sendable {
    /// Where a row has each field; of several sources the first that has a value.
    public var columns: [FeedField: [Source]]
    /// What separates fields: an ASCII character.
    public var delimiter: UInt8
    /// How the bytes stand for characters; by byte order mark, else UTF-8, where `nil`.
    public var encoding: TextEncoding?
    /// How amounts are written.
    public var decimal: DecimalFormat
    /// How times are written; of several the first that fits.
    public var dates: [TimeFormat]
    /// Where the clock of times without zone hangs.
    public var zone: TimeZoneRule
    /// How rows of orders and rows of lines are told apart; `nil` where every row is a line with its order.
    public var records: Records?
    /// Whether the first row names the columns.
    public var hasHeadings: Bool
    /// What the source's status words mean, where the default does not fit.
    public var statuses: [OrderState: [String]]
    /// The custom fields that are read; every column where `nil`.
    public var customFields: Set<String>?

    /// Where a value comes from.
    public enum Source: Sendable, Hashable {
        /// A column, by its heading or its number, counted from 1.
        case column(String)
        /// The same text for each row.
        case literal(String)
    }

    /// Rows of several kinds in one file.
    public struct Records: Sendable, Hashable {
        /// The column that tells the kind.
        public var column: String
        /// What stands there for an order.
        public var header: Set<String>
        /// What stands there for a line.
        public var line: Set<String>
        /// The column of line rows with the id of their order; lines belong to the order above them where `nil`.
        public var order: String?

        /// Rows told apart in this way; words are compared without regard to case.
        public init(column: String, header: [String], line: [String], order: String? = nil) {
            self.column = column
            self.header = Set(header.map { $0.trimmed.lowercased() })
            self.line = Set(line.map { $0.trimmed.lowercased() })
            self.order = order
        }
    }

    /// Options with the contract's defaults.
    public init(
        columns: [FeedField: [Source]], delimiter: UInt8 = UInt8(ascii: ","), encoding: TextEncoding? = nil,
        decimal: DecimalFormat = .plain, dates: [TimeFormat] = [.iso], zone: TimeZoneRule = .fixed(0),
        records: Records? = nil, hasHeadings: Bool = true, statuses: [OrderState: [String]] = [:],
        customFields: Set<String>? = nil
    ) {
        self.columns = columns
        self.delimiter = delimiter
        self.encoding = encoding
        self.decimal = decimal
        self.dates = dates
        self.zone = zone
        self.records = records
        self.hasHeadings = hasHeadings
        self.statuses = statuses
        self.customFields = customFields
    }
}
