internal import Reconciliation
internal import Store

extension CycleOutcome {
    /// Counts what became of this cycle's writes.
    mutating func count(_ plan: Plan, _ tally: Sync.WriteTally, _ queue: RetryQueue) {
        changes = Changes()
        changes.applied = tally.accepted.count
        changes.verified = tally.verified.intersection(tally.accepted).count
        for assignment in plan.assignments {
            let id = AssignmentRecord.key(assignment.key)
            switch assignment.state {
            case .queued, .applied: if !tally.accepted.contains(id) { changes.queued += 1 }
            case .dead: changes.dead += 1
            case .planned: if assignment.isHeldWrite { changes.held += 1 }
            case .verified, .invoiced, .blanket: break
            }
        }
        changes.planned = changes.applied + changes.queued + changes.dead + changes.held
    }

    /// Counts what a plan would write.
    mutating func countPlanned(_ plan: Plan) {
        changes = Changes()
        changes.queued = plan.assignments.count { $0.state == .queued || $0.state == .applied }
        changes.dead = plan.assignments.count { $0.state == .dead }
        changes.held = plan.assignments.count { $0.state == .planned && $0.isHeldWrite }
        changes.planned = changes.queued + changes.dead + changes.held
    }
}

extension CycleOutcome.Changes {
    /// Whether nothing is left to be written, and everything written was seen.
    var isSettled: Bool { queued == 0 && dead == 0 && applied == verified }
}

extension Assignment {
    /// Whether this would be written if the cause of the hold went away by itself, the charge being free for it.
    var isHeldWrite: Bool {
        switch hold {
        case .observe, .suspended, .expired, .integration, .accountMoved, .accountUnread, .feedUnread, .unsafe: true
        case .foreign, .tooLate, .currency, .numberTooLong, .notEligible, .discarded, nil: false
        }
    }
}
