import Testing

@testable import Reconciliation

extension Plan {
    /// What is to be written now.
    var written: [ChargeID: OrderNumber] {
        Dictionary(writes.map { ($0.key.charge, $0.order.number) }) { first, _ in first }
    }

    /// What belongs on each charge, written or not.
    var numbers: [ChargeID: OrderNumber] {
        Dictionary(assignments.map { ($0.key.charge, $0.order.number) }) { first, _ in first }
    }

    /// The line of an order that is recorded for each charge.
    var linesOfCharges: [ChargeID: String] {
        Dictionary(assignments.map { ($0.key.charge, "\($0.order.number) \($0.order.line ?? "-")") }) { first, _ in
            first
        }
    }

    /// The scenarios of the findings, each as often as it fires.
    var scenarios: [Scenario] { findings.map(\.scenario).sorted { $0.rawValue < $1.rawValue } }

    /// The assignment of a charge.
    subscript(_ charge: ChargeID) -> Assignment? { assignments.first { $0.key.charge == charge } }

    /// What became of the lines of an order.
    func results(of order: OrderNumber) -> [LineOutcome.Result] {
        lines.filter { $0.number == order }.map(\.result)
    }

    /// The finding of a scenario, where exactly one fires.
    func only(_ scenario: Scenario, at location: SourceLocation = #_sourceLocation) throws -> Finding {
        let found = findings.filter { $0.scenario == scenario }
        #expect(
            found.count == 1, "\(findings.map { "\($0.scenario.rawValue): \($0.detail)" })", sourceLocation: location)
        return try #require(found.first, sourceLocation: location)
    }

    /// Expects that these scenarios fire, each as often as it stands there, and no others.
    func expect(firing expected: [Scenario], at location: SourceLocation = #_sourceLocation) {
        #expect(
            scenarios == expected.sorted { $0.rawValue < $1.rawValue },
            "\(findings.map { "\($0.scenario.rawValue): \($0.detail)" })", sourceLocation: location)
    }
}

extension Finding {
    /// Expects how bad it is, who has to act, and that the remedy names what that person needs.
    func expect(
        _ severity: Severity, _ owner: Owner, remedy words: String..., at location: SourceLocation = #_sourceLocation
    ) {
        #expect(self.severity == severity, sourceLocation: location)
        #expect(self.owner == owner, sourceLocation: location)
        for word in words {
            #expect(remedy.contains(word), "\"\(word)\" is not in: \(remedy)", sourceLocation: location)
        }
    }

    /// Expects that what was seen is told with these words.
    func expect(detail words: String..., at location: SourceLocation = #_sourceLocation) {
        for word in words {
            #expect(detail.contains(word), "\"\(word)\" is not in: \(detail)", sourceLocation: location)
        }
    }
}
