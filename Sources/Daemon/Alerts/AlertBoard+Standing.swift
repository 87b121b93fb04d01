internal import Reconciliation

extension AlertBoard {
    /// How many findings of one kind fire.
    struct Standing: Sendable, Hashable {
        let severity: Finding.Severity
        let scenario: Scenario
        let count: Int
    }

    /// The firing findings by severity and scenario, the worst first.
    var standing: [Standing] {
        var counts: [Standing] = []
        for record in firing {
            let finding = record.finding
            if let last = counts.last, last.severity == finding.severity, last.scenario == finding.scenario {
                counts[counts.count - 1] = Standing(
                    severity: last.severity, scenario: last.scenario, count: last.count + 1)
            } else {
                counts.append(Standing(severity: finding.severity, scenario: finding.scenario, count: 1))
            }
        }
        return counts
    }
}
