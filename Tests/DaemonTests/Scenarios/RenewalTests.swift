import Documents
import Reconciliation
import Sandbox
import Testing

@testable import Daemon

/// Agreements that renew: what AWS copies, and an order that goes on in the agreement that took its own's place.
@Suite struct RenewalTests {
    private static func world() -> SandboxWorld {
        var world = SandboxWorld.company()
        world.buy("agmt-old", [.charge("ch-old", "100.00", due: 20)])
        world.aws.agreements[0].renews = true
        world.order("PO-1", "500.00", for: "agmt-old")
        return world
    }

    private static func renew(_ world: inout SandboxWorld, _ charges: [AWSWorld.Charge]) {
        world.aws[agreement: "agmt-old"]?.status = "RENEWED"
        world.buy("agmt-new", product: "prod-old", charges)
        let place = world.aws.agreements.count - 1
        world.aws.agreements[place].initial = "agmt-old"
        world.aws.agreements[place].start = SandboxWorld.day(30)
    }

    /// The text as it was before it was wrapped.
    private static func unwrapped(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test func theOrderGoesOnInTheRenewal() async throws {
        try await Company.run(Self.world()) { company in
            try await company.sync()
            #expect(company.held == ["ch-old": "PO-1"])
            company.pass(days: 30)
            company.change {
                Self.renew(
                    &$0, [.charge("ch-copy", "110.00", due: 50, carries: "PO-1"), .charge("ch-new", "110.00", due: 80)])
            }
            try await company.sync(isFull: true)
            #expect(company.held["ch-copy"] == "PO-1" && company.held["ch-new"] == "PO-1")
            #expect(company.writes == 2, "AWS's copy is not written again")
            try await company.expect(firing: [.agreementInactive])
            let finding = try await company.only(.agreementInactive)
            #expect(finding.severity == .notice && finding.detail.contains("agmt-new took its place"))

            let explained = Self.unwrapped(try await company.program.explain("agmt-old").text)
            #expect(explained.contains("RENEWED") && explained.contains("took the place of agmt-old"))
            let exported = try await company.program.export()
            #expect(exported.text.contains(",agmt-old\r\n"))
            let assignments = try company.view("assignments.json")["assignments"]?.array ?? []
            let renewed = assignments.filter { $0["agreement"]?.string == "agmt-new" }
            #expect(renewed.map { $0["renewalOf"]?.string } == ["agmt-old", "agmt-old"])

            let writes = company.writes
            company.pass(minutes: 15)
            try await company.sync()
            #expect(company.writes == writes && company.malformed == [])
            company.change { $0.order("PO-2", "220.00", for: "agmt-new") }
            company.pass(minutes: 15)
            try await company.sync()
            #expect(company.held["ch-new"] == "PO-2", "an order that names the renewal goes first")
            #expect(company.told("finding.firing", .agreementInactive).count == 1)
        }
    }

    @Test func anAgreementThatEndedIsReadAtOnce() async throws {
        try await Company.run(Self.world()) { company in
            company.pass(days: 30)
            try await company.sync()
            company.pass(minutes: 15)
            company.change { Self.renew(&$0, [.charge("ch-new", "110.00", due: 80)]) }
            let outcome = try await company.sync()
            #expect(outcome.calls["SearchAgreements"] == 4, "that account once more, for what has ended")
            #expect(company.held["ch-new"] == "PO-1", "not only after the next full reading")
            try await company.expect(firing: [.agreementInactive])
            company.pass(minutes: 15)
            #expect(try await company.sync().calls["SearchAgreements"] == 3)
            #expect(company.told("finding.firing", .orderUnmatched).isEmpty)
        }
    }

    @Test func whatARenewalWillCopyIsSaidWherePaymentsDiffer() async throws {
        var world = SandboxWorld.company()
        world.buy(
            "agmt-plan", terms: ["paymentScheduleTerm"],
            [.charge("ch-1", "50.00", due: 20), .charge("ch-2", "50.00", due: 110)])
        world.order("PO-1", "50.00", for: "agmt-plan", needBy: 20)
        world.order("PO-2", "50.00", for: "agmt-plan", needBy: 110)
        try await Company.run(world) { company in
            #expect(
                try await company.program.plan(isFull: false).0.text.contains("If agmt-plan renews, AWS copies PO PO-2")
            )
            try await company.sync()
            for id in ["agmt-plan", "PO-1", "ch-2"] {
                let explained = try await company.program.explain(id)
                #expect(Self.unwrapped(explained.text).contains("AWS copies PO PO-2"), "\(id)")
            }
        }
    }
}
