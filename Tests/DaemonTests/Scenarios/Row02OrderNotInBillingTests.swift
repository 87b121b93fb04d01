import Reconciliation
import Sandbox
import Testing

@testable import Daemon

/// Row 2, "PO doesn't exist".
@Suite struct Row02OrderNotInBillingTests {
    private static func world(_ count: Int) -> SandboxWorld {
        var world = SandboxWorld.company()
        world.buy("agmt-one", (1...count).map { .charge("ch-\($0)", "10.00", due: 60) })
        for number in 1...count { world.order(number) }
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
                world.aws.agreements[0].charges.append(.charge("ch-90", "10.00", due: 60))
                world.order(90)
            }
            try await company.sync()
            #expect(try await company.only(.orderLimitNear).severity == .warning)
            company.change { world in
                world.aws[charge: "ch-1"] = nil
                world.revise("PO-1") { $0.status = "closed" }
            }
            try await company.sync()
            company.expectOnce(.orderLimitNear)
        }
    }
}

extension SandboxWorld {
    /// An order whose line names its charge.
    fileprivate mutating func order(_ number: Int) {
        var line = ProcurementWorld.Line("1", "Software", "10.00")
        line.custom["aws-charge"] = "ch-\(number)"
        order("PO-\(number)", [line])
    }
}
