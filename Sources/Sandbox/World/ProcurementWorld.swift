public import Documents
public import FoundationEssentials

/// What the procurement system holds: a Coupa instance with its purchase orders and one OAuth client.
public struct ProcurementWorld: Sendable {
    /// The OAuth client.
    public var clientID: String
    /// Its secret.
    public var clientSecret: String
    /// The scopes it was granted.
    public var scopes: Set<String> = ["core.purchase_order.read"]
    /// How long a token lives, in seconds.
    public var tokenLife = 86_399
    /// Whether `id[gt]` filters; no vendor's example shows it, so a client must bear that it does not.
    public var filtersById = true
    /// The purchase orders.
    public var orders: [Order] = []

    /// A procurement system without orders.
    public init(clientID: String, clientSecret: String) {
        self.clientID = clientID
        self.clientSecret = clientSecret
    }

    /// A purchase order.
    public struct Order: Sendable, Hashable {
        /// Coupa's own id.
        public var id: Int
        /// The number that people and invoices use.
        public var number: String
        /// Coupa's status, such as `issued`.
        public var status = "issued"
        /// The revision that the supplier sees.
        public var version = 1
        /// The revision of any change.
        public var internalRevision = 1
        /// Whether some consumer has marked it as exported.
        public var isExported = false
        /// When it was created.
        public var created: Date
        /// When it was last changed.
        public var updated: Date
        /// The supplier's name.
        public var supplier: String
        /// The supplier's number.
        public var supplierNumber: String
        /// Three letters.
        public var currency = "USD"
        /// Custom fields of the order.
        public var custom: [String: String] = [:]
        /// Its lines.
        public var lines: [Line]
        /// Members that take the place of those that the order would have: for records that are not as they should be.
        public var overrides = JSONObject()

        /// An issued order to AWS.
        public init(
            _ id: Int, _ number: String, updated: Date, supplier: String = "Amazon Web Services",
            supplierNumber: String = "V-1001", lines: [Line]
        ) {
            self.id = id
            self.number = number
            created = updated
            self.updated = updated
            self.supplier = supplier
            self.supplierNumber = supplierNumber
            self.lines = lines
        }
    }

    /// A line of a purchase order.
    public struct Line: Sendable, Hashable {
        /// The line's number, which is text.
        public var number: String
        /// What is ordered.
        public var description: String
        /// The line's total.
        public var total: String?
        /// Three letters.
        public var currency = "USD"
        /// The supplier's part number.
        public var part: String?
        /// The supplier's auxiliary part number, which comes from a punch-out.
        public var auxiliaryPart: String?
        /// The commodity.
        public var commodity: String?
        /// The day it is needed by.
        public var needBy: Date?
        /// Custom fields.
        public var custom: [String: String] = [:]
        /// The line's own status.
        public var status = "created"
        /// Whether it is deleted, and shown only to who asks for such lines.
        public var isDeleted = false

        /// A line in US dollars.
        public init(_ number: String, _ description: String, _ total: String?, auxiliaryPart: String? = nil) {
            self.number = number
            self.description = description
            self.total = total
            self.auxiliaryPart = auxiliaryPart
        }
    }

    /// Deletes a line of an order as a buyer does.
    public mutating func deleteLine(_ line: String, of number: String, at now: Date) {
        revise(number, at: now) { order in
            guard let place = order.lines.firstIndex(where: { $0.number == line }) else { return }
            order.lines[place].isDeleted = true
            order.lines[place].status = "cancelled"
        }
    }

    /// Adds an order, or puts it in the place of the one with its number.
    public mutating func put(_ order: Order) {
        guard let place = orders.firstIndex(where: { $0.number == order.number }) else {
            orders.append(order)
            return
        }
        orders[place] = order
    }

    /// Changes an order as a buyer does in Coupa: a new version, no longer exported, updated now.
    ///
    /// - Parameters:
    ///   - number: the order's number.
    ///   - now: the moment of the change.
    ///   - isInternal: whether the supplier sees nothing of it; then only the internal revision counts up.
    public mutating func revise(
        _ number: String, at now: Date, isInternal: Bool = false, _ change: (inout Order) -> Void
    ) {
        guard let place = orders.firstIndex(where: { $0.number == number }) else { return }
        change(&orders[place])
        orders[place].internalRevision += 1
        orders[place].updated = now
        guard !isInternal else { return }
        orders[place].version += 1
        orders[place].isExported = false
    }
}
