import Reconciliation
import Sandbox
import Testing

@testable import Daemon

/// Row 9, "Suspended PO".
@Suite struct Row09SuspendedTests {
    private static func world() -> SandboxWorld {
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: 20)])
        world.order("PO-1", "100.00", for: "agmt-one")
        return world
    }

    @Test(arguments: ["suspended", "suspended-expired"])
    func aSuspendedOrderIsNotAssignedUntilItIsActive(_ status: String) async throws {
        let settings = CompanySettings(register: "number,status,contacts\nPO-1,\(status),1\n")
        try await Company.run(Self.world(), settings) { company in
            try await company.sync()
            #expect(company.held == [:] && company.writes == 0)
            try await company.expect(firing: [.orderSuspended])
            let finding = try await company.only(.orderSuspended)
            #expect(finding.severity == .error && finding.owner == .billingAdmin && finding.subject.order == "PO-1")
            try company.configure { $0.register = "number,status,contacts\nPO-1,active,1\n" }
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1"])
            company.expectOnce(.orderSuspended)
        }
    }

    @Test func whereItStandsAlreadySupportHasToIssueTheInvoiceAgain() async throws {
        let settings = CompanySettings(register: "number,status,contacts\nPO-1,active,1\n")
        try await Company.run(Self.world(), settings) { company in
            try await company.sync()
            try company.configure { $0.register = "number,status,contacts\nPO-1,suspended,1\n" }
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1"], "nothing is ever taken off")
            let finding = try await company.only(.orderSuspended)
            #expect(finding.remedy.contains("Support") && finding.remedy.contains("ch-one"))
        }
    }
}
