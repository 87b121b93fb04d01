/// Row 7, "Contracts with pay-as-you-go": one PO for all charges, one for usage only, or one for each charge; a PO for
/// one kind leaves the other without.
enum UsageUncovered {
    static func findings(_ situation: Situation) -> [Finding] {
        guard situation.snapshot.knowsOrders else { return [] }
        var byAgreement: [Int: [ChargeDecision]] = [:]
        for (_, decision) in situation.decisions where decision.timing.isOpen {
            byAgreement[decision.agreement, default: []].append(decision)
        }
        return situation.index.agreements.indices.compactMap { place in
            finding(situation.index.agreements[place], byAgreement[place] ?? [], situation)
        }
    }

    private static func finding(
        _ agreement: Agreement, _ decisions: [ChargeDecision], _ situation: Situation
    ) -> Finding? {
        let fixed = decisions.filter { $0.timing == .ahead }
        let usage = decisions.filter { $0.timing == .undated }
        let kinds = agreement.terms?.kinds ?? []
        let hasFixed = !fixed.isEmpty || !kinds.isDisjoint(with: IneligibleProduct.fixedTerms)
        let hasUsage = !usage.isEmpty || kinds.contains("usageBasedPricingTerm")
        guard hasFixed, hasUsage else { return nil }
        let coveredFixed = fixed.contains(where: isCovered)
        let coveredUsage = usage.contains(where: isCovered)
        let openFixed = fixed.isEmpty || fixed.contains { !isCovered($0) }
        let openUsage = usage.isEmpty || usage.contains { !isCovered($0) }
        let orders: [ChargeDecision]
        let bare: String
        if coveredFixed, !coveredUsage, openUsage {
            // Without a usage charge listed yet, a PO for all charges covers what comes; only a narrower one does not.
            if usage.isEmpty, fixed.contains(where: { isBroad($0) }) { return nil }
            (orders, bare) = (fixed, "usage")
        } else if coveredUsage, !coveredFixed, openFixed {
            if fixed.isEmpty, usage.contains(where: { isBroad($0) }) { return nil }
            (orders, bare) = (usage, "fixed charges")
        } else {
            return nil
        }
        let numbers = Set(orders.compactMap { number(of: $0, situation) }).sorted().map(\.text)
        return Finding(
            .usageUncovered, .warning, Finding.Subject(account: agreement.account, agreement: agreement.id),
            detail: "Agreement \(agreement.id) has fixed charges and usage; PO \(Wording.list(numbers)) covers "
                + "\(bare == "usage" ? "the fixed charges" : "the usage") only, so its \(bare) will be invoiced without PO.",
            remedy: "Issue a purchase order line for the \(bare) of \(agreement.id) (scope "
                + "\(bare == "usage" ? "`usage`" : "`fixed`")), or give the existing line the scope `all`. posyncd never "
                + "covers usage by accident.",
            owner: .procurement)
    }

    private static func isCovered(_ decision: ChargeDecision) -> Bool {
        if decision.charge.order != nil { return true }
        switch decision.verdict {
        case .assign, .blanket: return true
        case .none, .conflict, .undecided: return false
        }
    }

    private static func isBroad(_ decision: ChargeDecision) -> Bool {
        switch decision.verdict {
        case .assign(let claim): claim.scope == .all
        case .blanket: true
        case .none, .conflict, .undecided: false
        }
    }

    private static func number(of decision: ChargeDecision, _ situation: Situation) -> OrderNumber? {
        switch decision.verdict {
        case .assign(let claim): situation.lines[claim.line].order.number
        case .blanket(let blanket): blanket.order
        case .none, .conflict, .undecided: decision.charge.order
        }
    }
}
