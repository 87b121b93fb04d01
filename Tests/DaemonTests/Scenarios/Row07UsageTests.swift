import Reconciliation
import Sandbox
import Testing

@testable import Daemon

/// Row 7, "Contracts with pay-as-you-go".
@Suite struct Row07UsageTests {
    private static func world(scope: String?) -> SandboxWorld {
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-fee", "100.00", due: 30), .charge("ch-usage", nil)])
        world.order("PO-1", "100.00", for: "agmt-one", scope: scope)
        return world
    }

    @Test func anOrderForTheFeeLeavesTheUsageBareUntilAnotherCoversIt() async throws {
        try await Company.run(Self.world(scope: "fixed")) { company in
            try await company.sync()
            #expect(company.held == ["ch-fee": "PO-1"])
            let finding = try await company.only(.usageUncovered)
            #expect(finding.severity == .warning && finding.owner == .procurement)
            #expect(finding.subject.agreement == "agmt-one")
            company.change { $0.order("PO-2", "500.00", for: "agmt-one", scope: "usage") }
            try await company.sync()
            #expect(company.held == ["ch-fee": "PO-1", "ch-usage": "PO-2"])
            try await company.expect(firing: [])
            company.expectOnce(.usageUncovered)
        }
    }

    @Test func anOrderForTheUsageLeavesTheFeeBare() async throws {
        try await Company.run(Self.world(scope: "usage")) { company in
            try await company.sync()
            #expect(company.held == ["ch-usage": "PO-1"])
            #expect(try await company.only(.usageUncovered).detail.contains("fixed charges"))
        }
    }

    @Test(arguments: [nil, "all"]) func oneOrderMayCoverEverything(_ scope: String?) async throws {
        try await Company.run(Self.world(scope: scope)) { company in
            try await company.sync()
            #expect(company.held == ["ch-fee": "PO-1", "ch-usage": "PO-1"])
            #expect(try await company.scenarios().filter { $0 == .usageUncovered }.isEmpty)
        }
    }

    @Test func theTermsTellOfUsageThatIsNotListedYet() async throws {
        var world = SandboxWorld.company()
        world.buy(
            "agmt-one", terms: ["fixedUpfrontPricingTerm", "usageBasedPricingTerm"],
            [.charge("ch-fee", "100.00", due: 30)])
        world.order("PO-1", "100.00", for: "agmt-one", scope: "fixed")
        try await Company.run(world) { company in
            try await company.sync()
            try await company.expect(firing: [.usageUncovered])
            company.change { $0.revise("PO-1") { $0.lines[0].custom["po-scope"] = "all" } }
            try await company.sync()
            company.expectOnce(.usageUncovered)
        }
    }
}
