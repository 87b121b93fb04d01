import Reconciliation
import Sandbox
import Testing

@testable import Daemon

/// Row 2, "PO doesn't exist".
@Suite struct Row02OrderNotInBillingTests {
    private static func world(_ count: Int) -> SandboxWorld {
        var world = SandboxWorld.company()
        for number in 1...count {
            world.buy("agmt-\(number)", [.charge("ch-\(number)", "10.00", due: 60)])
            world.order("PO-\(number)", "10.00", for: "agmt-\(number)")
        }
        return world
    }

    @Test func aNumberThatTheRegisterDoesNotListIsSaidUntilItDoes() async throws {
        let settings = CompanySettings(register: "number,status,contacts\nPO-1,active,1\n")
        try await Company.run(Self.world(2), settings) { company in
            try await company.sync()
            #expect(company.held == ["ch-1": "PO-1", "ch-2": "PO-2"])
            let finding = try await company.only(.orderCreatedByMarketplace)
            #expect(finding.severity == .notice && finding.owner == .billingAdmin && finding.subject.order == "PO-2")
            try company.configure { $0.register = "number,status,contacts\nPO-1,active,1\nPO-2,active,2\n" }
            try await company.sync()
            try await company.expect(firing: [])
            company.expectOnce(.orderCreatedByMarketplace)
        }
    }

    @Test func withoutARegisterNothingIsClaimed() async throws {
        try await Company.run(Self.world(2)) { company in
            try await company.sync()
            try await company.expect(firing: [])
        }
    }

    @Test func ninetyNumbersAreNearTheLimit() async throws {
        try await Company.run(Self.world(89)) { company in
            try await company.sync()
            try await company.expect(firing: [])
            company.change { world in
                world.buy("agmt-last", [.charge("ch-last", "10.00", due: 60)])
                world.order("PO-LAST", "10.00", for: "agmt-last")
            }
            try await company.sync()
            #expect(try await company.only(.orderLimitNear).severity == .warning)
            company.change { world in
                world.aws[agreement: "agmt-1"]?.status = "EXPIRED"
                world.revise("PO-1") { $0.status = "closed" }
            }
            try await company.sync()
            company.expectOnce(.orderLimitNear)
        }
    }
}
