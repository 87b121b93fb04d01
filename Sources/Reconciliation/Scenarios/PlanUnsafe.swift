/// A plan that is larger than the limits allow: a change in the feed or in the mapping may have gone wrong.
enum PlanUnsafe {
    /// Charges that carry a number before a share of them is judged.
    private static let carriersJudged = 10

    /// What is too much; `nil` where the plan is within its limits or forced.
    static func excess(_ assignments: ByCharge<Assignment>, _ situation: Situation) -> String? {
        guard !situation.rules.isForced else { return nil }
        var writes = 0
        var replaced = 0
        for assignment in assignments.values where assignment.state == .queued && assignment.hold == nil {
            writes += 1
            if let carried = assignment.observed, carried != assignment.order.number { replaced += 1 }
        }
        if writes > situation.rules.maximumChanges {
            return "\(writes) writes, more than the \(situation.rules.maximumChanges) of `limits.changes`"
        }
        let carriers = situation.decisions.values.count { $0.timing.isOpen && $0.charge.order != nil }
        guard carriers >= carriersJudged, Double(replaced) > situation.rules.maximumFraction * Double(carriers) else {
            return nil
        }
        return "\(replaced) of \(carriers) numbers on charges would be replaced, more than the share of "
            + "\(situation.rules.maximumFraction) in `limits.fraction`"
    }

    static func findings(_ situation: Situation) -> [Finding] {
        let held = situation.assignments.values.filter { $0.hold == .unsafe }
        guard !held.isEmpty else { return [] }
        // What was held is asked again as if it were to be written, to say what was too much.
        var asked = situation.assignments
        for assignment in held {
            asked.update(assignment.key) { asked in
                asked.state = .queued
                asked.hold = nil
            }
        }
        guard let excess = excess(asked, situation) else { return [] }
        return [
            Finding(
                .planUnsafe, .error, Finding.Subject(),
                detail: "The plan is held: \(excess). Nothing is written.",
                remedy:
                    "Look at `posyncd plan`. If it is meant, run `posyncd sync --force` once (with the daemon stopped), or "
                    + "raise `limits`. If not, look for a change in the feed, in `mapping` or in `select`.",
                owner: .operator)
        ]
    }
}
