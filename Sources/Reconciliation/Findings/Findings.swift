/// Gathers what every scenario finds; each subject of a scenario once, in a stable order.
struct Findings {
    let situation: Situation
    let lines: [LineOutcome]
    let ledgers: [Ledger]

    /// All findings, sorted by scenario and subject.
    func all() -> [Finding] {
        var found = situation.snapshot.conditions
        found += InsufficientPermissions.findings(situation)
        found += OrderNotInBilling.findings(situation)
        found += OrderWithoutContacts.findings(situation)
        found += IncorrectOrderNumber.findings(situation)
        found += AccountMoved.findings(situation)
        found += ChargeWithoutOrder.findings(situation)
        found += UsageUncovered.findings(situation)
        found += BlanketOrders.findings(situation)
        found += SuspendedOrder.findings(situation)
        found += ExpiredOrder.findings(situation)
        found += BalanceTracking.findings(ledgers)
        found += ProcurementIntegration.findings(situation)
        found += PaymentSchedule.findings(situation, lines)
        found += IneligibleProduct.findings(situation)
        found += GrantNotInherited.findings(situation)
        found += UnplacedOrder.findings(situation, lines)
        found += IdleOrder.findings(situation)
        found += DeletedLine.findings(situation)
        found += OrderText.findings(situation)
        found += CurrencyMismatch.findings(situation)
        found += InvoiceMatching(situation: situation).findings()
        found += PlanUnsafe.findings(situation)
        found += DeadChange.findings(situation)
        var seen: Set<String> = []
        found.removeAll { !seen.insert($0.id).inserted }
        return found.sorted(byKey: Place.init)
    }

    /// Where a finding stands among the others.
    private struct Place: Comparable {
        let severity: Int
        let scenario: String
        let subject: String

        init(_ finding: Finding) {
            severity = finding.severity == .error ? 0 : finding.severity == .warning ? 1 : 2
            scenario = finding.scenario.rawValue
            subject = finding.subject.parts.map(\.value).joined(separator: "\u{1f}")
        }

        static func < (left: Place, right: Place) -> Bool {
            (left.severity, left.scenario, left.subject) < (right.severity, right.scenario, right.subject)
        }
    }
}
