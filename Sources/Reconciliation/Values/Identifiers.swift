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
        left.text.precedesBytewise(right.text)
    }

    /// The identifier written as this literal.
    public init(stringLiteral text: String) { self.init(text) }
}

extension String {
    /// Whether the text's UTF-8 comes before the other's; eight bytes at a time, for tens of thousands are sorted.
    func precedesBytewise(_ other: String) -> Bool {
        let (left, right) = (utf8.span, other.utf8.span)
        return left.withUnsafeBytes { left in
            right.withUnsafeBytes { right in
                let common = Swift.min(left.count, right.count)
                var place = 0
                while place + 8 <= common {
                    let first = UInt64(bigEndian: left.loadUnaligned(fromByteOffset: place, as: UInt64.self))
                    let second = UInt64(bigEndian: right.loadUnaligned(fromByteOffset: place, as: UInt64.self))
                    if first != second { return first < second }
                    place += 8
                }
                while place < common {
                    if left[place] != right[place] { return left[place] < right[place] }
                    place += 1
                }
                return left.count < right.count
            }
        }
    }
}

/// A text that is sorted by its UTF-8, as identifiers are.
public struct BytewiseText: Sendable, Hashable, Comparable {
    /// The text.
    public let text: String

    /// This text.
    public init(_ text: String) { self.text = text }

    public static func < (left: BytewiseText, right: BytewiseText) -> Bool { left.text.precedesBytewise(right.text) }
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
