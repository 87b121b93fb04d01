/// A field that a feed's configuration fills: every field path, and what posyncd needs beside them to read an order.
public enum FeedField: Sendable, Hashable, CustomStringConvertible {
    /// A field path: what mapping rules can read.
    case path(FieldPath)
    /// `order.status`: the source's own word; `statuses` says what it means.
    case orderStatus
    /// `order.version`: the revision; higher is newer.
    case orderVersion
    /// `order.updatedAt`: when the source last changed the order.
    case orderUpdatedAt
    /// `order.currency`: the currency of lines that name none.
    case orderCurrency
    /// `line.status`: a line whose word means cancelled is left out.
    case lineStatus
    /// `line.quantity`: for lines without an amount.
    case lineQuantity
    /// `line.price`: for lines without an amount.
    case linePrice
    /// `line.priceQuantity`: how many pieces the price is for.
    case linePriceQuantity

    /// The fields that are no field paths.
    public static let inputs: [FeedField] = [
        .orderStatus, .orderVersion, .orderUpdatedAt, .orderCurrency, .lineStatus, .lineQuantity, .linePrice,
        .linePriceQuantity,
    ]

    /// Every field with a fixed name; custom fields have the user's own.
    public static let named: [FeedField] = FieldPath.named.map { .path($0) } + inputs

    /// Reads a field's name; `nil` for one that does not exist.
    public init?(_ text: String) {
        if let input = Self.inputs.first(where: { $0.description == text }) {
            self = input
        } else if let path = FieldPath(text) {
            self = .path(path)
        } else {
            return nil
        }
    }

    /// The field as the configuration writes it.
    public var description: String {
        switch self {
        case .path(let path): path.description
        case .orderStatus: "order.status"
        case .orderVersion: "order.version"
        case .orderUpdatedAt: "order.updatedAt"
        case .orderCurrency: "order.currency"
        case .lineStatus: "line.status"
        case .lineQuantity: "line.quantity"
        case .linePrice: "line.price"
        case .linePriceQuantity: "line.priceQuantity"
        }
    }

    /// Whether the field is one of a line, not of the order.
    public var isOfLine: Bool { description.hasPrefix("line.") }
}
