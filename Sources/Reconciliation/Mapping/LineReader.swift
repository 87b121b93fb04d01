/// Reads what the lines of orders name (contract, section 4, steps 1 and 3).
struct LineReader {
    private let scope: FieldPath?
    private let index: AgreementIndex
    private let selector: LineSelector
    private var reader: KeyReader
    /// The reader keeps the keys that it found, so that they are told by their identity.
    private var named: [ObjectIdentifier: SelectedLine.Named] = [:]

    init(_ rules: Rules, _ index: AgreementIndex) {
        scope = rules.scope
        self.index = index
        selector = LineSelector(rules)
        reader = KeyReader(rules.mapping)
    }

    /// Hands the selected lines to `body`, in the order of orders and lines.
    mutating func read(_ orders: SelectedLine.Orders, _ body: (SelectedLine) -> Void) {
        for (orderPlace, order) in orders.orders.enumerated() {
            for (linePlace, line) in order.lines.enumerated() {
                let keys = reader.keys(of: order, line)
                guard selector.ground(order, line, isKeyed: keys != nil) != nil else { continue }
                let stated = scope?.value(in: order, line)?.lowercased()
                let known = stated.flatMap(ClaimScope.init(rawValue:)).flatMap {
                    ClaimScope.stated.contains($0) ? $0 : nil
                }
                body(
                    SelectedLine(
                        orders, at: (orderPlace, linePlace), keys.map { name($0) }, known ?? .auto,
                        unknownScope: known == nil ? stated : nil))
            }
        }
    }

    private mutating func name(_ keys: KeyReader.Keys) -> SelectedLine.Named {
        if let known = named[ObjectIdentifier(keys)] { return known }
        let name = SelectedLine.Named(keys, index.match(keys))
        named[ObjectIdentifier(keys)] = name
        return name
    }
}
