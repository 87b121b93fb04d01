import Reconciliation
import Sandbox
import Testing

@testable import Daemon

/// Row 13, "Flexible payment schedule, several POs".
@Suite struct Row13ScheduleTests {
    private static func world(_ dates: [Double?]) -> SandboxWorld {
        var world = SandboxWorld.company()
        world.buy(
            "agmt-plan", terms: ["paymentScheduleTerm"],
            [
                .charge("ch-1", "50.00", due: 20), .charge("ch-2", "50.00", due: 110),
                .charge("ch-3", "50.00", due: 200),
            ])
        for (place, date) in dates.enumerated() {
            world.order("PO-\(place + 1)", "50.00", for: "agmt-plan", needBy: date)
        }
        return world
    }

    @Test func eachInstalmentGetsTheLineWhoseDateFits() async throws {
        try await Company.run(Self.world([198, 22, 111])) { company in
            try await company.sync()
            #expect(company.held == ["ch-1": "PO-2", "ch-2": "PO-3", "ch-3": "PO-1"])
            try await company.expect(firing: [])
        }
    }

    @Test func linesThatNothingTellsApartAreNotGuessed() async throws {
        try await Company.run(Self.world([nil, nil, 200])) { company in
            try await company.sync()
            #expect(company.held == [:])
            #expect(try await company.scenarios().allSatisfy { $0 == .installmentUnmatched })
            let findings = try await company.firing()
            #expect(findings.allSatisfy { $0.severity == .warning && $0.owner == .procurement })
            company.change { world in
                world.revise("PO-1") { $0.lines[0].needBy = SandboxWorld.day(21) }
                world.revise("PO-2") { $0.lines[0].needBy = SandboxWorld.day(109) }
            }
            try await company.sync()
            #expect(company.held == ["ch-1": "PO-1", "ch-2": "PO-2", "ch-3": "PO-3"])
            try await company.expect(firing: [])
            let fired = company.told("finding.firing", .installmentUnmatched)
            #expect(Set(fired).count == fired.count)
            #expect(Set(company.told("finding.resolved", .installmentUnmatched)) == Set(fired))
        }
    }

    @Test func moreOrdersThanInstalmentsConflict() async throws {
        try await Company.run(Self.world([20, 110, 200, 201])) { company in
            try await company.sync()
            #expect(company.held == [:])
            #expect(try await company.scenarios().contains(.orderConflict))
            company.change { $0.revise("PO-4") { $0.status = "cancelled" } }
            try await company.sync()
            #expect(company.held == ["ch-1": "PO-1", "ch-2": "PO-2", "ch-3": "PO-3"])
            try await company.expect(firing: [])
            let fired = company.told("finding.firing", .orderConflict)
            #expect(
                Set(company.told("finding.resolved", .orderConflict)) == Set(fired) && Set(fired).count == fired.count)
        }
    }

    @Test func twoOrdersForOneChargeConflict() async throws {
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: 40)])
        world.order("PO-1", "100.00", for: "agmt-one", scope: "all")
        world.order("PO-2", "100.00", for: "agmt-one", scope: "all")
        try await Company.run(world) { company in
            try await company.sync()
            #expect(company.held == [:])
            #expect(try await company.scenarios().contains(.orderConflict))
            company.change { $0.revise("PO-2") { $0.status = "cancelled" } }
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1"])
            try await company.expect(firing: [])
        }
    }
}
