import Reconciliation
import Sandbox
import Testing

@testable import Daemon

/// Row 11, "Balance tracking".
@Suite struct Row11BalanceTests {
    private static func world(_ total: String) -> SandboxWorld {
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: 20), .charge("ch-two", "85.50", due: 50)])
        world.order("PO-1", total, for: "agmt-one")
        return world
    }

    @Test(arguments: [("200.00", Scenario.orderNearlyDrawn), ("185.49", .orderOverdrawn)])
    func anOrderThatIsUsedUpIsSaidUntilItIsRaised(_ total: String, _ scenario: Scenario) async throws {
        try await Company.run(Self.world(total)) { company in
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1", "ch-two": "PO-1"])
            try await company.expect(firing: [scenario])
            let finding = try await company.only(scenario)
            #expect(finding.severity == (scenario == .orderOverdrawn ? .error : .warning))
            #expect(
                finding.owner == .procurement && finding.subject.order == "PO-1" && finding.detail.contains("185.50"))
            let explained = try await company.program.explain("PO-1").text
            #expect(explained.contains("Ledger") && explained.contains("185.50"))
            company.change { $0.revise("PO-1") { $0.lines[0].total = "400.00" } }
            try await company.sync()
            company.expectOnce(scenario)
        }
    }

    @Test func whatWasInvoicedStaysDrawn() async throws {
        try await Company.run(Self.world("200.00")) { company in
            try await company.sync()
            company.pass(days: 22)
            company.change {
                $0.aws.invoices = [
                    .init(
                        "INV-1", account: "222222222222", issued: SandboxWorld.day(20), amount: "100.00", order: "PO-1")
                ]
            }
            try await company.sync()
            let finding = try await company.only(.orderNearlyDrawn)
            #expect(finding.detail.contains("85.50 not yet invoiced, 100.00 invoiced"))
            #expect(company.told("finding.firing", .orderNearlyDrawn).count == 1)
        }
    }

    @Test func whatIsDueStaysDrawnUntilItsInvoiceIsSeen() async throws {
        try await Company.run(Self.world("150.00")) { company in
            try await company.sync()
            company.pass(days: 30)
            try await company.sync()
            try await company.expect(firing: [.orderOverdrawn])
            #expect(company.told("finding.firing", .orderOverdrawn).count == 1)
        }
    }

    @Test func anOrderForExactlyItsChargesIsNotWorthAWarning() async throws {
        try await Company.run(Self.world("185.50")) { company in
            try await company.sync()
            try await company.expect(firing: [])
        }
    }
}
