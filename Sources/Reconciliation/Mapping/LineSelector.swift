/// Tells what concerns AWS Marketplace (contract, section 4, step 1).
struct LineSelector {
    private var reader: KeyReader
    private let selections: [FeedName: Folded]

    private struct Folded {
        let names: Set<String>
        let numbers: Set<String>
        let commodities: Set<String>

        init(_ selection: Selection) {
            names = Set(selection.supplierNames.map { $0.trimmed.lowercased() })
            numbers = Set(selection.supplierNumbers.map(\.trimmed))
            commodities = Set(selection.commodities.map(\.trimmed))
        }

        func ground(_ order: PurchaseOrder) -> SelectionGround? {
            if let name = order.supplierName, names.contains(name.trimmed.lowercased()) { return .supplierName(name) }
            if let number = order.supplierNumber, numbers.contains(number.trimmed) { return .supplierNumber(number) }
            return nil
        }

        func ground(_ line: OrderLine) -> SelectionGround? {
            line.commodity.flatMap { commodities.contains($0.trimmed) ? .commodity($0) : nil }
        }

        func selects(_ order: PurchaseOrder) -> Bool { ground(order) != nil }

        func selects(_ line: OrderLine) -> Bool { ground(line) != nil }
    }

    init(_ rules: Rules) {
        reader = KeyReader(rules.mapping)
        selections = rules.selections.mapValues(Folded.init)
    }

    /// Whether an order, or one of its lines, concerns AWS Marketplace; what the store keeps is decided by this.
    mutating func selects(_ order: PurchaseOrder) -> Bool {
        guard let selection = selections[order.key.feed] else {
            return order.state == .unreadable || order.lines.contains { reader.keys(of: order, $0) != nil }
        }
        return selection.selects(order) || order.lines.contains { selection.selects($0) }
            || (order.state == .unreadable && order.lines.isEmpty)
    }

    /// Why a line concerns AWS Marketplace; `nil` where it does not.
    func ground(_ order: PurchaseOrder, _ line: OrderLine, isKeyed: Bool) -> SelectionGround? {
        guard let selection = selections[order.key.feed] else { return isKeyed ? .rule : nil }
        return selection.ground(order) ?? selection.ground(line)
    }
}

/// Tells which orders of a feed concern AWS Marketplace, page by page.
public struct OrderSelector: Sendable {
    private let rules: Rules

    /// A selector by the configuration's `select` and `mapping`.
    public init(_ rules: Rules) {
        self.rules = rules
    }

    /// For each order whether it concerns AWS Marketplace, or could not be read and so may.
    public func concerns(_ orders: [PurchaseOrder]) -> [Bool] {
        var selector = LineSelector(rules)
        return orders.map { selector.selects($0) }
    }

    /// The orders that concern AWS Marketplace, or that could not be read and so may.
    public func selected(_ orders: [PurchaseOrder]) -> [PurchaseOrder] {
        var selector = LineSelector(rules)
        return orders.filter { selector.selects($0) }
    }
}
