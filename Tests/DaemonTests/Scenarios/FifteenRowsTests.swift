import Reconciliation
import Sandbox
import Testing

@testable import Daemon

/// All rows at once: each is told once, whatever the others do, over many cycles and restarts.
@Suite struct FifteenRowsTests {
    private static func names(_ findings: [Finding]) -> [String] {
        findings.map { finding in
            ([finding.scenario.rawValue] + finding.subject.parts.map { "\($0.name) \($0.value)" })
                .joined(separator: " ")
        }.sorted()
    }

    private static let expected = FifteenRows.expected.map { "\($0.0.rawValue) \($0.1)" }.sorted()

    @Test func everyRowIsThere() {
        #expect(Set(FifteenRows.expected.compactMap(\.0.row)) == Set(1...15))
    }

    @Test func eachIsToldOnceOverTenCyclesAndThreeRestartsAndOverOnce() async throws {
        try await Company.run(FifteenRows.world(), FifteenRows.settings) { company in
            try await company.sync()
            company.change(FifteenRows.breakUp)
            for cycles in [3, 3, 4] {
                try await company.stay(cycles: cycles)
                let standing = Self.names(try await company.firing())
                #expect(standing.filter { !Self.expected.contains($0) } == [])
                #expect(Self.expected.filter { !standing.contains($0) } == [])
            }
            let fired = company.told("finding.firing")
            #expect(Set(fired).count == fired.count, "none twice")
            #expect(fired.count == Self.expected.count)
            #expect(company.told("finding.resolved") == [] && company.told("finding.reminded") == [])

            company.change(FifteenRows.mend)
            try company.configure { settings in
                settings.register = FifteenRows.register(mended: true)
                settings.blanket = []
            }
            for cycles in [2, 2] { try await company.stay(cycles: cycles) }
            try await company.expect(firing: [])
            let over = company.told("finding.resolved")
            #expect(Set(over).count == over.count && Set(over).isSuperset(of: fired))
            #expect(Set(company.told("finding.firing")) == Set(over), "what came meanwhile is over as well")
            #expect(company.malformed == [])
        }
    }

    @Test func eachIsRemindedOfOnceADay() async throws {
        try await Company.run(FifteenRows.world(), FifteenRows.settings) { company in
            try await company.sync()
            company.change(FifteenRows.breakUp)
            try await company.stay(cycles: 2)
            let fired = Set(company.told("finding.firing"))
            company.pass(hours: 23)
            try await company.stay(cycles: 8, minutesBetween: 15)
            let reminded = company.told("finding.reminded")
            #expect(Set(reminded) == fired && reminded.count == fired.count)
        }
    }

    @Test func whatCanBeWrittenIsWrittenAllTheSame() async throws {
        try await Company.run(FifteenRows.world(), FifteenRows.settings) { company in
            try await company.sync()
            let expected = [
                "ch-2": "PO-2", "ch-3": "PO-3", "ch-4": "TYPED", "ch-4i": "PO-4I", "ch-5": "PO-5", "ch-7": "PO-7",
                "ch-8": "PO-8", "ch-10": "PO-10", "ch-11": "PO-11", "ch-11n": "PO-11N",
            ]
            #expect(company.held == expected)
        }
    }
}
