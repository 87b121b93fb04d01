/// Charges whose time has come with a line's number on them. AWS does not say how long it lists a charge after its
/// invoice, so what this store saw counts: a line that has paid is not weighed against the charges that are left.
struct PaidCharges {
    /// A line of an order, by what outlives a new version of it.
    struct LineKey: Hashable {
        let order: OrderKey
        let line: String

        init(order: OrderKey, line: String) {
            self.order = order
            self.line = line
        }

        init(_ line: SelectedLine) { self.init(order: line.order.key, line: line.line.number) }
    }

    private var charges: [LineKey: [(agreement: AgreementID, charge: ChargeKey)]] = [:]

    init(_ previous: ByCharge<Assignment>, _ rules: Rules, now: Instant) {
        for (key, assignment) in previous where Self.isPaid(assignment, rules, now) {
            guard let line = Self.line(of: assignment) else { continue }
            charges[line, default: []].append((assignment.agreement, key))
        }
    }

    /// Whether what an assignment says is settled for good.
    static func isPaid(_ assignment: Assignment, _ rules: Rules, _ now: Instant) -> Bool {
        guard assignment.state == .verified || assignment.state == .invoiced, let time = assignment.time else {
            return false
        }
        return time <= now + rules.cutoff
    }

    /// The line that an assignment records.
    static func line(of assignment: Assignment) -> LineKey? {
        guard let order = assignment.order.key, let line = assignment.order.line else { return nil }
        return LineKey(order: order, line: line)
    }

    /// Whether no line has paid anything.
    var isEmpty: Bool { charges.isEmpty }

    /// Those of `lines` that have paid a charge.
    func lines(among lines: [SelectedLine]) -> Set<LineKey> {
        guard !isEmpty else { return [] }
        return Set(lines.lazy.map(LineKey.init).filter { charges[$0] != nil })
    }

    /// The charges of `agreement` that `line` has paid.
    func charges(of line: SelectedLine, on agreement: Agreement) -> [ChargeKey] {
        guard !isEmpty else { return [] }
        return (charges[LineKey(line)] ?? [])
            .filter { $0.agreement == agreement.id && $0.charge.account == agreement.account }
            .map(\.charge)
    }
}
