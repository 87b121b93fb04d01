import Reconciliation
import Sandbox
import Testing

@testable import Daemon

/// Row 12, "Procurement system integration".
@Suite struct Row12IntegrationTests {
    private static func world() -> SandboxWorld {
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: 40)])
        world.order("PO-1", "100.00", for: "agmt-one")
        return world
    }

    private static let ways: [(String, @Sendable (inout AWSWorld.ServiceRole) -> Void)] = [
        ("no such role", { $0.name = "AnotherRole" }), ("another path", { $0.path = "/" }),
        ("another service", { $0.principal = "ec2.amazonaws.com" }),
    ]

    @Test(arguments: [0, 1, 2]) func withoutTheIntegrationWritesWaitForIt(_ way: Int) async throws {
        var world = Self.world()
        var role = AWSWorld.ServiceRole.billingIntegration
        Self.ways[way].1(&role)
        world.aws.serviceRoles = ["111111111111": [role]]
        try await Company.run(world) { company in
            let outcome = try await company.sync()
            #expect(company.held == [:] && outcome.changes.held == 1 && outcome.isComplete)
            try await company.expect(firing: [.billingIntegrationMissing])
            let finding = try await company.only(.billingIntegrationMissing)
            #expect(finding.severity == .error && finding.owner == .billingAdmin)
            #expect(finding.subject.account == "111111111111" && finding.remedy.contains("Settings"))
            company.change { $0.aws.serviceRoles = ["111111111111": [.billingIntegration]] }
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1"])
            company.expectOnce(.billingIntegrationMissing)
        }
    }

    @Test func writesGoOnWhereItIsNotRequired() async throws {
        var world = Self.world()
        world.aws.serviceRoles = [:]
        try await Company.run(world, CompanySettings(marketplace: ["requireIntegration: false"])) { company in
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1"])
            try await company.expect(firing: [.billingIntegrationMissing])
        }
    }

    @Test func whatCannotBeSeenIsNotTakenForMissing() async throws {
        var world = Self.world()
        world.aws.keys[0].denied = ["iam:GetRole"]
        try await Company.run(world) { company in
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1"])
            let finding = try await company.only(.billingIntegrationUnknown)
            #expect(finding.severity == .warning && finding.remedy.contains("iam:GetRole"))
            company.change { $0.aws.keys[0].denied = [] }
            try await company.sync()
            try await company.expect(firing: [])
            company.expectOnce(.billingIntegrationUnknown)
        }
    }

    @Test func aPortalThatIsNotActiveIsSaidUntilItIs() async throws {
        var world = Self.world()
        world.aws.portals = [.init(arn: "arn:portal", portal: "COUPA", status: "TEST_FAILED", reason: "timeout")]
        try await Company.run(world) { company in
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1"])
            let finding = try await company.only(.portalPreferenceInactive)
            #expect(finding.severity == .warning && finding.owner == .billingAdmin)
            #expect(finding.detail.contains("TEST_FAILED"))
            company.change { $0.aws.portals[0].status = "ACTIVE" }
            try await company.sync()
            try await company.expect(firing: [])
            company.expectOnce(.portalPreferenceInactive)
        }
    }
}
