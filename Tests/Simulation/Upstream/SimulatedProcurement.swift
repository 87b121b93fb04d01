internal import Documents
public import Reconciliation
internal import Transport

/// A Coupa-like procurement system in memory: a token endpoint, and purchase orders in pages of 50 by id.
public struct SimulatedProcurement: Sendable {
    /// A purchase order with one line.
    public struct Order: Sendable, Hashable {
        /// The source's id, which orders the pages.
        public var id: Int
        /// The number that goes onto charges.
        public var number: String
        /// The agreement that its line names.
        public var agreement: String
        /// The line's amount.
        public var amount: String
        /// The source's own state.
        public var status: String
        /// Counts the changes.
        public var version = 1
        /// When it was last changed.
        public var updatedAt: Instant
        /// The date on the line, which tells installments apart.
        public var needBy: Instant?

        /// The order as Coupa gives it.
        var json: JSONValue {
            [
                "id": JSONValue(id), "po-number": .string(number), "version": JSONValue(version),
                "status": .string(status), "updated-at": .string(updatedAt.description),
                "supplier": ["name": "AWS Marketplace", "number": "V-1001"], "currency": ["code": "USD"],
                "order-lines": [
                    [
                        "id": JSONValue(id * 10), "line-num": 1, "description": "software", "total": .string(amount),
                        "supp-aux-part-num": .string(agreement), "currency": ["code": "USD"],
                        "need-by-date": JSONValue(needBy?.description),
                    ]
                ],
            ]
        }
    }

    /// Rows of a page.
    private static let pageSize = 50

    /// The orders by id.
    public private(set) var orders: [Int: Order] = [:]

    /// No orders yet.
    public init() {}

    /// Issues a purchase order.
    public mutating func issue(
        _ number: String, agreement: String, amount: String, needBy: Instant? = nil, at now: Instant
    ) {
        let id = orders.count + 1
        orders[id] = Order(
            id: id, number: number, agreement: agreement, amount: amount, status: "issued", updatedAt: now,
            needBy: needBy)
    }

    /// Changes an order's state; nothing where there is none of this number.
    public mutating func set(_ number: String, status: String, at now: Instant) {
        for (id, order) in orders where order.number == number {
            orders[id]?.status = status
            orders[id]?.version += 1
            orders[id]?.updatedAt = now
        }
    }

    /// Answers a request.
    func answer(_ request: Request) -> Response {
        if request.url.hasSuffix("/oauth2/token") {
            return .json(["access_token": "simulated", "expires_in": 86_400], status: 200)
        }
        let query = Form(query: request.url)
        let after = query["id%5Bgt%5D"].flatMap { Int($0) } ?? 0
        let since = query["updated_at%5Bgt_or_eq%5D"].flatMap { Instant(iso: $0) }
        let rows = orders.values.filter { order in order.id > after && since.map { order.updatedAt >= $0 } ?? true }
        let page = rows.sorted { $0.id < $1.id }.prefix(Self.pageSize)
        return .json(.array(page.map(\.json)), status: 200)
    }
}
