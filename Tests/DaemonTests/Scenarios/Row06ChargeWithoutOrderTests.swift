import Reconciliation
import Sandbox
import Testing

@testable import Daemon

/// Row 6, "PO option unavailable when checking out".
@Suite struct Row06ChargeWithoutOrderTests {
    private static func world() -> SandboxWorld {
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: 10)])
        return world
    }

    @Test func aChargeWithoutOrderWarnsAsItComesNearUntilAnOrderComes() async throws {
        try await Company.run(Self.world()) { company in
            try await company.sync()
            let far = try await company.only(.chargeWithoutOrder)
            #expect(far.severity == .notice && far.owner == .subscriber && far.subject.charge == "ch-one")
            company.pass(days: 5)
            try await company.sync()
            let near = try await company.only(.chargeWithoutOrder)
            #expect(near.severity == .warning && near.id == far.id && near.detail.contains("5 days"))
            company.change { $0.order("PO-1", "100.00", for: "agmt-one") }
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1"])
            company.expectOnce(.chargeWithoutOrder)
        }
    }

    @Test func aRefusalPointsToSupport() async throws {
        var world = Self.world()
        world.order("PO-1", "100.00", for: "agmt-one")
        world.aws[charge: "ch-one"]?.refusal = "UNSUPPORTED_ACTION"
        try await Company.run(world) { company in
            try await company.sync()
            let finding = try await company.only(.changeDead)
            #expect(finding.remedy.contains("Support"))
            try await company.expect(firing: [.changeDead, .productNotEligible])
            let writes = company.writes
            company.pass(days: 1)
            try await company.sync()
            #expect(company.writes == writes)
        }
    }
}
