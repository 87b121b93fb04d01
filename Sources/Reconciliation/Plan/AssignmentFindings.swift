/// Tells each assignment which finding keeps it from going on.
struct AssignmentFindings {
    /// Scenarios that can stop an assignment, the one that tells most first.
    private static let ranks: [Scenario] = [
        .changeDead, .chargeTooLate, .orderForeign, .currencyMismatch, .invoiceOrderMismatch, .invoiceWithoutOrder,
        .orderSuspended, .orderNumberTooLong, .productNotEligible, .accountMoved, .accountUnreachable, .feedUnreachable,
        .permissionMissing, .billingIntegrationMissing, .planUnsafe, .orderExpired,
    ]
    private let findings: [Scenario: [Finding]]

    init(findings: [Finding]) {
        let ranked = Set(Self.ranks)
        self.findings = Dictionary(grouping: findings.filter { ranked.contains($0.scenario) }, by: \.scenario)
    }

    /// Gives each assignment the first finding that stands on it.
    func mark(_ assignments: inout ByCharge<Assignment>) {
        var marks: [ChargeKey: String] = [:]
        for scenario in Self.ranks {
            for finding in findings[scenario] ?? [] {
                let subject = finding.subject
                if let account = subject.account, let charge = subject.charge {
                    let key = ChargeKey(account: account, charge: charge)
                    if marks[key] == nil { marks[key] = finding.id }
                    continue
                }
                for assignment in assignments.values where marks[assignment.key] == nil && concerns(finding, assignment)
                {
                    marks[assignment.key] = finding.id
                }
            }
        }
        assignments.updateAll { $0.finding = marks[$0.key] }
    }

    private func concerns(_ finding: Finding, _ assignment: Assignment) -> Bool {
        let subject = finding.subject
        // It stands on the management account and holds the writes of every other.
        if finding.scenario == .billingIntegrationMissing { return assignment.hold == .integration }
        if finding.scenario == .feedUnreachable {
            return assignment.hold == .feedUnread && subject.feed == assignment.order.key?.feed
        }
        if let order = subject.order, order != assignment.order.number { return false }
        if let account = subject.account, account != assignment.key.account { return false }
        if let agreement = subject.agreement, agreement != assignment.agreement { return false }
        switch finding.scenario {
        case .orderExpired: return true
        case .planUnsafe: return assignment.hold == .unsafe
        case .permissionMissing, .accountUnreachable:
            // A warning says that nothing of it depends on this.
            guard finding.severity == .error else { return false }
            return assignment.state == .queued || assignment.hold == .accountUnread
        default: return assignment.hold != nil
        }
    }
}
