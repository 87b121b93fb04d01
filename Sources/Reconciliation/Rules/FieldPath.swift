/// A path to a field of a purchase order or of one of its lines, as the configuration writes it.
public enum FieldPath: Sendable, Hashable, CustomStringConvertible {
    /// `order.id`
    case orderID
    /// `order.number`
    case orderNumber
    /// `order.supplier.name`
    case supplierName
    /// `order.supplier.number`
    case supplierNumber
    /// `order.custom.NAME`
    case orderCustom(String)
    /// `line.id`
    case lineID
    /// `line.number`
    case lineNumber
    /// `line.description`
    case lineDescription
    /// `line.part`
    case part
    /// `line.auxiliaryPart`
    case auxiliaryPart
    /// `line.commodity`
    case commodity
    /// `line.account`
    case lineAccount
    /// `line.amount`
    case amount
    /// `line.currency`
    case currency
    /// `line.needBy`
    case needBy
    /// `line.custom.NAME`
    case lineCustom(String)

    /// The paths that have a fixed name.
    public static let named: [FieldPath] = [
        .orderID, .orderNumber, .supplierName, .supplierNumber, .lineID, .lineNumber, .lineDescription, .part,
        .auxiliaryPart, .commodity, .lineAccount, .amount, .currency, .needBy,
    ]

    /// Reads a path; `nil` for one that does not exist.
    public init?(_ text: String) {
        if let path = Self.named.first(where: { $0.description == text }) {
            self = path
        } else if let name = Self.name(in: text, after: "order.custom.") {
            self = .orderCustom(name)
        } else if let name = Self.name(in: text, after: "line.custom.") {
            self = .lineCustom(name)
        } else {
            return nil
        }
    }

    private static func name(in text: String, after prefix: String) -> String? {
        text.hasPrefix(prefix) && text.count > prefix.count ? String(text.dropFirst(prefix.count)) : nil
    }

    /// The path as the configuration writes it.
    public var description: String {
        switch self {
        case .orderID: "order.id"
        case .orderNumber: "order.number"
        case .supplierName: "order.supplier.name"
        case .supplierNumber: "order.supplier.number"
        case .orderCustom(let name): "order.custom.\(name)"
        case .lineID: "line.id"
        case .lineNumber: "line.number"
        case .lineDescription: "line.description"
        case .part: "line.part"
        case .auxiliaryPart: "line.auxiliaryPart"
        case .commodity: "line.commodity"
        case .lineAccount: "line.account"
        case .amount: "line.amount"
        case .currency: "line.currency"
        case .needBy: "line.needBy"
        case .lineCustom(let name): "line.custom.\(name)"
        }
    }

    /// The value at this path, without surrounding blanks; `nil` where there is none.
    public func value(in order: PurchaseOrder, _ line: OrderLine) -> String? {
        let value: String? =
            switch self {
            case .orderID: order.key.id
            case .orderNumber: order.number.text
            case .supplierName: order.supplierName
            case .supplierNumber: order.supplierNumber
            case .orderCustom(let name): order.custom[name]
            case .lineID: line.id
            case .lineNumber: line.number
            case .lineDescription: line.description
            case .part: line.part
            case .auxiliaryPart: line.auxiliaryPart
            case .commodity: line.commodity
            case .lineAccount: line.account
            case .amount: line.amount?.description
            case .currency: line.currency ?? order.currency
            case .needBy: line.needBy?.description
            case .lineCustom(let name): line.custom[name]
            }
        guard let trimmed = value?.trimmed, !trimmed.isEmpty else { return nil }
        return trimmed
    }
}

extension String {
    /// The text without surrounding blanks and line ends.
    public var trimmed: String {
        // Nearly every field of nearly every order begins and ends with a visible ASCII character.
        let bytes = utf8
        if let first = bytes.first, let last = bytes.last, 0x21..<0x7f ~= first, 0x21..<0x7f ~= last { return self }
        guard let first = first, let last = last, first.isWhitespace || last.isWhitespace else { return self }
        let rest = drop { $0.isWhitespace }
        guard let end = rest.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(rest[...end])
    }
}
