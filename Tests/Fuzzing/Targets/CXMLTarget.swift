import Documents
import Reconciliation

@testable import Procurement

/// A document is an order, a fault or somebody else's; a whole order has every item that the document has.
enum CXMLTarget {
    static func run(_ bytes: [UInt8]) async throws {
        let dialect = CXMLDialect(feed: "f", options: CXMLOptions())
        var decoding = dialect.begin(notes: ["0123456789abcdef\t\tPO-1"])
        var orders: [PurchaseOrder] = []
        let document = FileDocument(name: "f.xml", bytes: bytes, modifiedAt: nil)
        let outcome = try await decoding.read(document) { orders += $0 }
        try OrderChecks.check(orders)
        try demand(
            !orders.isEmpty || !outcome.faults.isEmpty || outcome.isForeign || !outcome.note.isEmpty,
            "a document is lost in silence")
        guard let order = orders.first, order.state != .unreadable, order.state != .cancelled,
            let root = try? XMLReader.read(bytes)
        else { return }
        let items = root.child(["Request", "OrderRequest"])?.children("ItemOut") ?? []
        let deleted = items.filter { $0.attribute("operation")?.lowercased() == "delete" }
        try demand(
            (items.count - deleted.count...items.count).contains(order.lines.count) || items.count < 2,
            "\(order.lines.count) lines of \(items.count) items")
    }
}
