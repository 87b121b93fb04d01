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
    /// - Parameter waiting: numbers of orders that are not issued now, name the agreement and stand on its charges
    ///   already. They claim nothing, but an order is not alone beside them: it does not take instalments that are theirs.
    func claims(on agreement: Agreement, members: [Int], waiting: Set<OrderNumber>) -> AgreementClaims {
        var result = AgreementClaims()
        let broad = members.filter { lines[$0].match.charge == nil }
        let isShared = waiting.union(broad.map { lines[$0].order.number }).count > 1
        var instalments: [Int] = []
        for member in members {
            let line = lines[member]
            if let charge = line.match.charge {
                result.scopes[member] = .charge
                result.verdicts[member] = .claims
                result.add(member, .charge, on: charge)
                continue
            }
            let scope = line.scope == .auto ? (isShared ? .installment : .all) : line.scope
            result.scopes[member] = scope
            if scope == .installment {
                instalments.append(member)
            } else {
                result.verdicts[member] = .claims
                for charge in agreement.charges where covers(charge, scope) { result.add(member, scope, on: charge.id) }
            }
        }
        InstallmentClaims(builder: self, agreement: agreement).add(instalments, to: &result)
        return result
    }

    private func covers(_ charge: Charge, _ scope: ClaimScope) -> Bool {
        switch (ChargeTiming(charge, rules, now: now), scope) {
        case (.past, _): false
        case (.undated, .fixed): false
        case (.undated, _): true
        case (_, .usage): false
        default: true
        }
    }
}
