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
        var counts: [Kind: Int] = [:]
        for record in records.values where record.resolvedAt == nil {
            counts[Kind(severity: record.finding.severity, scenario: record.finding.scenario), default: 0] += 1
        }
        return counts.map { Standing(severity: $0.severity, scenario: $0.scenario, count: $1) }.sorted {
            (Place.rank($0.severity), $0.scenario.rawValue) < (Place.rank($1.severity), $1.scenario.rawValue)
        }
    }

    private struct Kind: Hashable {
        let severity: Finding.Severity
        let scenario: Scenario
    }
}
