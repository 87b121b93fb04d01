/// A purchase order as its procurement system last showed it.
public struct PurchaseOrder: Sendable, Hashable {
    /// What tells this order from every other: the feed and the source's own id.
    public var key: OrderKey
    /// The number that goes onto the charge.
    public var number: OrderNumber
    /// The source's revision of the order; higher is newer. 0 where the source does not number revisions.
    public var version: Int
    /// What the source's status means for us.
    public var state: OrderState
    /// The status in the source's own words, for messages.
    public var status: String
    /// The supplier's name.
    public var supplierName: String?
    /// The supplier's number in the buyer's books.
    public var supplierNumber: String?
    /// The currency for lines that name none: three letters.
    public var currency: String?
    /// The source's custom fields, by name.
    public var custom: [String: String]
    /// When the source last changed the order, by the source's clock.
    public var updatedAt: Instant?
    /// The lines in the order of the document.
    public var lines: [OrderLine]
    /// What could not be read, for an order in the state `unreadable`; what is odd about one in another. Names the field.
    public var fault: String?

    /// An order with these fields; `lines` in the order of the document.
    public init(
        key: OrderKey, number: OrderNumber, version: Int = 1, state: OrderState = .issued, status: String = "",
        supplierName: String? = nil, supplierNumber: String? = nil, currency: String? = nil,
        custom: [String: String] = [:], updatedAt: Instant? = nil, lines: [OrderLine] = [], fault: String? = nil
    ) {
        self.key = key
        self.number = number
        self.version = version
        self.state = state
        self.status = status
        self.supplierName = supplierName
        self.supplierNumber = supplierNumber
        self.currency = currency
        self.custom = custom
        self.updatedAt = updatedAt
        self.lines = lines
        self.fault = fault
    }
}

/// Where an order comes from and what it is called there.
public struct OrderKey: Sendable, Hashable, Comparable {
    /// The feed it was read from.
    public var feed: FeedName
    /// The source's own id, which outlives a change of the number.
    public var id: String

    /// The order `id` of `feed`.
    public init(feed: FeedName, id: String) {
        self.feed = feed
        self.id = id
    }

    public static func < (left: OrderKey, right: OrderKey) -> Bool {
        left.feed != right.feed
            ? left.feed < right.feed : left.id.precedesBytewise(right.id)
    }
}

/// What a purchase order's status means for us.
public enum OrderState: String, Sendable, Hashable, CaseIterable {
    /// Sent to the supplier: its lines may be assigned.
    case issued
    /// Held in the procurement system.
    case onHold
    /// Not yet released.
    case draft
    /// Taken back: never newly assigned.
    case cancelled
    /// Finished: never newly assigned.
    case closed
    /// A status that the feed does not know; treated as held until `statuses` says what it means.
    case unknown
    /// The order was there but could not be read whole.
    case unreadable
    /// A complete reading of the feed did not have it any more.
    case missing

    /// Whether an order in this state was released once, or may be for all that is known, without being issued now.
    public var mayBeIssued: Bool {
        switch self {
        case .onHold, .unknown, .unreadable, .missing: true
        case .issued, .draft, .cancelled, .closed: false
        }
    }
}

/// One line of a purchase order.
public struct OrderLine: Sendable, Hashable {
    /// The source's own id of the line; unique in the order.
    public var id: String
    /// The line number in the document.
    public var number: String
    /// What is bought, in words.
    public var description: String?
    /// The supplier's part number.
    public var part: String?
    /// The supplier's auxiliary part number, where Marketplace orders carry their reference.
    public var auxiliaryPart: String?
    /// The commodity code (UNSPSC).
    public var commodity: String?
    /// The account or cost centre that the line is booked to.
    public var account: String?
    /// The line's total.
    public var amount: Amount?
    /// The line's currency: three letters.
    public var currency: String?
    /// When it is needed: for an instalment, when it is due.
    public var needBy: Instant?
    /// The source's custom fields, by name.
    public var custom: [String: String]

    /// The longest text of a field that is kept, in characters: no reference is longer, and orders stay in memory.
    public static let textLimit = 1000

    /// A line with these fields, of which longer texts than `textLimit` are cut.
    public init(
        id: String, number: String, description: String? = nil, part: String? = nil, auxiliaryPart: String? = nil,
        commodity: String? = nil, account: String? = nil, amount: Amount? = nil, currency: String? = nil,
        needBy: Instant? = nil, custom: [String: String] = [:]
    ) {
        self.id = id
        self.number = number
        self.description = description
        self.part = part.map(Self.cut)
        self.auxiliaryPart = auxiliaryPart.map(Self.cut)
        self.commodity = commodity.map(Self.cut)
        self.account = account.map(Self.cut)
        self.amount = amount
        self.currency = currency
        self.needBy = needBy
        self.custom =
            custom.values.contains { $0.utf8.count > Self.textLimit } ? custom.mapValues(Self.cut) : custom
    }

    private static func cut(_ text: String) -> String {
        text.utf8.count <= textLimit ? text : String(text.prefix(textLimit))
    }
}
