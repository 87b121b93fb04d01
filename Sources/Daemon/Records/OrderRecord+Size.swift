internal import Documents
internal import Reconciliation
internal import Store

extension OrderRecord {
    /// An order as the store can keep it: one that is too large is held, with the reason, and what was known of it before
    /// still tells what it is about. It is refused here since a commit is refused whole, and the other orders with it.
    static func bounded(_ order: PurchaseOrder, known: PurchaseOrder?) -> PurchaseOrder {
        guard leastBytes(order) * mostEscaped > StoreLimits.recordBytes else { return order }
        let bytes = bytes(order)
        guard bytes > StoreLimits.recordBytes else { return order }
        let lines = order.lines.count
        var held = known ?? PurchaseOrder(key: order.key, number: order.number)
        if known == nil { held.updatedAt = order.updatedAt }
        held.version = order.version
        held.state = .unreadable
        held.fault =
            "it is too large: its texts and \(lines) line\(lines == 1 ? "" : "s") have \(bytes) bytes, and posyncd keeps "
            + "\(StoreLimits.recordBytes) of one order"
        return held
    }

    /// Bytes that one becomes at most: as `\u00XX`.
    private static let mostEscaped = 6

    private static func bytes(_ order: PurchaseOrder) -> Int {
        var json = JSONComposer(.canonical)
        json.object { write(order, to: &$0) }
        return json.bytes.count
    }

    /// A measure that costs little: the bytes of the texts that have no bound elsewhere, and of what is around a line's.
    private static func leastBytes(_ order: PurchaseOrder) -> Int {
        func count(_ texts: String?...) -> Int { texts.reduce(0) { $0 + ($1?.utf8.count ?? 0) } }
        func count(_ texts: [String: String]) -> Int {
            texts.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count + 6 }
        }
        var sum = count(order.supplierName, order.supplierNumber, order.currency, order.status, order.fault)
        sum += count(order.custom) + 8192
        for line in order.lines {
            sum += count(line.id, line.number, line.description, line.part, line.auxiliaryPart, line.commodity)
            sum += count(line.account, line.currency) + count(line.custom) + 300
        }
        return sum
    }
}
