import Reconciliation
import Sandbox
import Testing

@testable import Daemon

/// AWS that throttles, breaks off, refuses or forbids: the numbers end up right, and one account's trouble is its own.
@Suite struct MarketplaceFaultTests {
    private static func world() -> SandboxWorld {
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: 30), .charge("ch-two", "200.00", due: 60)])
        world.buy("agmt-other", in: "333333333333", [.charge("ch-other", "50.00", due: 20)])
        world.order("PO-1", "300.00", for: "agmt-one")
        world.order("PO-2", "50.00", for: "agmt-other")
        return world
    }

    private static let expected = ["ch-one": "PO-1", "ch-two": "PO-1", "ch-other": "PO-2"]

    /// Faults that the client gets over within the cycle.
    @Test(
        arguments: [
            Fault.aws("*", .throttle, times: 2), .aws("ListAgreementCharges", .throttle),
            .aws("UpdatePurchaseOrders", .throttle), .aws("SearchAgreements", .reset),
            .aws("ListAgreementCharges", .lostReply), .aws("AssumeRole", .reset),
            .aws("ListAccounts", .error(code: "InternalServerException", reason: nil)),
            .aws("SearchAgreements", .status(503, body: "<html>busy</html>", type: "text/html")),
            .aws("UpdatePurchaseOrders", .lostReply), .aws("UpdatePurchaseOrders", .reset),
            .aws("UpdatePurchaseOrders", .error(code: "InternalServerException", reason: nil)),
            .aws("UpdatePurchaseOrders", .status(502, body: "<html>bad gateway</html>", type: "text/html")),
        ])
    func whatPassesIsGotOver(_ fault: Fault) async throws {
        try await Company.run(Self.world()) { company in
            company.sandbox.inject(fault)
            try await company.sync()
            company.pass(minutes: 15)
            let outcome = try await company.sync()
            #expect(outcome.isComplete, "\(outcome.troubles)")
            #expect(company.held == Self.expected)
            let writes = company.writes
            try await company.sync()
            #expect(company.writes == writes)
            #expect(company.malformed == [])
        }
    }

    @Test func aLostReplyIsReadBackAndNotSentAgain() async throws {
        try await Company.run(Self.world()) { company in
            company.sandbox.inject(.aws("UpdatePurchaseOrders", .lostReply, account: "222222222222"))
            let outcome = try await company.sync()
            #expect(company.held == Self.expected)
            #expect(outcome.isComplete && outcome.changes.queued == 0)
            let changes = outcome.changes
            #expect(changes.planned == 3 && changes.applied == 3 && changes.verified == 3, "what was seen was written")
            #expect(company.writes == 2, "one call for each agreement, none of them twice")
        }
    }

    @Test func aChargeThatTakesNoOrderCostsTheOthersNothing() async throws {
        var world = Self.world()
        world.buy("agmt-many", (1...86).map { .charge("ch-many-\($0)", "1.00", due: 40) })
        world.aws[charge: "ch-many-57"]?.refusal = "UNSUPPORTED_ACTION"
        world.order("PO-3", "86.00", for: "agmt-many")
        try await Company.run(world) { company in
            let outcome = try await company.sync()
            #expect(company.held.count == 3 + 85 && company.held["ch-many-57"] == nil)
            #expect(outcome.changes.dead == 1 && !outcome.isComplete)
            #expect(company.writes <= 3 + 2 * 7, "halving finds it in logarithmic time")
            #expect(try await company.firing().contains { $0.scenario == .changeDead })
            let writes = company.writes
            company.pass(hours: 2)
            try await company.sync()
            #expect(company.writes == writes, "what was refused for good is not sent again")
        }
    }

    @Test func aRevisionThatMovedIsReadAnew() async throws {
        try await Company.run(Self.world()) { company in
            company.sandbox.inject(
                .aws("UpdatePurchaseOrders", .error(code: "ConflictException", reason: nil), times: 3))
            try await company.sync()
            company.pass(minutes: 15)
            let outcome = try await company.sync()
            #expect(outcome.isComplete && company.held == Self.expected)
        }
    }

    @Test func anAccountThatIsDownCostsTheOthersNothing() async throws {
        try await Company.run(Self.world()) { company in
            company.sandbox.inject(
                .aws("*", .error(code: "InternalServerException", reason: nil), account: "333333333333", times: 100))
            let (outcome, code) = try await company.program.sync(isFull: false, isForced: false)
            #expect(code == .incomplete && !outcome.isComplete)
            #expect(company.held == ["ch-one": "PO-1", "ch-two": "PO-1"])
            #expect(try await company.firing().map(\.subject.account).contains("333333333333"))
            company.sandbox.clearFaults()
            company.pass(minutes: 15)
            #expect(try await company.sync().isComplete)
            #expect(company.held == Self.expected)
            try await company.expect(firing: [])
        }
    }

    @Test func aRoleThatCannotBeAssumedCostsTheOthersNothing() async throws {
        var world = Self.world()
        world.aws.roles.removeAll { $0.account == "333333333333" }
        try await Company.run(world) { company in
            let outcome = try await company.sync()
            #expect(!outcome.isComplete && company.held == ["ch-one": "PO-1", "ch-two": "PO-1"])
            let scenarios = try await company.scenarios()
            #expect(scenarios == [.accountUnreachable, .orderUnmatched, .permissionMissing])
        }
    }

    @Test func aWholeRegionThatIsDownLosesNothing() async throws {
        try await Company.run(Self.world()) { company in
            try await company.sync()
            await company.sandbox.unplug(.aws)
            company.pass(minutes: 15)
            let down = try await company.sync()
            #expect(!down.isComplete && down.changes.dead == 0)
            try await company.sandbox.plugIn(.aws)
            company.change { $0.order("PO-9", "200.00", for: "agmt-other") }
            company.pass(minutes: 15)
            let up = try await company.sync()
            #expect(up.isComplete, "\(up.troubles)")
            #expect(company.held["ch-one"] == "PO-1")
        }
    }

    @Test func aNumberThatAWSWouldNotTakeIsNotSent() async throws {
        let number = "PO-" + String(repeating: "x", count: 198)
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: 30)])
        world.order(number, "100.00", for: "agmt-one")
        try await Company.run(world) { company in
            let outcome = try await company.sync()
            #expect(outcome.isComplete && company.writes == 0)
            try await company.expect(firing: [.orderNumberTooLong])
        }
    }
}
