/// Row 8, "One PO for all Marketplace charges": a PO with a blanket-usage line item in Billing covers every charge that
/// has no PO of its own.
enum BlanketOrders {
    static func findings(_ situation: Situation) -> [Finding] {
        situation.rules.blanket.compactMap { covering($0, situation) } + overridden(situation)
    }

    private static func covering(_ blanket: BlanketOrder, _ situation: Situation) -> Finding? {
        let covered = situation.assignments.values.count { $0.state == .blanket && $0.order.number == blanket.order }
        let left = blanket.until - situation.now
        let isEnding = blanket.until > situation.now && left <= situation.rules.deadline
        guard covered > 0 || isEnding else { return nil }
        let last = (blanket.until - .seconds(1)).day
        let entry = situation.register?[blanket.order]
        let against = entry.flatMap { doubt($0, at: situation.now) }
        let page = Wording.billingPage(situation.snapshot.management)
        let remedy: String
        if let against {
            remedy =
                "See PO \(blanket.order) \(page): it is shown \(against), and then covers nothing. Mend it there and in the "
                + "register, or take it out of `blanket`."
        } else if isEnding {
            remedy =
                "Extend PO \(blanket.order) \(page), or create the next one, and enter it under `blanket` in the configuration."
        } else if entry?.isBlanket == true {
            remedy = "Nothing: the register shows PO \(blanket.order) with its blanket-usage line item."
        } else {
            remedy =
                "See that PO \(blanket.order) has a line item of the type AWS Marketplace Blanket Usage \(page); posyncd cannot "
                + "read that."
        }
        return Finding(
            .blanketOrder, isEnding || against != nil ? .warning : .notice, Finding.Subject(order: blanket.order),
            detail:
                "The blanket PO \(blanket.order) covers \(covered) open charge\(covered == 1 ? "" : "s"); "
                + "nothing is written to them. It ends on \(last)\(isEnding ? ", in \(Wording.span(left))" : "")."
                + (against.map { " But the register shows it \($0)." } ?? ""),
            remedy: remedy, owner: .billingAdmin)
    }

    /// What the register shows of a blanket PO that keeps it from covering anything.
    private static func doubt(_ entry: RegisterEntry, at now: Instant) -> String? {
        if SuspendedOrder.isSuspended(entry) { return "as suspended" }
        if entry.status == .expired || entry.expires.map({ $0 <= now }) ?? false { return "as expired" }
        return entry.isBlanket == false ? "without a blanket-usage line item" : nil
    }

    private static func overridden(_ situation: Situation) -> [Finding] {
        struct Place: Hashable {
            let agreement: Int
            let order: OrderNumber
        }
        var charges: [Place: [ChargeKey]] = [:]
        for (key, decision) in situation.decisions where decision.timing.isOpen {
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
