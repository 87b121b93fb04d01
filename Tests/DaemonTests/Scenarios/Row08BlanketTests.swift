import Documents
import Reconciliation
import Sandbox
import Testing

@testable import Daemon

/// Row 8, "One PO for all Marketplace charges".
@Suite struct Row08BlanketTests {
    private static let declaration = "{order: PO-BLANKET, from: 2026-01-01, to: 2026-12-31}"

    private static func world() -> SandboxWorld {
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: 20)])
        world.buy("agmt-two", in: "333333333333", [.charge("ch-two", "100.00", due: 21)])
        return world
    }

    @Test func aBlanketOrderCoversWhatHasNoneAndIsNotWritten() async throws {
        try await Company.run(Self.world(), CompanySettings(blanket: [Self.declaration])) { company in
            try await company.sync()
            #expect(company.held == [:] && company.writes == 0)
            let states = try company.view("assignments.json")["assignments"]?.array?.compactMap { $0["state"]?.string }
            #expect(states == ["blanket", "blanket"])
            try await company.expect(firing: [.blanketOrder])
            #expect(try await company.only(.blanketOrder).severity == .notice)
            try company.configure { $0.blanket = [] }
            try await company.sync()
            company.expectOnce(.blanketOrder)
        }
    }

    @Test func itsEndIsWarnedOf() async throws {
        try await Company.run(Self.world(), CompanySettings(blanket: [Self.declaration])) { company in
            company.pass(days: 34)
            try await company.sync()
            let finding = try await company.only(.blanketOrder)
            #expect(finding.severity == .warning && finding.owner == .billingAdmin)
            #expect(finding.detail.contains("2026-12-31"))
        }
    }

    @Test func aLineThatOverridesItIsSaid() async throws {
        try await Company.run(Self.world(), CompanySettings(blanket: [Self.declaration])) { company in
            company.change { $0.order("PO-1", "100.00", for: "agmt-one") }
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1"])
            let finding = try await company.only(.blanketOverridden)
            #expect(finding.severity == .notice && finding.subject.order == "PO-1")
            company.change { world in
                world.revise("PO-1") { $0.lines[0].auxiliaryPart = nil }
                world.aws[charge: "ch-one"]?.order = nil
            }
            try await company.sync()
            company.expectOnce(.blanketOverridden)
        }
    }

    @Test func accountsNarrowIt() async throws {
        let declaration = "{order: PO-BLANKET, from: 2026-01-01, to: 2026-12-31, accounts: [\"222222222222\"]}"
        try await Company.run(Self.world(), CompanySettings(blanket: [declaration])) { company in
            try await company.sync()
            try await company.expect(firing: [.blanketOrder, .chargeWithoutOrder])
            #expect(try await company.only(.chargeWithoutOrder).subject.charge == "ch-two")
        }
    }
}
