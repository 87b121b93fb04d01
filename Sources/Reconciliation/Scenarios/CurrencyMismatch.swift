/// A line in another currency than the charge it would pay for: not written; and where its number stands there already, as
/// after the currency of the order was changed, said.
enum CurrencyMismatch {
    static func findings(_ situation: Situation) -> [Finding] {
        struct Place: Hashable {
            let account: AccountID
            let agreement: AgreementID
            let order: OrderNumber
        }
        var charges: [Place: [Assignment]] = [:]
        for assignment in situation.assignments.values
        where assignment.hold == .currency || standsInAnother(assignment, situation) {
            let place = Place(
                account: assignment.key.account, agreement: assignment.agreement, order: assignment.order.number)
            charges[place, default: []].append(assignment)
        }
        guard !charges.isEmpty else { return [] }
        let lines = Dictionary(grouping: situation.lines, by: \.order.number)
        return charges.flatMap { place, assignments in
            assignments.map { assignment in
                let line = lines[place.order]?.first { $0.line.number == assignment.order.line }
                return Finding(
                    .currencyMismatch, .warning,
                    Finding.Subject(
                        account: place.account, agreement: place.agreement, charge: assignment.key.charge,
                        order: place.order),
                    detail:
                        "PO \(place.order) line \(assignment.order.line ?? "") is in \(line?.currency ?? "no currency"), "
                        + "charge \(assignment.key.charge) of \(place.agreement) in \(assignment.currency ?? "none"). "
                        + (assignment.hold == .currency
                            ? "Nothing is written."
                            : "The charge carries its number already, and nothing is taken off."),
                    remedy:
                        "Issue PO \(place.order) in \(assignment.currency ?? "the charge's currency"), or name another "
                        + "agreement in it"
                        + (assignment.hold == .currency
                            ? "."
                            : " and issue a purchase order in \(assignment.currency ?? "the charge's currency") for this charge."),
                    owner: .procurement)
            }
        }
    }

    /// Whether an open charge carries the number of a line in another currency.
    private static func standsInAnother(_ assignment: Assignment, _ situation: Situation) -> Bool {
        guard assignment.state == .verified, let currency = assignment.currency,
            let decision = situation.decisions[assignment.key], decision.timing.isOpen,
            case .assign(let claim) = decision.verdict
        else { return false }
        return currency.uppercased() != situation.lines[claim.line].currency
    }
}
