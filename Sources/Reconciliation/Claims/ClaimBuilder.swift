/// Orders that are not issued now, and the charges of an agreement on which they stand.
struct WaitingOrders {
    var numbers: Set<OrderNumber> = []
    var charges: Set<ChargeID> = []
}

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
    ///   - waiting: orders that are not issued now and stand on its charges already. They claim nothing, but an order is
    ///     not alone beside them: it does not take instalments that are theirs.
    ///   - heirs: lines that name an ended agreement whose place this one took.
    func claims(on agreement: Agreement, members: [Int], waiting: WaitingOrders, heirs: [Int]) -> AgreementClaims {
        var result = AgreementClaims()
        let broad = members.filter { lines[$0].match.charge == nil }
        let isShared = waiting.numbers.union(broad.map { lines[$0].order.number }).count > 1
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
        InstallmentClaims(builder: self, agreement: agreement, waiting: waiting).add(instalments, to: &result)
        if broad.isEmpty { RenewalClaims(builder: self, agreement: agreement).add(heirs, to: &result) }
        return result
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
