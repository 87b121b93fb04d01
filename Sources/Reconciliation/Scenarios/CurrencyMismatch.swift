/// A line in another currency than the charge it would pay for: not written.
enum CurrencyMismatch {
    static func findings(_ situation: Situation) -> [Finding] {
        struct Place: Hashable {
            let account: AccountID
            let agreement: AgreementID
            let order: OrderNumber
        }
        var charges: [Place: [Assignment]] = [:]
        for assignment in situation.assignments.values
        where assignment.hold == .currency {
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
                        + "charge \(assignment.key.charge) of \(place.agreement) in \(assignment.currency ?? "none"). Nothing "
                        + "is written.",
                    remedy:
                        "Issue PO \(place.order) in \(assignment.currency ?? "the charge's currency"), or name another "
                        + "agreement in it.",
                    owner: .procurement)
            }
        }
    }
}
