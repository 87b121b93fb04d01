/// Row 6, "PO option unavailable when checking out": the PO can be set after the purchase, until the charge is due.
enum ChargeWithoutOrder {
    static func findings(_ situation: Situation) -> [Finding] {
        guard situation.snapshot.knowsOrders else { return [] }
        return open(situation).map { key, decision in
            let agreement = situation.agreement(of: decision)
            let left = decision.charge.time.map { $0 - situation.now }
            let isNear = left.map { $0 <= situation.rules.deadline } ?? false
            let time = left.map { "\(Wording.span($0)) are left" } ?? "the date is not known: usage is billed monthly"
            return Finding(
                .chargeWithoutOrder, isNear ? .warning : .notice, situation.subject(key, decision),
                detail:
                    "\(Wording.charge(decision.charge)) of \(agreement.id) carries no PO, and no purchase order line "
                    + "claims it; \(time).",
                remedy:
                    "Issue a purchase order whose line names \(agreement.id)\(offer(agreement)); posyncd then assigns "
                    + "it. Or set a PO by hand \(Wording.marketplacePage(key.account)). Where AWS refuses that, ask AWS "
                    + "Support before the charge is due.",
                owner: .subscriber)
        }
    }

    /// What is to be said last of charges that fell due with no number and no line that claims them: their finding ends, as
    /// nothing can be changed any more, and not because all is well.
    static func endings(_ situation: Situation) -> [Finding] {
        guard situation.snapshot.knowsOrders else { return [] }
        return situation.decisions.compactMap { key, decision in
            guard case .none = decision.verdict, decision.timing == .late, decision.charge.order == nil,
                decision.rivals.isEmpty
            else { return nil }
            let agreement = situation.agreement(of: decision)
            guard !IneligibleProduct.isExcluded(decision.charge, of: agreement) else { return nil }
            return Finding(
                .chargeWithoutOrder, .warning, situation.subject(key, decision),
                detail:
                    "\(Wording.charge(decision.charge)) of \(agreement.id) fell due without PO, as no purchase order line "
                    + "claimed it in time; it can no longer be changed here, and its invoice comes without one.",
                remedy:
                    "If a purchase order pays for it, ask AWS Support (Billing > Purchase orders) from the management "
                    + "account \(situation.snapshot.management) to put its number on the invoice.",
                owner: .subscriber)
        }
    }

    private static func offer(_ agreement: Agreement) -> String {
        agreement.offer.map { " or offer \($0)" } ?? ""
    }

    /// Open charges without PO that no line claims.
    static func open(_ situation: Situation) -> [(ChargeKey, ChargeDecision)] {
        situation.decisions.compactMap { key, decision in
            guard case .none = decision.verdict, decision.timing.isOpen, decision.charge.order == nil,
                !IneligibleProduct.isExcluded(decision.charge, of: situation.agreement(of: decision))
            else { return nil }
            return (key, decision)
        }
    }

    /// Every open charge that carries no PO, soonest first.
    static func deadlines(_ situation: Situation) -> [Deadline] {
        situation.decisions.compactMap { key, decision -> Deadline? in
            guard decision.timing.isOpen, decision.charge.order == nil,
                !IneligibleProduct.isExcluded(decision.charge, of: situation.agreement(of: decision))
            else { return nil }
            if case .blanket = decision.verdict { return nil }
            return Deadline(
                charge: key, agreement: situation.agreement(of: decision).id, due: decision.charge.time,
                amount: decision.charge.amount, currency: decision.charge.currency)
        }.sorted(byKey: Soonest.init)
    }

    /// Soonest first, undated last.
    private struct Soonest: Comparable {
        let due: Int64
        let charge: ChargeKey

        init(_ deadline: Deadline) {
            due = deadline.due?.milliseconds ?? .max
            charge = deadline.charge
        }

        static func < (left: Soonest, right: Soonest) -> Bool {
            left.due != right.due ? left.due < right.due : left.charge < right.charge
        }
    }
}
