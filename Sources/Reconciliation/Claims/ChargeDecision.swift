/// What was decided about one charge.
struct ChargeDecision {
    /// The agreement, by its place in the index.
    let agreement: Int
    /// The charge as last seen.
    let charge: Charge
    /// Where it stands in time.
    let timing: ChargeTiming
    /// What belongs on it.
    let verdict: Verdict
    /// Claims that a stronger one set aside.
    let losers: [Claim]
    /// Lines with equal claims on a charge that fell due without any of them, on which nothing can be decided any more.
    var rivals: [Int] = []

    /// What belongs on a charge.
    enum Verdict {
        /// Nothing that is known.
        case none
        /// The number of this claim's line.
        case assign(Claim)
        /// Equal claims of several orders: nothing is written.
        case conflict([Claim])
        /// Lines that could pay for it cannot be told apart: nothing is written.
        case undecided([Int])
        /// A declared blanket PO covers it.
        case blanket(BlanketOrder)
    }
}

/// Decides between claims (contract, section 4, step 6).
struct Precedence {
    let rules: Rules
    let now: Instant
    let lines: [SelectedLine]

    /// What belongs on `charge`.
    func decide(_ charge: Charge, of agreement: Agreement, at place: Int, _ claims: AgreementClaims) -> ChargeDecision {
        let timing = ChargeTiming(charge, rules, now: now)
        var standing = claims.claims[charge.id] ?? []
        let undecided = claims.undecided[charge.id] ?? []
        if !undecided.isEmpty { standing.removeAll { $0.scope.rank >= ClaimScope.installment.rank } }
        // What an ended agreement's order would go on paying without a write is left to the blanket order as well.
        if charge.order == nil, blanket(charge, agreement) != nil { standing.removeAll(where: \.isInherited) }
        func decision(_ verdict: ChargeDecision.Verdict, losers: [Claim] = []) -> ChargeDecision {
            ChargeDecision(agreement: place, charge: charge, timing: timing, verdict: verdict, losers: losers)
        }
        guard let strongest = standing.lazy.map(\.scope.rank).min() else {
            var unclaimed = decision(undecided.isEmpty ? .none : .undecided(undecided))
            unclaimed.rivals = claims.missed[charge.id] ?? []
            guard undecided.isEmpty, timing.isOpen, charge.order == nil, let blanket = blanket(charge, agreement) else {
                return unclaimed
            }
            return decision(.blanket(blanket))
        }
        var (best, losers): ([Claim], [Claim]) = (standing, [])
        if standing.contains(where: { $0.scope.rank != strongest }) {
            best = standing.filter { $0.scope.rank == strongest }
            losers = standing.filter { $0.scope.rank != strongest }
        }
        let number = best.first.map { lines[$0.line].order.number }
        if best.contains(where: { lines[$0.line].order.number != number }) {
            // Nothing can be written to a charge that is due, so there is nothing left to quarrel about.
            guard !timing.isOpen else { return decision(.conflict(best), losers: losers) }
            var due = decision(.none, losers: losers)
            due.rivals = best.map(\.line)
            return due
        }
        guard let first = best.first else { return decision(.none) }
        return decision(.assign(fitting(best, charge) ?? first), losers: losers)
    }

    /// The claim whose line has the charge's currency and amount, and of those the one whose date is nearest; else the
    /// first in its currency: another currency would hold what a line of the same order can pay.
    private func fitting(_ claims: [Claim], _ charge: Charge) -> Claim? {
        guard claims.count > 1 else { return nil }
        let currency = charge.currency?.uppercased()
        let payable = claims.lazy.filter { currency == nil || lines[$0.line].currency == currency }
        guard let amount = charge.amount else { return payable.first }
        var best: (claim: Claim, distance: Int64)?
        for claim in payable where lines[claim.line].line.amount == amount {
            let distance: Int64
            if let date = lines[claim.line].line.needBy, let time = charge.time {
                distance = abs(date.milliseconds - time.milliseconds)
            } else {
                distance = .max
            }
            if best.map({ distance < $0.distance }) ?? true { best = (claim, distance) }
        }
        return best?.claim ?? payable.first
    }

    private func blanket(_ charge: Charge, _ agreement: Agreement) -> BlanketOrder? {
        rules.blanket.first { $0.covers(agreement.account, at: charge.time ?? now) }
    }
}
