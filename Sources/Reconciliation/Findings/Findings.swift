/// Gathers what every scenario finds; each subject of a scenario once, in a stable order.
struct Findings {
    let situation: Situation
    let lines: [LineOutcome]
    let ledgers: [Ledger]

    /// All findings, sorted by scenario and subject.
    func all() -> [Finding] {
        let found: [[Finding]] = [
            situation.snapshot.conditions,
            InsufficientPermissions.findings(situation),
            OrderNotInBilling.findings(situation),
            OrderWithoutContacts.findings(situation),
            IncorrectOrderNumber.findings(situation),
            AccountMoved.findings(situation),
            ChargeWithoutOrder.findings(situation),
            UsageUncovered.findings(situation),
            BlanketOrders.findings(situation),
            SuspendedOrder.findings(situation),
            ExpiredOrder.findings(situation),
            BalanceTracking.findings(ledgers),
            ProcurementIntegration.findings(situation),
            PaymentSchedule.findings(situation, lines),
            IneligibleProduct.findings(situation),
            GrantNotInherited.findings(situation),
            UnplacedOrder.findings(situation, lines),
            IdleOrder.findings(situation),
            DeletedLine.findings(situation),
            OrderText.findings(situation),
            CurrencyMismatch.findings(situation),
            InvoiceMatching(situation: situation).findings(),
            PlanUnsafe.findings(situation),
            DeadChange.findings(situation),
        ]
        var seen: Set<String> = []
        return found.joined().filter { seen.insert($0.id).inserted }.sorted(byKey: Place.init)
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
