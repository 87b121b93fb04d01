import Reconciliation
import Testing

extension Company {
    /// Expects that a scenario was told of once, and that it was over once.
    func expectOnce(_ scenario: Scenario, at location: SourceLocation = #_sourceLocation) {
        let fired = told("finding.firing", scenario)
        #expect(fired.count == 1, "\(scenario.rawValue) fired \(fired.count) times", sourceLocation: location)
        #expect(told("finding.resolved", scenario) == fired, "\(scenario.rawValue) is over", sourceLocation: location)
    }

    /// Expects that these scenarios fire, each as often as it stands there, and no others.
    func expect(firing expected: [Scenario], at location: SourceLocation = #_sourceLocation) async throws {
        let found = try await firing()
        let names = found.map(\.scenario.rawValue).sorted()
        let details = found.map { "\($0.scenario.rawValue): \($0.detail)" }
        #expect(names == expected.map(\.rawValue).sorted(), "\(details)", sourceLocation: location)
    }

    /// The finding of a scenario that fires, where exactly one does.
    func only(_ scenario: Scenario, at location: SourceLocation = #_sourceLocation) async throws -> Finding {
        let found = try await firing().filter { $0.scenario == scenario }
        #expect(found.count == 1, sourceLocation: location)
        return try #require(found.first, sourceLocation: location)
    }
}
