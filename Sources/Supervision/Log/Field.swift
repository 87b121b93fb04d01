/// The value of a dotted field of a log line.
public enum Field: Sendable, Hashable {
    /// Any text; what does not belong into a line is escaped or cut.
    case text(String)
    /// A whole number: a count, a cycle, milliseconds.
    case integer(Int)
}

extension Field: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral {
    /// A text.
    public init(stringLiteral value: String) {
        self = .text(value)
    }

    /// A whole number.
    public init(integerLiteral value: Int) {
        self = .integer(value)
    }
}
