import Reconciliation
import Sandbox
import Testing

@testable import Daemon

/// Row 15, "POs with License Manager".
@Suite struct Row15GrantTests {
    @Test func aGrantDoesNotInheritTheOrderOfItsSubscription() async throws {
        var world = SandboxWorld.company()
        world.buy("agmt-one", product: "prod-shared", [.charge("ch-one", "100.00", due: 40)])
        world.order("PO-1", "100.00", for: "agmt-one")
        world.aws.grants = [
            .init(
                "g-1", grantee: "333333333333", granter: "222222222222", license: "l-1", product: "prod-shared",
                productName: "Scanner")
        ]
        try await Company.run(world) { company in
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1"])
            try await company.expect(firing: [.grantNotInherited])
            let finding = try await company.only(.grantNotInherited)
            #expect(finding.severity == .notice && finding.owner == .billingAdmin)
            #expect(finding.subject.account == "333333333333")
            for part in ["Scanner", "222222222222"] { #expect(finding.detail.contains(part)) }
            company.change { $0.aws.grants = [] }
            try await company.sync()
            company.expectOnce(.grantNotInherited)
        }
    }

    @Test func anAccountThatBoughtTheProductItselfIsLeftInPeace() async throws {
        var world = SandboxWorld.company()
        world.buy("agmt-own", in: "333333333333", product: "prod-shared", [.charge("ch-own", "10.00", due: 40)])
        world.order("PO-1", "10.00", for: "agmt-own")
        world.aws.grants = [
            .init(
                "g-1", grantee: "333333333333", granter: "222222222222", license: "l-1", product: "prod-shared",
                productName: "Scanner")
        ]
        try await Company.run(world) { company in
            try await company.sync()
            try await company.expect(firing: [])
        }
    }
}
