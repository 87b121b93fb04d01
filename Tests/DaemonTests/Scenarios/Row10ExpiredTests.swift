import Reconciliation
import Sandbox
import Testing

@testable import Daemon

/// Row 10, "Expired PO".
@Suite struct Row10ExpiredTests {
    private static func world() -> SandboxWorld {
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: 40)])
        world.order("PO-1", "100.00", for: "agmt-one")
        return world
    }

    @Test(arguments: ["PO-1,expired,,1", "PO-1,active,2026-12,1", "PO-1,active,2026-12-15,1"])
    func anExpiredOrderIsAssignedAndSaidUntilItIsExtended(_ row: String) async throws {
        let settings = CompanySettings(register: "number,status,expires,contacts\n\(row)\n")
        try await Company.run(Self.world(), settings) { company in
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1"])
            let finding = try await company.only(.orderExpired)
            #expect(finding.severity == .warning && finding.owner == .procurement && finding.subject.order == "PO-1")
            try company.configure { $0.register = "number,status,expires,contacts\nPO-1,active,2027-06,1\n" }
            try await company.sync()
            try await company.expect(firing: [])
            company.expectOnce(.orderExpired)
        }
    }

    @Test func theConfigurationMayHoldIt() async throws {
        let settings = CompanySettings(
            register: "number,status,contacts\nPO-1,expired,1\n", further: ["expiredOrders: hold"])
        try await Company.run(Self.world(), settings) { company in
            try await company.sync()
            #expect(company.held == [:])
            try await company.expect(firing: [.orderExpired])
            try company.configure { $0.register = "number,status,contacts\nPO-1,active,1\n" }
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1"])
            company.expectOnce(.orderExpired)
        }
    }
}
