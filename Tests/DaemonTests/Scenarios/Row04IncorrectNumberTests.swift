import Documents
import Reconciliation
import Sandbox
import Testing

@testable import Daemon

/// Row 4, "Incorrect PO number".
@Suite struct Row04IncorrectNumberTests {
    private static func world(due: Double, carries: String? = nil) -> SandboxWorld {
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: due, carries: carries)])
        world.order("PO-1", "100.00", for: "agmt-one")
        return world
    }

    @Test func aForeignNumberIsSaidUntilItIsCorrected() async throws {
        try await Company.run(Self.world(due: 30, carries: "TYPED")) { company in
            try await company.sync()
            let finding = try await company.only(.orderForeign)
            #expect(finding.severity == .warning && finding.owner == .subscriber)
            #expect(finding.subject.charge == "ch-one" && finding.detail.contains("TYPED"))
            company.change { $0.aws[charge: "ch-one"]?.order = "PO-1" }
            try await company.sync()
            try await company.expect(firing: [])
            #expect(company.writes == 0)
            company.expectOnce(.orderForeign)
        }
    }

    @Test func aChargeThatIsTooLateIsForSupportAndNotRetried() async throws {
        try await Company.run(Self.world(due: 0.1, carries: "TYPED"), CompanySettings(policy: "upsert")) { company in
            try await company.sync()
            let finding = try await company.only(.chargeTooLate)
            #expect(finding.severity == .error && finding.owner == .awsSupport)
            for part in ["111111111111", "222222222222", "agmt-one", "ch-one", "TYPED", "PO-1"] {
                #expect(finding.remedy.contains(part), "the Support case names \(part)")
            }
            for _ in 0..<5 {
                company.pass(days: 1)
                try await company.sync()
            }
            #expect(company.writes == 0 && company.told("finding.firing", .chargeTooLate).count == 1)
            company.change { $0.aws[charge: "ch-one"]?.order = "PO-1" }
            try await company.sync()
            company.expectOnce(.chargeTooLate)
        }
    }

    @Test func aLateChargeIsNotSpokenOfForEver() async throws {
        try await Company.run(Self.world(due: 0.1, carries: "TYPED")) { company in
            try await company.sync()
            company.pass(days: 50)
            try await company.sync()
            company.expectOnce(.chargeTooLate)
        }
    }

    @Test func anInvoiceWithAnotherNumberIsForSupportUntilItIsIssuedAgain() async throws {
        try await Company.run(Self.world(due: 5)) { company in
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1"])
            company.pass(days: 6)
            company.change {
                $0.aws.invoices = [
                    .init(
                        "INV-1", account: "222222222222", issued: SandboxWorld.day(5.5), amount: "100.00", order: "PO-9"
                    )
                ]
            }
            try await company.sync()
            let finding = try await company.only(.invoiceOrderMismatch)
            #expect(finding.severity == .error && finding.owner == .awsSupport && finding.subject.invoice == "INV-1")
            for part in ["INV-1", "PO-9", "PO-1", "222222222222", "agmt-one", "ch-one"] {
                #expect(finding.remedy.contains(part), "the Support case names \(part)")
            }
            #expect(try await company.program.explain("ch-one").text.contains("Next: the invoice has to be corrected"))
            let writes = company.writes
            company.pass(days: 1)
            company.change { $0.aws.invoices[0].order = "PO-1" }
            try await company.sync()
            company.expectOnce(.invoiceOrderMismatch)
            #expect(company.writes == writes)
            let assignment = try company.view("assignments.json")["assignments"]?.array?.first
            #expect(assignment?["state"]?.string == "invoiced" && assignment?["invoice"]?.string == "INV-1")
        }
    }

    @Test func anInvoiceWithoutNumberNamesTheThreeCauses() async throws {
        try await Company.run(Self.world(due: 5)) { company in
            try await company.sync()
            company.pass(days: 6)
            company.change {
                $0.aws.invoices = [
                    .init("INV-1", account: "222222222222", issued: SandboxWorld.day(5.5), amount: "100.00", order: nil)
                ]
            }
            try await company.sync()
            let finding = try await company.only(.invoiceWithoutOrder)
            for part in ["subscribing", "suspended", "tax registration"] { #expect(finding.detail.contains(part)) }
            company.change { $0.aws.invoices[0].order = "PO-1" }
            try await company.sync()
            company.expectOnce(.invoiceWithoutOrder)
        }
    }
}
