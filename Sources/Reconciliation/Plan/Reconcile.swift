/// Decides what belongs on which charge, and what people have to know.
///
/// Total and pure: the same plan for the same input, in whatever order things were read; planning again after its writes
/// were seen on AWS plans no write.
///
/// - Parameters:
///   - snapshot: everything that is known.
///   - rules: the configuration's part in the decision.
///   - now: the time that due dates are compared with.
///   - weighing: whether the plan is read by somebody who wants to know what was turned down.
public func reconcile(_ snapshot: Snapshot, rules: Rules, now: Instant, weighing: Weighing = .told) -> Plan {
    var situation = Situation(snapshot, rules, now: now)
    let builder = AssignmentBuilder(situation: situation)
    situation.assignments = InvoiceMatching(situation: situation).settle(builder.assignments())
    var plan = Plan()
    plan.lines = LineOutcomes(situation: situation, weighing: weighing).outcomes()
    plan.ledgers = BalanceTracking.ledgers(situation)
    plan.deadlines = ChargeWithoutOrder.deadlines(situation)
    plan.findings = Findings(situation: situation, lines: plan.lines, ledgers: plan.ledgers).all()
    plan.endings = ChargeWithoutOrder.endings(situation)
    plan.renewals = RenewalCopy.copies(situation)
    plan.wantedTerms = IneligibleProduct.wantedTerms(situation)
    AssignmentFindings(findings: plan.findings).mark(&situation.assignments)
    plan.assignments = situation.assignments.values
    return plan
}
