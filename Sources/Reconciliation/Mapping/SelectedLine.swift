/// A line that concerns AWS Marketplace, with what it names.
struct SelectedLine {
    /// An order, held once for all of its lines.
    private final class Shared {
        let order: PurchaseOrder

        init(_ order: PurchaseOrder) { self.order = order }
    }

    private let shared: Shared
    private let place: Int
    /// The first rule that named keys; none where no rule does.
    let keys: KeyReader.Keys?
    let match: AgreementIndex.Match
    /// How the line says that it claims charges.
    let scope: ClaimScope
    /// What stands at the scope path, where that is no scope.
    let unknownScope: String?

    /// Every line of an order, each with what `read` makes of it; those of which it makes nothing are left out.
    static func lines(
        of order: PurchaseOrder,
        _ read: (OrderLine) -> (
            keys: KeyReader.Keys?, match: AgreementIndex.Match, scope: ClaimScope, unknownScope: String?
        )?
    ) -> [SelectedLine] {
        let shared = Shared(order)
        return order.lines.indices.compactMap { place in
            read(order.lines[place]).map {
                SelectedLine(
                    shared: shared, place: place, keys: $0.keys, match: $0.match, scope: $0.scope,
                    unknownScope: $0.unknownScope)
            }
        }
    }

    /// The order.
    var order: PurchaseOrder { _read { yield shared.order } }

    /// The line.
    var line: OrderLine { _read { yield shared.order.lines[place] } }

    /// Three letters in capitals: the line's own, or the order's.
    var currency: String? { (line.currency ?? order.currency)?.uppercased() }

    /// The agreement that the line names beyond doubt.
    var agreement: Int? { match.active.count == 1 ? match.active.first : nil }

    /// The active agreement that took the place of the ended one that the line names.
    var heir: Int? { match.active.isEmpty ? match.successor : nil }

    /// The agreement whose charges the line may claim.
    var claimed: Int? { agreement ?? heir }
}

/// Finds the lines that concern AWS Marketplace (contract, section 4, steps 1 and 3).
struct LineSelector {
    private let rules: Rules
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
        self.rules = rules
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

    /// The selected lines of an order, in its order.
    mutating func lines(of order: PurchaseOrder, in index: AgreementIndex) -> [SelectedLine] {
        let selection = selections[order.key.feed]
        let isWhole = selection?.selects(order) ?? false
        return SelectedLine.lines(of: order) { line in
            if let selection, !isWhole, !selection.selects(line) { return nil }
            let keys = reader.keys(of: order, line)
            if selection == nil, keys == nil { return nil }
            let stated = rules.scope?.value(in: order, line)?.lowercased()
            let scope = stated.flatMap(ClaimScope.init(rawValue:)).flatMap { ClaimScope.stated.contains($0) ? $0 : nil }
            let match = keys.map(index.match) ?? AgreementIndex.Match()
            return (keys, match, scope ?? .auto, scope == nil ? stated : nil)
        }
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
