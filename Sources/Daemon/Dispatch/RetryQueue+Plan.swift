internal import Reconciliation
internal import Store

extension RetryQueue {
    /// Where the queue stands with each charge, for the decision.
    var standings: [ChargeKey: QueueStanding] {
        var standings: [ChargeKey: QueueStanding] = [:]
        for entry in unsorted {
            standings[ChargeKey(account: entry.account, charge: entry.charge)] = QueueStanding(
                order: entry.order, isDead: entry.isDead, isDiscarded: entry.state == .discarded,
                isAccepted: entry.isAccepted, lastError: entry.lastError,
                attempts: entry.attempts)
        }
        return standings
    }

    /// Brings the queue in line with a plan: what is wanted comes in, what is no longer wanted goes out.
    ///
    /// - Parameter unread: accounts of which nothing new is known; their entries stay as they are.
    mutating func follow(_ plan: Plan, unread: Set<AccountID>, at now: Instant, jitter: () -> Double) -> [QueueEffect] {
        var effects: [QueueEffect] = []
        let present = entries
        let places =
            present.isEmpty
            ? [:] : Dictionary(plan.assignments.indices.map { (plan.assignments[$0].key, $0) }) { first, _ in first }
        for entry in present where !unread.contains(entry.account) {
            let assignment = places[entry.key].map { plan.assignments[$0] }
            let isWanted =
                assignment?.order.number == entry.order
                && [.queued, .applied, .dead, .verified, .invoiced].contains(assignment?.state)
            if !isWanted {
                effects += handle(.noLongerWanted(entry.id), at: now, jitter: jitter())
            } else if let assignment, assignment.state == .verified || assignment.state == .invoiced {
                effects += handle(
                    .readBack(
                        entry.id, generation: entry.generation, carries: assignment.observed,
                        revision: assignment.revision), at: now, jitter: jitter())
            }
        }
        for assignment in plan.assignments where assignment.state == .queued {
            guard !unread.contains(assignment.key.account) else { continue }
            let intent = QueueIntent(
                account: assignment.key.account, agreement: assignment.agreement, charge: assignment.key.charge,
                order: assignment.order.number, revision: assignment.revision,
                assignment: AssignmentRecord.key(assignment.key))
            effects += handle(.intend(intent), at: now, jitter: jitter())
        }
        return effects
    }

    /// Takes in what the charges of an account carry, as just read.
    mutating func read(_ agreements: [Agreement], at now: Instant, jitter: () -> Double) -> [QueueEffect] {
        var effects: [QueueEffect] = []
        for agreement in agreements where agreement.status == .active {
            for charge in agreement.charges {
                guard let entry = self[QueueEntry.id(account: agreement.account, charge: charge.id)], entry.isPending,
                    entry.needsReadBack
                else { continue }
                effects += handle(
                    .readBack(
                        entry.id, generation: entry.generation, carries: charge.order, revision: charge.revision),
                    at: now, jitter: jitter())
            }
        }
        return effects
    }
}
