/// Row 8, "One PO for all Marketplace charges": a PO with a blanket-usage line item in Billing covers every charge that
/// has no PO of its own.
enum BlanketOrders {
    static func findings(_ situation: Situation) -> [Finding] {
        situation.rules.blanket.compactMap { covering($0, situation) } + overridden(situation)
    }

    private static func covering(_ blanket: BlanketOrder, _ situation: Situation) -> Finding? {
        let covered = situation.assignments.values.filter { $0.state == .blanket && $0.order.number == blanket.order }
        let left = blanket.until - situation.now
        let isEnding = blanket.until > situation.now && left <= situation.rules.deadline
        guard !covered.isEmpty || isEnding else { return nil }
        let last = (blanket.until - .seconds(1)).day
        return Finding(
            .blanketOrder, isEnding ? .warning : .notice, Finding.Subject(order: blanket.order),
            detail:
                "The blanket PO \(blanket.order) covers \(covered.count) open charge\(covered.count == 1 ? "" : "s"); "
                + "nothing is written to them. It ends on \(last)\(isEnding ? ", in \(Wording.span(left))" : "").",
            remedy: isEnding
                ? "Extend PO \(blanket.order) \(Wording.billingPage(situation.snapshot.management)), or create the next one, "
                    + "and enter it under `blanket` in the configuration."
                : "See that PO \(blanket.order) has a line item of the type AWS Marketplace Blanket Usage "
                    + "\(Wording.billingPage(situation.snapshot.management)); posyncd cannot read that.",
            owner: .billingAdmin)
    }

    private static func overridden(_ situation: Situation) -> [Finding] {
        struct Place: Hashable {
            let agreement: Int
            let order: OrderNumber
        }
        var charges: [Place: [ChargeKey]] = [:]
        for (key, decision) in situation.sortedDecisions where decision.timing.isOpen {
            guard case .assign(let claim) = decision.verdict, covers(key, decision, situation) else { continue }
            let place = Place(agreement: decision.agreement, order: situation.lines[claim.line].order.number)
            charges[place, default: []].append(key)
        }
        return charges.map { place, keys in
            let agreement = situation.index.agreements[place.agreement]
            let names = keys.map(\.charge.text)
            return Finding(
                .blanketOverridden, .notice,
                Finding.Subject(account: agreement.account, agreement: agreement.id, order: place.order),
                detail:
                    "PO \(place.order) claims \(Wording.list(names)) of \(agreement.id), which a blanket PO would cover. "
                    + "AWS takes a charge that has a PO of its own off the blanket PO.",
                remedy:
                    "Nothing, if \(place.order) is to pay for it. Otherwise take \(agreement.id) out of that purchase "
                    + "order's line.",
                owner: .billingAdmin)
        }
    }

    private static func covers(_ key: ChargeKey, _ decision: ChargeDecision, _ situation: Situation) -> Bool {
        guard let assignment = situation.assignments[key] else { return false }
        return situation.rules.blanket.contains {
            $0.covers(key.account, at: decision.charge.time ?? situation.now) && $0.order != assignment.order.number
        }
    }
}
