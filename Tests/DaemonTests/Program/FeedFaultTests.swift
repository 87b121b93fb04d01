import Documents
import Reconciliation
import Sandbox
import Testing

@testable import Daemon

/// A procurement system that is down, slow, empty or in the way: nothing is lost because of it, nothing is made up.
@Suite struct FeedFaultTests {
    private static func world() -> SandboxWorld {
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: 30)])
        world.order("PO-1", "100.00", for: "agmt-one")
        return world
    }

    @Test(
        arguments: [
            Fault.procurement("token", .reset), .procurement("list", .reset), .procurement("list", .throttle, times: 2),
            .procurement("list", .status(503, body: "busy", type: "text/plain")), .procurement("list", .lostReply),
            .procurement("token", .lostReply),
        ])
    func whatPassesIsGotOver(_ fault: Fault) async throws {
        try await Company.run(Self.world()) { company in
            company.sandbox.inject(fault)
            let outcome = try await company.sync()
            #expect(outcome.isComplete, "\(outcome.troubles)")
            #expect(company.held == ["ch-one": "PO-1"] && company.malformed == [])
        }
    }

    /// Ways in which nothing can be read: each is one finding, and what stands stays.
    @Test(
        arguments: [
            Fault.procurement(
                "*", .status(200, body: "<html><body>Log in</body></html>", type: "text/html"), times: 99),
            .procurement("list", .status(200, body: "{\"orders\": []}", type: "application/json"), times: 99),
            .procurement("list", .status(200, body: "[{\"id\": 1,", type: "application/json"), times: 99),
            .procurement("*", .status(500, body: "", type: "text/plain"), times: 99),
            .procurement("token", .error(code: "invalid_client", reason: nil), times: 99),
            .procurement("token", .error(code: "invalid_scope", reason: nil), times: 99),
            .procurement("*", .throttle, times: 99), .procurement("*", .reset, times: 99),
            .procurement("list", .status(301, body: "", type: "text/html"), times: 99),
        ])
    func aFeedThatCannotBeReadIsSaidOnce(_ fault: Fault) async throws {
        var world = Self.world()
        world.buy("agmt-later", [.charge("ch-later", "10.00", due: 50)])
        try await Company.run(world) { company in
            try await company.sync()
            company.sandbox.inject(fault)
            for _ in 0..<3 {
                company.pass(minutes: 15)
                let (outcome, code) = try await company.program.sync(isFull: false, isForced: false)
                #expect(code == .incomplete && outcome.feeds.first?.error != nil)
            }
            #expect(company.told("finding.firing", .feedUnreachable).count == 1)
            #expect(company.held == ["ch-one": "PO-1"])
            company.sandbox.clearFaults()
            company.change { $0.order("PO-2", "10.00", for: "agmt-later") }
            company.pass(minutes: 15)
            #expect(try await company.sync().isComplete)
            #expect(company.told("finding.resolved", .feedUnreachable).count == 1)
            #expect(company.held == ["ch-one": "PO-1", "ch-later": "PO-2"])
        }
    }

    @Test func aFeedThatIsUnpluggedIsSaidAndComesBack() async throws {
        try await Company.run(Self.world()) { company in
            await company.sandbox.unplug(.procurement)
            let outcome = try await company.sync()
            #expect(!outcome.isComplete)
            // It was never read: which charges are without a purchase order is not known.
            try await company.expect(firing: [.feedUnreachable])
            try await company.sandbox.plugIn(.procurement)
            #expect(try await company.sync().isComplete)
            #expect(company.held == ["ch-one": "PO-1"])
        }
    }

    @Test func aFeedThatWasNotReadForLongIsSaidToBeStaleUntilItIsReadAgain() async throws {
        try await Company.run(Self.world()) { company in
            try await company.sync()
            company.sandbox.inject(.procurement("*", .reset, times: .max))
            company.pass(minutes: 15)
            try await company.sync()
            try await company.expect(firing: [.feedUnreachable])
            company.pass(days: 2)
            try await company.sync()
            try await company.expect(firing: [.feedUnreachable, .feedStale])
            let stale = try await company.only(.feedStale)
            #expect(stale.severity == .warning && stale.owner == .operator && stale.subject.feed == "coupa")
            #expect(stale.detail.contains("was last read whole at 2026-"))
            company.sandbox.clearFaults()
            try await company.sync()
            try await company.expect(firing: [])
            company.expectOnce(.feedStale)
            #expect(company.held == ["ch-one": "PO-1"])
        }
    }

    @Test func aFeedThatIsEmptyAllAtOnceChangesNothing() async throws {
        try await Company.run(Self.world()) { company in
            try await company.sync()
            company.change { $0.procurement.orders = [] }
            company.pass(days: 2)
            let outcome = try await company.sync(isFull: true)
            try await company.expect(firing: [.feedEmpty])
            #expect(outcome.lines["assigned"] == 1)
            #expect(company.held == ["ch-one": "PO-1"])
        }
    }

    @Test func anEmptyFeedIsSaidUntilItGivesOrdersAgain() async throws {
        try await Company.run(Self.world()) { company in
            try await company.sync()
            company.change { $0.procurement.orders = [] }
            try await company.sync(isFull: true)
            // A cycle that asks for changes alone would find none either way.
            for _ in 0..<2 { try await company.sync() }
            try await company.expect(firing: [.feedEmpty])
            company.change { $0.procurement.orders = Self.world().procurement.orders }
            try await company.sync()
            try await company.expect(firing: [])
            company.expectOnce(.feedEmpty)
        }
    }

    @Test func anOrderThatCannotBeReadCostsTheOthersNothing() async throws {
        var world = Self.world()
        world.buy("agmt-two", [.charge("ch-two", "10.00", due: 50)])
        world.order("PO-2", "10.00", for: "agmt-two")
        world.procurement.orders[0].overrides["order-lines"] = "none"
        try await Company.run(world) { company in
            try await company.sync()
            #expect(company.held == ["ch-two": "PO-2"])
            try await company.expect(firing: [.chargeWithoutOrder, .orderInvalid])
            company.change { $0.revise("PO-1") { $0.overrides = .init() } }
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1", "ch-two": "PO-2"])
            try await company.expect(firing: [])
        }
    }
}
