import Documents
import Reconciliation

@testable import Daemon

/// What holds for orders whatever they were read from.
enum OrderChecks {
    /// An order is whole, or says why it is not, beside what is odd about it; and the store gives it back as it was.
    static func check(_ orders: [PurchaseOrder]) throws {
        for order in orders {
            try demand(order.state != .unreadable || order.fault != nil, "\(order.key.id): unreadable, and no reason")
            try demand(!order.key.id.isEmpty, "an order without an id")
            try demand(Set(order.lines.map(\.id)).count == order.lines.count, "\(order.key.id): two lines of one id")
            var record = JSONComposer(.canonical)
            record.object { OrderRecord.write(order, to: &$0) }
            let stored = try JSONReader.read(record.bytes)
            try demand(try OrderRecord.decode(stored) == order, "\(order.key.id): the store gives another order back")
        }
    }

    /// A whole order has all the lines that its record has, but those that are marked as deleted.
    static func check(_ orders: [PurchaseOrder], against records: [JSONValue], id: String, lines: String) throws {
        let byID = Dictionary(grouping: records) { $0[id]?.text?.trimmed ?? "" }
        for order in orders where order.state != .unreadable {
            guard let record = byID[order.key.id]?.first, byID[order.key.id]?.count == 1 else { continue }
            let all = record[lines]?.array ?? []
            let marked = all.filter { line in
                ["status", "deleted", "deleted-at", "deleted_at"].contains { line[$0] != nil }
            }
            try demand(
                (all.count - marked.count...all.count).contains(order.lines.count),
                "\(order.key.id): \(order.lines.count) of \(all.count) lines")
        }
    }
}
