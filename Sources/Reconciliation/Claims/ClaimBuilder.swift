/// Works out which lines claim which charges of one agreement (contract, section 4, step 4).
struct ClaimBuilder {
    let rules: Rules
    let now: Instant
    let lines: [SelectedLine]
    /// Numbers that belong to an order which names this agreement, or that this store wrote there.
    let isRightful: (Charge) -> Bool
    /// Charges whose time has come with the number of a line on them, as this store saw it; AWS may list them no more.
    let paid: PaidCharges

    /// The claims of `members`, which are places in `lines`, on the charges of `agreement`.
    ///
    /// - Parameters:
    ///   - waiting: charges that carry an order which is not issued now and names the agreement. It claims nothing, but an
    ///     order is not alone beside it, and does not take its instalments; only a line that says so takes them.
    ///   - heirs: lines that name an ended agreement whose place this one took.
    func claims(
        on agreement: Agreement, members: [Int], waiting: [ChargeID: OrderNumber], heirs: [Int]
    ) -> AgreementClaims {
        var result = AgreementClaims()
        let broad = members.filter { lines[$0].match.charges.isEmpty }
        for member in members {
            let line = lines[member]
            if !line.match.charges.isEmpty {
                claim(member, .charge, line.match.charges, &result)
            } else if line.scope != .auto, line.scope != .installment {
                claim(member, line.scope, covered(agreement, line.scope), &result)
            }
        }
        // What such a line claims is no longer the waiting order's, whether it can be written now or not.
        let kept = waiting.filter { result.claims[$0.key] == nil }
        let isShared = Set(kept.values).union(broad.map { lines[$0].order.number }).count > 1
        var instalments: [Int] = []
        for member in broad where result.scopes[member] == nil {
            if isShared || lines[member].scope == .installment {
                result.scopes[member] = .installment
                instalments.append(member)
            } else {
                claim(member, .all, covered(agreement, .all), &result)
            }
        }
        InstallmentClaims(builder: self, agreement: agreement, waiting: Set(kept.keys)).add(instalments, to: &result)
        if broad.isEmpty { RenewalClaims(builder: self, agreement: agreement).add(heirs, to: &result) }
        return result
    }

    private func claim(_ member: Int, _ scope: ClaimScope, _ charges: [ChargeID], _ result: inout AgreementClaims) {
        result.scopes[member] = scope
        result.verdicts[member] = .claims
        for charge in charges { result.add(member, scope, on: charge) }
    }

    private func covered(_ agreement: Agreement, _ scope: ClaimScope) -> [ChargeID] {
        agreement.charges.filter { covers($0, scope) }.map(\.id)
    }

    func covers(_ charge: Charge, _ scope: ClaimScope) -> Bool {
        switch (ChargeTiming(charge, rules, now: now), scope) {
        case (.past, _): false
        case (.undated, .fixed): false
        case (.undated, _): true
        case (_, .usage): false
        default: true
        }
    }
}
