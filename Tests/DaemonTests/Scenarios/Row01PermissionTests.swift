import Reconciliation
import Sandbox
import Testing

@testable import Daemon

/// Row 1, "Insufficient permissions after purchase".
@Suite struct Row01PermissionTests {
    private static let account: AccountID = "333333333333"

    private static func world(denied: [String], reason: String = "INVALID_ACCESS") -> SandboxWorld {
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: 30)])
        world.buy("agmt-other", in: account.text, [.charge("ch-other", "50.00", due: 20)])
        world.order("PO-1", "100.00", for: "agmt-one")
        world.order("PO-2", "50.00", for: "agmt-other")
        world.aws.roles[1].denied = denied
        world.aws.roles[1].denialReason = reason
        return world
    }

    @Test func aWriteThatIsDeniedWaitsAndTheOthersGoOn() async throws {
        let action = "aws-marketplace:UpdatePurchaseOrders"
        try await Company.run(Self.world(denied: [action])) { company in
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1"])
            let finding = try #require(try await company.firing().first)
            #expect(finding.scenario == .permissionMissing && finding.severity == .error)
            #expect(finding.owner == .operator && finding.subject.account == Self.account)
            #expect(finding.detail.contains(action) && finding.remedy.contains(action))
            for _ in 0..<20 {
                company.pass(hours: 6)
                #expect(try await company.sync().changes.dead == 0)
            }
            #expect(company.writes <= 2 + 20, "people grant permissions: it is asked at a slow pace")
            company.change { $0.aws.roles[1].denied = [] }
            company.pass(hours: 1)
            #expect(try await company.sync().isComplete)
            #expect(company.held == ["ch-one": "PO-1", "ch-other": "PO-2"])
            company.expectOnce(.permissionMissing)
        }
    }

    @Test(arguments: ["SearchAgreements", "ListAgreementCharges"])
    func aReadThatIsDeniedIsNamed(_ operation: String) async throws {
        try await Company.run(Self.world(denied: ["aws-marketplace:\(operation)"])) { company in
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1"])
            let finding = try #require(try await company.firing().first { $0.scenario == .permissionMissing })
            #expect(finding.subject.account == Self.account)
            #expect(finding.remedy.contains("aws-marketplace:\(operation)"))
            company.sandbox.forgetCalls()
            try await company.sync()
            #expect(company.calls("AssumeRole") == 2, "a denial is no sign of credentials that have run out")
            company.change { $0.aws.roles[1].denied = [] }
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1", "ch-other": "PO-2"])
            company.expectOnce(.permissionMissing)
        }
    }

    @Test(arguments: ["MISSING_MFA", "FAILED_KYC_COMPLIANCE", "DENIED_BY_PRIVATE_MARKETPLACE_POLICY"])
    func otherReasonsKeepTheirOwnText(_ reason: String) async throws {
        let world = Self.world(denied: ["aws-marketplace:UpdatePurchaseOrders"], reason: reason)
        try await Company.run(world) { company in
            try await company.sync()
            let finding = try #require(try await company.firing().first)
            #expect(finding.detail.contains(reason) && !finding.remedy.contains("IAM policy"))
        }
    }

    @Test func whatIsOnlyUsefulIsAWarningAndHoldsNothing() async throws {
        try await Company.run(Self.world(denied: ["license-manager:*"])) { company in
            #expect(try await company.sync().isComplete)
            #expect(company.held == ["ch-one": "PO-1", "ch-other": "PO-2"])
            let finding = try #require(try await company.firing().first)
            #expect(finding.scenario == .permissionMissing && finding.severity == .warning)
            #expect(finding.remedy.contains("license-manager:ListReceivedGrants"))
            #expect(!finding.remedy.contains("wait"), "no write waits for it")
        }
    }
}
