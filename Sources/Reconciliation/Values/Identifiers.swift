/// A named piece of text that stands for one thing only, so that an account cannot be passed for a charge.
public protocol Identifier: Sendable, Hashable, Comparable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// The text as its source writes it.
    var text: String { get }
    /// The identifier written `text`.
    init(_ text: String)
}

extension Identifier {
    /// The text itself.
    public var description: String { text }

    /// Bytewise order, the same on every machine.
    public static func < (left: Self, right: Self) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    /// The identifier written as this literal.
    public init(stringLiteral text: String) { self.init(text) }
}

/// An AWS account: twelve digits.
public struct AccountID: Identifier {
    public let text: String
    public init(_ text: String) { self.text = text }
}

/// An agreement of AWS Marketplace: `agmt-…`, or the older UUID-like form.
public struct AgreementID: Identifier {
    public let text: String
    public init(_ text: String) { self.text = text }
}

/// A charge of an agreement: `ch-…`, or the older form.
public struct ChargeID: Identifier {
    public let text: String
    public init(_ text: String) { self.text = text }
}

/// A purchase order's number as accounts payable knows it, and as it stands on the invoice.
public struct OrderNumber: Identifier {
    public let text: String
    public init(_ text: String) { self.text = text }
}

/// An invoice of AWS.
public struct InvoiceID: Identifier {
    public let text: String
    public init(_ text: String) { self.text = text }
}

/// A feed of the configuration, by its name.
public struct FeedName: Identifier {
    public let text: String
    public init(_ text: String) { self.text = text }
}
