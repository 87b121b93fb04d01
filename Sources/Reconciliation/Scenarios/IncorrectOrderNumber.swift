/// Row 4, "Incorrect PO number": a charge carries another number than the decision. What lies ahead can be corrected;
/// what is due can be mended by AWS Support alone.
enum IncorrectOrderNumber {
    static func findings(_ situation: Situation) -> [Finding] {
        assigned(situation) + contested(situation)
    }

    private static func assigned(_ situation: Situation) -> [Finding] {
        situation.assignments.values.compactMap { assignment in
            guard let decision = situation.decisions[assignment.key], assignment.observed != assignment.order.number
            else { return nil }
            switch decision.timing {
            case .late: return assignment.hold == .tooLate ? tooLate(assignment, decision, situation) : nil
            case .undated, .ahead: return foreign(assignment, decision, situation)
            case .past: return nil
            }
        }
    }

    private static func foreign(
        _ assignment: Assignment, _ decision: ChargeDecision, _ situation: Situation
    ) -> Finding? {
        guard let carried = assignment.observed, assignment.state == .planned, situation.rules.policy != .upsert,
            !situation.isOurs(carried, on: assignment.key)
        else { return nil }
        let number = assignment.order.number
        return Finding(
            .orderForeign, .warning, situation.subject(assignment.key, decision, order: number),
            detail:
                "\(Wording.charge(decision.charge)) of \(assignment.agreement) carries PO \(carried), which posyncd did "
                + "not set; PO \(number) line \(assignment.order.line ?? "") belongs on it.",
            remedy:
                "If \(number) is right, set it \(Wording.marketplacePage(assignment.key.account)), before the charge is "
                + "due, or run posyncd with `policy: upsert`. If \(carried) is right, correct the purchase order.",
            owner: .subscriber)
    }

    private static func tooLate(
        _ assignment: Assignment, _ decision: ChargeDecision, _ situation: Situation
    ) -> Finding {
        let number = assignment.order.number
        let carried = assignment.observed
        return Finding(
            .chargeTooLate, .error, situation.subject(assignment.key, decision, order: number),
            detail: "\(Wording.charge(decision.charge)) of \(assignment.agreement) is due within the cutoff or was due "
                + "before, and carries \(carried.map { "PO \($0)" } ?? "no PO"); PO \(number) belongs on it. It can no "
                + "longer be changed here.",
            remedy: SupportCase.text(
                management: situation.snapshot.management, account: assignment.key.account,
                agreement: assignment.agreement, charge: decision.charge, invoice: nil, wrong: carried, right: number),
            owner: .awsSupport)
    }

    /// A charge that fell due without PO while several orders claimed it with equal right, or whose instalment no line was
    /// given in time: one of them belongs on it, and people have to say which.
    private static func contested(_ situation: Situation) -> [Finding] {
        situation.decisions.compactMap { key, decision in
            guard decision.timing == .late, decision.charge.order == nil, !decision.rivals.isEmpty else { return nil }
            let agreement = situation.agreement(of: decision)
            let numbers = Set(decision.rivals.map { situation.lines[$0].order.number }).sorted()
            guard let first = numbers.first, !IneligibleProduct.isExcluded(decision.charge, of: agreement) else {
                return nil
            }
            let names = Wording.list(numbers.map(\.text))
            let isOne = numbers.count == 1
            let text = SupportCase.text(
                management: situation.snapshot.management, account: key.account, agreement: agreement.id,
                charge: decision.charge, invoice: nil, wrong: nil, right: first)
            return Finding(
                .chargeTooLate, .error, situation.subject(key, decision, order: isOne ? first : nil),
                detail:
                    "\(Wording.charge(decision.charge)) of \(agreement.id) is due within the cutoff or was due before, "
                    + "and carries no PO; PO \(names) "
                    + (isOne ? "has a line of its amount. " : "claim it with equal right. ")
                    + "It can no longer be changed here.",
                remedy: isOne
                    ? "If PO \(first) pays for it: \(text)"
                    : "Decide which of \(names) pays for it. If it is \(first): \(text) If it is another one, put its "
                        + "number in the place of \(first).",
                owner: .awsSupport)
        }
    }
}
