import Testing

@testable import Reconciliation

/// Contract, section 4, step 6: charge key, installment, fixed and usage, all, blanket.
@Suite struct PrecedenceTests {
    private static let scopes = ["charge", "installment", "fixed", "all"]

    private func line(_ scope: String) -> OrderLine {
        scope == "charge"
            ? .line("100", charge: "ch-1") : .line("100", for: "agmt-1", needBy: 30, scope: scope)
    }

    @Test(
        arguments: scopes.indices.flatMap { strong in
            scopes.indices.map { weak in (scopes[strong], scopes[weak]) }
        })
    func theNarrowerClaimGoesFirst(_ first: String, _ second: String) throws {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "100", due: 30))
        world.rules.blanket = [BlanketOrder(order: "PO-ALL", from: World.day(-1), until: World.day(300))]
        world.order("PO-1", line(first))
        world.order("PO-2", line(second))
        let ranks = (try #require(Self.scopes.firstIndex(of: first)), try #require(Self.scopes.firstIndex(of: second)))
        let plan = world.plan
        if ranks.0 == ranks.1 {
            #expect(plan.written == [:])
            #expect(plan.scenarios.filter { $0 == .orderConflict }.count == 2)
            #expect(plan["ch-1"] == nil, "not even the blanket order is said to be on it")
        } else {
            #expect(plan.written == ["ch-1": ranks.0 < ranks.1 ? "PO-1" : "PO-2"])
            #expect(!plan.scenarios.contains(.orderConflict))
        }
    }

    @Test func usageAndFixedDoNotMeet() {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "100", due: 30), .charge("ch-usage", "0"))
        world.order("PO-1", .line("100", for: "agmt-1", scope: "usage"))
        world.order("PO-2", .line("100", for: "agmt-1", scope: "fixed"))
        world.order("PO-3", .line("100", for: "agmt-1", scope: "all"))
        #expect(world.plan.written == ["ch-1": "PO-2", "ch-usage": "PO-1"])
        #expect(world.plan.results(of: "PO-3") == [.unmatched], "nothing is left for it")
    }

    @Test func equalClaimsOfOneOrderAreNoConflict() {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "100", due: 30))
        world.order("PO-1", line("all"), line("all"))
        world.order("PO-1", line("all"), feed: "ariba")
        #expect(world.plan.written == ["ch-1": "PO-1"], "what is written is the number")
        world.plan.expect(firing: [])
    }

    @Test func aConflictOverOneChargeLeavesTheOthers() {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "100", due: 30), .charge("ch-2", "100", due: 60))
        world.order("PO-1", .line("500", for: "agmt-1", scope: "all"))
        world.order("PO-2", .line("100", charge: "ch-1"))
        world.order("PO-3", .line("100", charge: "ch-1"))
        #expect(world.plan.written == ["ch-2": "PO-1"])
        #expect(world.plan.scenarios == [.orderConflict, .orderConflict])
    }

    @Test func undecidedInstallmentsKeepBroaderClaimsOff() {
        var world = World()
        world.buy(
            "agmt-1", .charge("ch-1", "50", due: 10), .charge("ch-2", "50", due: 20), .charge("ch-3", "9", due: 9))
        world.order("PO-1", .line("50", for: "agmt-1", needBy: 15, scope: "installment"))
        world.order("PO-2", .line("500", for: "agmt-1", scope: "all"))
        #expect(world.plan.written == ["ch-3": "PO-2"], "either may be PO-1's")
        world.order("PO-3", .line("50", charge: "ch-1"))
        #expect(world.plan.written["ch-1"] == "PO-3", "a charge key goes before them all the same")
    }
}
