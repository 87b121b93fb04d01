/// Row 14, "PO option missing from the procurement page": free and bring-your-own-licence products cannot carry a PO.
/// The guide's older text also lists container products with annual pricing and machine-learning products on the
/// procurement page; those can be given a PO after the purchase, so they are tried and said.
enum IneligibleProduct {
    /// Terms under which something is paid at a known time.
    static let fixedTerms: Set<String> = [
        "recurringPaymentTerm", "paymentScheduleTerm", "fixedUpfrontPricingTerm", "configurableUpfrontPricingTerm",
    ]
    /// Terms under which anything is paid to AWS.
    private static let paidTerms = fixedTerms.union(["usageBasedPricingTerm", "variablePaymentTerm"])
    private static let freeTerms: Set<String> = ["byolPricingTerm", "freeTrialPricingTerm"]

    /// Whether nothing under the agreement's terms is paid to AWS.
    static func isFree(_ agreement: Agreement) -> Bool {
        guard let kinds = agreement.terms?.kinds else { return false }
        return !kinds.isDisjoint(with: freeTerms) && kinds.isDisjoint(with: paidTerms)
    }

    /// Whether a charge cannot carry a PO: of a free agreement, or dated and of nothing. A charge without date is usage,
    /// whose amount is nothing until it is metered.
    static func isExcluded(_ charge: Charge, of agreement: Agreement) -> Bool {
        isFree(agreement) || (charge.time != nil && charge.amount?.isZero == true)
    }

    static func findings(_ situation: Situation) -> [Finding] {
        situation.index.agreements.filter { $0.status == .active }.compactMap { agreement in
            if let reason = reason(agreement, situation) { return notice(agreement, reason) }
            return nil
        }
    }

    private static func reason(_ agreement: Agreement, _ situation: Situation) -> String? {
        if isFree(agreement) {
            let kinds = (agreement.terms?.kinds ?? []).intersection(freeTerms).sorted()
            return "its terms (\(kinds.joined(separator: ", "))) cost nothing in AWS Marketplace"
        }
        let zero = agreement.charges.filter { charge in
            charge.time != nil && charge.amount?.isZero == true
                && ChargeTiming(charge, situation.rules, now: situation.now).isOpen
        }
        if !zero.isEmpty { return "\(Wording.list(zero.map { Wording.charge($0) })) is free of charge" }
        let refused = agreement.charges.filter { charge in
            let standing = situation.snapshot.queue[ChargeKey(account: agreement.account, charge: charge.id)]
            return standing?.isDead == true && standing?.lastError?.contains("UNSUPPORTED_ACTION") == true
        }
        if !refused.isEmpty {
            return "AWS refuses a PO on \(Wording.list(refused.map(\.id.text))) (UNSUPPORTED_ACTION)"
        }
        return olderText(agreement, situation)
    }

    /// What the guide's older text excludes, where a charge is still without PO and no line claims it.
    private static func olderText(_ agreement: Agreement, _ situation: Situation) -> String? {
        let types = Set(agreement.products.compactMap(\.type))
        let isLearning = types.contains("MachineLearningProduct")
        let isAnnualContainer =
            types.contains("ContainerProduct")
            && agreement.terms.map { !$0.kinds.isDisjoint(with: fixedTerms) } ?? false
        guard isLearning || isAnnualContainer else { return nil }
        let isBare = agreement.charges.contains { charge in
            let decision = situation.decisions[ChargeKey(account: agreement.account, charge: charge.id)]
            guard let decision, decision.timing.isOpen, charge.order == nil, case .none = decision.verdict else {
                return false
            }
            return true
        }
        guard isBare else { return nil }
        return isLearning
            ? "a machine-learning product takes no PO on the procurement page; after the purchase it does"
            : "the guide's older text takes no PO for container products with annual pricing, the newer one does"
    }

    private static func notice(_ agreement: Agreement, _ reason: String) -> Finding {
        let product = agreement.products.first.map { " (\($0.id))" } ?? ""
        return Finding(
            .productNotEligible, .notice, Finding.Subject(account: agreement.account, agreement: agreement.id),
            detail: "Agreement \(agreement.id)\(product) may not take a PO: \(reason).",
            remedy:
                "Nothing, if no invoice is expected. Otherwise look \(Wording.marketplacePage(agreement.account)), and "
                + "ask AWS Support where the page offers no PO.",
            owner: .subscriber)
    }

    /// Active agreements whose terms are not known and matter: those in which nothing has an amount, and those of which
    /// a line covers one kind of charge only.
    static func wantedTerms(_ situation: Situation) -> [AgreementID: AccountID] {
        var wanted: [AgreementID: AccountID] = [:]
        for (place, agreement) in situation.index.agreements.enumerated() {
            guard agreement.status == .active, agreement.terms == nil,
                situation.accounts[agreement.account]?.hold == nil
            else { continue }
            let isWorthless = agreement.charges.allSatisfy { $0.amount?.isZero ?? true }
            let isNarrow = (situation.members[place] ?? []).contains {
                situation.scopes[$0] == .fixed || situation.scopes[$0] == .usage
            }
            let isContainer = agreement.products.contains { $0.type == "ContainerProduct" }
            if isWorthless || isNarrow || isContainer { wanted[agreement.id] = agreement.account }
        }
        return wanted
    }
}
