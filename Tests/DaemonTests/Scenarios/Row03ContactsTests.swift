import Reconciliation
import Sandbox
import Testing

@testable import Daemon

/// Row 3, "Missing PO notifications".
@Suite struct Row03ContactsTests {
    @Test func anOrderWithoutContactsIsSaidUntilItHasOne() async throws {
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: 30)])
        world.order("PO-1", "100.00", for: "agmt-one")
        let settings = CompanySettings(register: "number,contacts\nPO-1,0\n")
        try await Company.run(world, settings) { company in
            try await company.sync()
            let finding = try await company.only(.orderWithoutContacts)
            #expect(finding.severity == .notice && finding.owner == .billingAdmin && finding.subject.order == "PO-1")
            #expect(finding.remedy.contains("contact"))
            try company.configure { $0.register = "number,contacts\nPO-1,2\n" }
            try await company.sync()
            try await company.expect(firing: [])
            company.expectOnce(.orderWithoutContacts)
        }
    }

    @Test func anOrderThatMarketplaceCreatesHasNone() async throws {
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: 30)])
        world.order("PO-1", "100.00", for: "agmt-one")
        try await Company.run(world, CompanySettings(register: "number,contacts\n")) { company in
            try await company.sync()
            try await company.expect(firing: [.orderCreatedByMarketplace, .orderWithoutContacts])
        }
    }
}
