import Reconciliation
import Sandbox
import Testing

@testable import Daemon

/// Row 14, "PO option missing from the procurement page".
@Suite struct Row14IneligibleTests {
    @Test func aProductUnderAnOwnLicenceTakesNoOrder() async throws {
        var world = SandboxWorld.company()
        world.buy("agmt-free", terms: ["byolPricingTerm"], [.charge("ch-free", "0.00", due: 40)])
        world.order("PO-1", "10.00", for: "agmt-free")
        try await Company.run(world) { company in
            for _ in 0..<3 { try await company.sync() }
            #expect(company.held == [:] && company.writes == 0)
            let finding = try await company.only(.productNotEligible)
            #expect(finding.severity == .notice && finding.owner == .subscriber)
            #expect(finding.subject.agreement == "agmt-free")
            company.change { world in
                world.aws[agreement: "agmt-free"]?.status = "EXPIRED"
                world.revise("PO-1") { $0.status = "closed" }
            }
            try await company.sync()
            company.expectOnce(.productNotEligible)
        }
    }

    @Test func whatWasBoughtInAnotherConsoleIsAssignedAllTheSame() async throws {
        var world = SandboxWorld.company()
        world.buy("agmt-model", [.charge("ch-model", "30.00", due: 40)])
        world.aws[agreement: "agmt-model"]?.productType = "MachineLearningProduct"
        world.order("PO-1", "30.00", for: "agmt-model")
        try await Company.run(world) { company in
            try await company.sync()
            #expect(company.held == ["ch-model": "PO-1"])
            try await company.expect(firing: [])
        }
    }
}
