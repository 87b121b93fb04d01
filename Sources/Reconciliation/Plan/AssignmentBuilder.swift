/// Turns decisions about charges into assignments: what keeps each from being written, and how far it has come
/// (contract, section 4, steps 7 and 8).
struct AssignmentBuilder {
    let situation: Situation

    /// The assignments of every charge on which a number belongs or once belonged.
    func assignments() -> ByCharge<Assignment> {
        let previous = situation.previous
        var assignments: [Assignment] = []
        assignments.reserveCapacity(Swift.max(previous.count, situation.decisions.count))
        for (key, decision) in situation.decisions {
            let kept = { previous[key].flatMap { self.kept(key, $0) } }
            if let assignment = assignment(key, decision) ?? kept() { assignments.append(assignment) }
        }
        for (key, earlier) in previous where situation.decisions[key] == nil {
            if let kept = kept(key, earlier) { assignments.append(kept) }
        }
        return holdUnsafe(ByCharge(assignments.map(\.key), assignments))
    }

    private func assignment(_ key: ChargeKey, _ decision: ChargeDecision) -> Assignment? {
        // What was decided for a charge is not decided anew once it is due: the invoice is made by then.
        if !decision.timing.isOpen, let earlier = situation.previous[key], isSettled(earlier) { return nil }
        switch decision.verdict {
        case .assign(let claim):
            let line = situation.lines[claim.line]
            guard decision.timing.isOpen || isLate(claim, key, decision) else { return nil }
            let order = AssignedOrder(
                number: line.order.number, key: line.order.key, version: line.order.version, line: line.line.number)
            var assignment = blank(key, decision, order, rule: line.keys?.rule.name, scope: claim.scope)
            assignment.hold = hold(key, decision, line)
            if claim.isInherited {
                assignment.renewalOf = line.match.inactive.first.map { situation.index.agreements[$0].id }
            }
            settle(&assignment, key)
            return assignment
        case .blanket(let blanket):
            var assignment = blank(key, decision, AssignedOrder(number: blanket.order), rule: nil, scope: .blanket)
            assignment.state = .blanket
            assignment.since = since(assignment, key)
            return assignment
        case .none, .conflict, .undecided:
            return nil
        }
    }

    private func blank(
        _ key: ChargeKey, _ decision: ChargeDecision, _ order: AssignedOrder, rule: String?, scope: ClaimScope
    ) -> Assignment {
        Assignment(
            key: key, agreement: situation.agreement(of: decision).id, revision: decision.charge.revision,
            amount: decision.charge.amount, currency: decision.charge.currency, time: decision.charge.time,
            order: order, rule: rule, scope: scope, state: .planned, observed: decision.charge.order,
            since: situation.now)
    }

    /// A charge that is due already, and that carries another number than it should, or none. A number that we wrote,
    /// or that an order naming the agreement has, was right in its time, unless that order's claim is the weaker one.
    private func isLate(_ claim: Claim, _ key: ChargeKey, _ decision: ChargeDecision) -> Bool {
        guard decision.timing == .late else { return false }
        guard let carried = decision.charge.order, carried != situation.lines[claim.line].order.number else {
            return true
        }
        if situation.isOurs(carried, on: key) { return false }
        // A line is paired with an instalment that is due only where what that carries pays for another one.
        if claim.scope == .installment { return true }
        return situation.orderAgreements[carried]?.contains(decision.agreement) != true
            || decision.losers.contains { situation.lines[$0.line].order.number == carried }
    }

    // MARK: - What keeps a number from being written

    private func hold(_ key: ChargeKey, _ decision: ChargeDecision, _ line: SelectedLine) -> Hold? {
        let (rules, charge) = (situation.rules, decision.charge)
        if decision.timing == .late { return .tooLate }
        if situation.snapshot.heldFeeds.contains(line.order.key.feed) { return .feedUnread }
        if line.order.number.text.count > Limits.marketplaceNumber { return .numberTooLong }
        if let currency = charge.currency, currency.uppercased() != line.currency { return .currency }
        if IneligibleProduct.isExcluded(charge, of: situation.agreement(of: decision)) { return .notEligible }
        if let entry = situation.register?[line.order.number] {
            switch entry.status {
            case .suspended, .suspendedExpired: return .suspended
            case .expired, .active, nil:
                if rules.expiredOrders == .hold, ExpiredOrder.isExpired(entry, for: charge, at: situation.now) {
                    return .expired
                }
            }
        }
        switch situation.accounts[key.account]?.hold {
        case .moved: return .accountMoved
        case .unread: return .accountUnread
        case nil: break
        }
        if let carried = charge.order, carried != line.order.number, rules.policy != .upsert,
            !situation.isOurs(carried, on: key)
        {
            return .foreign
        }
        if rules.policy == .observe { return .observe }
        if rules.requireIntegration, case .missing = situation.snapshot.integration { return .integration }
        if let standing = situation.snapshot.queue[key], standing.isDiscarded, standing.order == line.order.number {
            return .discarded
        }
        return nil
    }

    // MARK: - How far it has come

    private func settle(_ assignment: inout Assignment, _ key: ChargeKey) {
        let number = assignment.order.number
        let earlier = situation.previous[key]
        if assignment.observed == number, !isToBeReapplied(key, number) {
            assignment.state = .verified
            assignment.hold = assignment.hold == .accountMoved ? .accountMoved : nil
        } else if assignment.hold != nil {
            assignment.state = .planned
        } else if let standing = situation.snapshot.queue[key], standing.order == number, standing.isDead {
            assignment.state = .dead
        } else if let standing = situation.snapshot.queue[key], standing.order == number, standing.isAccepted {
            assignment.state = .applied
        } else {
            assignment.state = .queued
        }
        if assignment.hold == .accountUnread, let standing = situation.snapshot.queue[key], standing.order == number {
            assignment.state = standing.isDead ? .dead : .queued
        }
        if let earlier, earlier.order.number == number, earlier.state == .invoiced, assignment.state == .verified {
            assignment.state = .invoiced
            assignment.invoice = earlier.invoice
        }
        assignment.since = since(assignment, key)
    }

    /// The PO does not go with an account to another organization: it is written again there.
    private func isToBeReapplied(_ key: ChargeKey, _ number: OrderNumber) -> Bool {
        guard let moment = situation.accounts[key.account]?.reapplyBefore else { return false }
        let last = situation.snapshot.written[key]?.last
        return last?.order != number || (last?.at ?? moment - .seconds(1)) < moment
    }

    private func since(_ assignment: Assignment, _ key: ChargeKey) -> Instant {
        guard let earlier = situation.previous[key], earlier.state == assignment.state,
            earlier.order.number == assignment.order.number
        else { return situation.now }
        return earlier.since
    }

    private func isSettled(_ assignment: Assignment) -> Bool {
        assignment.state == .verified || assignment.state == .invoiced
    }

    /// An assignment of a charge that is due, or no longer listed: kept until its invoice can have been seen, and as
    /// long as its line is in force, so that nobody asks again what the line pays for.
    private func kept(_ key: ChargeKey, _ earlier: Assignment) -> Assignment? {
        guard PaidCharges.isPaid(earlier, situation.rules, situation.now), let time = earlier.time else { return nil }
        var kept = earlier
        if let decision = situation.decisions[key] {
            kept.observed = decision.charge.order
            kept.revision = decision.charge.revision
        } else if time < situation.now - situation.rules.invoiceWindow, !isStillOrdered(earlier) {
            return nil
        }
        return kept
    }

    private func isStillOrdered(_ assignment: Assignment) -> Bool {
        PaidCharges.line(of: assignment).map(situation.payingLines.contains) ?? false
    }

    // MARK: - The change budget

    /// Holds every write where there are more of them than the limits allow (contract, section 3, `limits`).
    private func holdUnsafe(_ assignments: ByCharge<Assignment>) -> ByCharge<Assignment> {
        guard PlanUnsafe.excess(assignments, situation) != nil else { return assignments }
        var assignments = assignments
        assignments.updateAll { assignment in
            guard assignment.state == .queued, assignment.hold == nil else { return }
            assignment.state = .planned
            assignment.hold = .unsafe
            assignment.since = since(assignment, assignment.key)
        }
        return assignments
    }
}
