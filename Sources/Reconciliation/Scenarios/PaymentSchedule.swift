/// Row 13, "Flexible payment schedule, several POs": each instalment gets the line whose amount and date fit it.
enum PaymentSchedule {
    static func findings(_ situation: Situation, _ lines: [LineOutcome]) -> [Finding] {
        unmatched(situation) + conflicts(situation)
    }

    private struct Place: Hashable {
        let agreement: Int
        let order: OrderNumber
    }

    private static func unmatched(_ situation: Situation) -> [Finding] {
        var reasons: [Place: [String]] = [:]
        let setAside = Set(situation.decisions.lazy.flatMap { $0.value.losers.map(\.line) })
        for (place, line) in situation.lines.enumerated() {
            guard let agreement = line.agreement else { continue }
            let key = Place(agreement: agreement, order: line.order.number)
            switch situation.verdicts[place] {
            case .installmentUnmatched(let reason, _):
                reasons[key, default: []].append("line \(line.line.number): \(reason)")
            case .claims where situation.scopes[place] == .installment && setAside.contains(place):
                reasons[key, default: []].append("line \(line.line.number): a charge key of another order goes first")
            default: continue
            }
        }
        return reasons.map { key, reasons in
            let agreement = situation.index.agreements[key.agreement]
            return Finding(
                .installmentUnmatched, .warning,
                Finding.Subject(account: agreement.account, agreement: agreement.id, order: key.order),
                detail: "PO \(key.order) fits no single instalment of \(agreement.id): \(Wording.list(reasons)). "
                    + "\(openInstalments(agreement, situation)). Nothing is written to them.",
                remedy:
                    "Give each line of PO \(key.order) the amount, currency and need-by date of the instalment it pays "
                    + "for, or name the charge in it (a mapping rule `to: charge`). A renewal copies the PO of the last "
                    + "instalment.",
                owner: .procurement)
        }
    }

    /// The instalments that still have no PO, each with its deadline.
    private static func openInstalments(_ agreement: Agreement, _ situation: Situation) -> String {
        let open = agreement.charges.filter { charge in
            guard charge.time != nil, charge.order == nil,
                let decision = situation.decisions[ChargeKey(account: agreement.account, charge: charge.id)],
                decision.timing.isOpen
            else { return false }
            if case .assign = decision.verdict { return false }
            return true
        }
        guard !open.isEmpty else { return "No open instalment is without PO" }
        let names = open.map { charge in
            "\(charge.id) \(Wording.money(charge.amount, charge.currency)) \(Wording.due(charge.time))"
        }
        return "Open instalments without PO: \(Wording.list(names))"
    }

    private static func conflicts(_ situation: Situation) -> [Finding] {
        var charges: [Place: Set<ChargeID>] = [:]
        for (place, line) in situation.lines.enumerated() {
            guard let agreement = line.agreement, case .installmentConflict(let candidates) = situation.verdicts[place]
            else { continue }
            charges[Place(agreement: agreement, order: line.order.number), default: []].formUnion(candidates)
        }
        for (key, decision) in situation.decisions {
            guard case .conflict(let claims) = decision.verdict else { continue }
            for claim in claims {
                let place = Place(agreement: decision.agreement, order: situation.lines[claim.line].order.number)
                charges[place, default: []].insert(key.charge)
            }
        }
        return charges.map { key, contested in
            let agreement = situation.index.agreements[key.agreement]
            let others = Set(
                charges.filter { $0.key.agreement == key.agreement && !$0.value.isDisjoint(with: contested) }
                    .map(\.key.order)
            ).subtracting([key.order]).sorted().map(\.text)
            let names = contested.sorted().map(\.text)
            return Finding(
                .orderConflict, .warning,
                Finding.Subject(
                    account: agreement.account, agreement: agreement.id,
                    charge: contested.count == 1 ? contested.first : nil, order: key.order),
                detail: "PO \(key.order) and \(others.isEmpty ? "another line" : "PO \(Wording.list(others))") claim "
                    + "\(Wording.list(names)) of \(agreement.id) with equal right. Nothing is written to them.",
                remedy: "Decide which order pays for which charge: give the lines the amounts and dates of their "
                    + "instalments, state a scope (fixed, usage), name the charge in the line, or cancel one of the orders.",
                owner: .procurement)
        }
    }
}
