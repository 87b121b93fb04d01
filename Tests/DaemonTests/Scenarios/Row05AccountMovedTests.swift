import Reconciliation
import Sandbox
import Testing

@testable import Daemon

/// Row 5, "Subscribing account moves to a different organization".
@Suite struct Row05AccountMovedTests {
    private static let account: AccountID = "333333333333"

    private static func world() -> SandboxWorld {
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: 90)])
        world.buy(
            "agmt-gone", in: account.text, [.charge("ch-gone", "50.00", due: 90), .charge("ch-past", "1.00", due: 2)])
        world.order("PO-1", "100.00", for: "agmt-one")
        world.order("PO-2", "51.00", for: "agmt-gone")
        return world
    }

    /// The account leaves, and comes back in a later organization.
    @Test(arguments: ["o-company", "o-bought-us"])
    func whatItWroteIsWrittenAgainOnceTheIntegrationIsThere(_ organization: String) async throws {
        try await Company.run(Self.world()) { company in
            try await company.sync()
            let all = ["ch-one": "PO-1", "ch-gone": "PO-2", "ch-past": "PO-2"]
            #expect(company.held == all)
            company.pass(days: 10)
            company.change { $0.aws.organization?.members.removeAll { $0.id == Self.account.text } }
            try await company.sync()
            let finding = try await company.only(.accountMoved)
            #expect(finding.severity == .error && finding.owner == .billingAdmin)
            #expect(finding.subject.account == Self.account && finding.remedy.contains("integration"))

            // It is there again, in the same or another organization, which does not share its POs yet.
            company.pass(days: 1)
            company.change { world in
                world.aws.organization?.id = organization
                world.aws.organization?.members.append(
                    .init(Self.account.text, name: "security", joined: SandboxWorld.day(10.5)))
                world.aws.serviceRoles = [:]
            }
            try await company.sync()
            company.sandbox.forgetCalls()
            company.pass(days: 1)
            try await company.sync()
            #expect(company.writes == 0, "held until the integration is there")

            company.change { $0.aws.serviceRoles = ["111111111111": [.billingIntegration]] }
            for _ in 0..<3 {
                company.pass(minutes: 15)
                try await company.sync()
            }
            #expect(company.held == all)
            let writes = company.sandbox.calls.filter { $0.operation == "UpdatePurchaseOrders" }
            let expected = organization == "o-company" ? [Self.account.text] : [Self.account.text, "222222222222"]
            #expect(Set(writes.compactMap(\.account)) == Set(expected), "every open charge of what moved, and no other")
            #expect(writes.allSatisfy { $0.outcome == "done" })
            try await company.expect(firing: [])
            #expect(
                company.told("finding.resolved", .accountMoved).count
                    == company.told("finding.firing", .accountMoved).count)
        }
    }

    @Test func anAccountThatLeftHoldsNobodyUp() async throws {
        try await Company.run(Self.world()) { company in
            try await company.sync()
            company.change { world in
                world.aws.organization?.members.removeAll { $0.id == Self.account.text }
                world.buy("agmt-new", [.charge("ch-new", "7.00", due: 90)])
                world.order("PO-3", "7.00", for: "agmt-new")
                world.order("PO-4", "7.00", for: "agmt-gone")
            }
            for _ in 0..<3 {
                company.pass(hours: 1)
                #expect(try await company.sync().isComplete)
            }
            #expect(company.held["ch-new"] == "PO-3")
            #expect(company.told("finding.firing", .accountMoved).count == 1)
        }
    }

    @Test func anAccountThatIsNewHasNotMoved() async throws {
        try await Company.run(Self.world()) { company in
            try await company.sync()
            company.pass(days: 10)
            company.change { world in
                world.aws.organization?.members.append(.init("444444444444", name: "new", joined: SandboxWorld.day(9)))
                world.aws.roles.append(.init("PurchaseOrderSync", account: "444444444444"))
            }
            try await company.sync()
            try await company.expect(firing: [])
        }
    }
}
