import Testing

@testable import Reconciliation

/// Contract, section 4, step 2: only what is issued is newly assigned, and nothing is ever taken off.
@Suite struct EligibilityTests {
    private func world(_ state: OrderState, carries number: OrderNumber? = nil) -> World {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "100", due: 30, carries: number))
        world.order("PO-1", .line("100", for: "agmt-1"), state: state)
        return world
    }

    @Test(arguments: OrderState.allCases) func onlyWhatIsIssuedIsAssigned(_ state: OrderState) {
        let plan = world(state).plan
        #expect(plan.written == (state == .issued ? ["ch-1": "PO-1"] : [:]))
        #expect(plan.results(of: "PO-1") == [state == .issued ? .assigned : .ineligible])
    }

    @Test(arguments: [OrderState.onHold, .draft, .unknown, .missing]) func whatMayYetBeIssuedIsSaid(
        _ state: OrderState
    ) throws {
        let finding = try world(state).plan.only(.orderOnHold)
        finding.expect(.notice, .procurement, remedy: state == .unknown ? "statuses" : "PO-1")
        finding.expect(detail: "PO-1", "not assigned")
        world(.issued).plan.expect(firing: [])
    }

    @Test(arguments: [OrderState.cancelled, .closed]) func aChargeThatCarriesACancelledOrderIsSaid(
        _ state: OrderState
    ) throws {
        let plan = world(state, carries: "PO-1").plan
        #expect(plan.written == [:], "nothing is taken off")
        plan.expect(firing: [.orderCancelled])
        let finding = try plan.only(.orderCancelled)
        finding.expect(.warning, .procurement, remedy: "222222222222", "Purchase orders", "agmt-1", "PO-1")
        finding.expect(detail: "ch-1", "PO-1", "takes nothing off")
        world(state).plan.expect(firing: [.chargeWithoutOrder])
        world(state, carries: "PO-2").plan.expect(firing: [])
    }

    @Test func aChargeWhoseLineIsNoMoreIsSaidWherePosyncdWroteIt() throws {
        var world = world(.issued, carries: "PO-1")
        world.buy("agmt-2", .charge("ch-2", "5", due: 30, carries: "PO-1"))
        // Somebody else put it there.
        world.plan.expect(firing: [])
        let key = ChargeKey(account: World.account, charge: "ch-2")
        world.snapshot.written[key] = [WrittenOrder(order: "PO-1", at: World.day(-3))]
        let plan = world.plan
        #expect(plan.written == [:])
        let finding = try plan.only(.orderCancelled)
        finding.expect(.warning, .procurement, remedy: "222222222222", "agmt-2", "PO-1")
        finding.expect(detail: "ch-2", "no line of it names agmt-2 for this charge", "takes nothing off")
        // Until every feed was read, nobody knows; nor where the order cannot be read.
        world.snapshot.knowsOrders = false
        world.plan.expect(firing: [])
        world.snapshot.knowsOrders = true
        world.revise("PO-1") { $0.state = .unreadable }
        world.plan.expect(firing: [.orderInvalid])
    }

    @Test func aChargeThatItsLineNamesNoMoreIsSaidLikewise() throws {
        var world = World()
        world.buy(
            "agmt-1", .charge("ch-1", "5", due: 30, carries: "PO-1"), .charge("ch-2", "5", due: 60, carries: "PO-1"))
        world.order("PO-1", .line("5", charge: "ch-2"))
        for charge: ChargeID in ["ch-1", "ch-2"] {
            world.snapshot.written[ChargeKey(account: World.account, charge: charge)] = [
                WrittenOrder(order: "PO-1", at: World.day(-3))
            ]
        }
        let finding = try world.plan.only(.orderCancelled)
        #expect(finding.subject.charge == "ch-1")
        finding.expect(detail: "no line of it names agmt-1 for this charge")
        // A line that names the agreement alone leaves open which of its charges it pays for.
        world.order("PO-1", .line("5", charge: "ch-2"), .line("7", for: "agmt-1"))
        #expect(world.plan.findings.allSatisfy { $0.scenario != .orderCancelled })
    }

    @Test func aChargeWhoseOrderIsKnownNoMoreIsSaidLikewise() throws {
        var world = World()
        world.buy("agmt-2", .charge("ch-2", "5", due: 30, carries: "PO-9"))
        let key = ChargeKey(account: World.account, charge: "ch-2")
        world.snapshot.written[key] = [WrittenOrder(order: "PO-9", at: World.day(-3))]
        try world.plan.only(.orderCancelled).expect(detail: "PO-9", "no feed has it any more")
    }

    @Test func anotherOrderTakesOverFromACancelledOneThatPosyncdWrote() {
        var world = world(.cancelled, carries: "PO-1")
        world.snapshot.written[ChargeKey(account: World.account, charge: "ch-1")] = [
            WrittenOrder(order: "PO-1", at: World.day(-3))
        ]
        world.order("PO-2", .line("100", for: "agmt-1"))
        #expect(world.plan.written == ["ch-1": "PO-2"])
    }

    @Test func anOrderThatCouldNotBeReadIsSaidAndCostsTheOthersNothing() throws {
        var world = world(.unreadable)
        world.revise("PO-1") {
            $0.fault = "total is no number"
            $0.lines = []
        }
        world.buy("agmt-2", .charge("ch-2", "5", due: 30))
        world.order("PO-2", .line("5", for: "agmt-2"))
        #expect(world.plan.written == ["ch-2": "PO-2"])
        let finding = try world.plan.only(.orderInvalid)
        finding.expect(.warning, .procurement, remedy: "PO-1")
        finding.expect(detail: "total is no number", "coupa")
    }

    @Test func aHeldOrderThatStandsKeepsItsChargesFromTheOthers() {
        var world = world(.onHold, carries: "PO-1")
        world.order("PO-2", .line("100", for: "agmt-1"))
        world.snapshot.written[ChargeKey(account: World.account, charge: "ch-1")] = [
            WrittenOrder(order: "PO-1", at: World.day(-3))
        ]
        #expect(world.plan.written == [:], "not even where the amount fits and posyncd wrote the number")
        #expect(world.plan.results(of: "PO-2") == [.unmatched])
    }

    @Test func anOrderThatIsOddIsAssignedAndSaid() throws {
        var world = world(.issued)
        world.revise("PO-1") { $0.fault = "the total of line 1 is 5.00, and not quantity times price" }
        #expect(world.plan.written == ["ch-1": "PO-1"])
        let finding = try world.plan.only(.orderInvalid)
        finding.expect(.notice, .procurement, remedy: "PO-1")
        finding.expect(detail: "PO-1", "the total of line 1", "taken as it stands")
    }

    @Test func aLineThatSaysSoTakesOverFromAHeldOrder() {
        var world = world(.onHold, carries: "PO-1")
        world.rules.policy = .upsert
        world.order("PO-2", .line("100", for: "agmt-1"))
        world.order("PO-3", .line("100", for: "agmt-1", scope: "fixed"))
        let plan = world.plan
        #expect(
            plan.written == ["ch-1": "PO-2"], "the held order loses it in any case, and then the instalment goes first")
        world.apply(plan)
        #expect(world.plan.written == [:])
    }

    @Test func anotherOrdersChargeKeyDoesNotSplitTheRestInTwoPasses() {
        var world = world(.onHold, carries: "PO-1")
        world.rules.policy = .upsert
        world.change("agmt-1") { $0.charges.append(.charge("ch-2", "7", due: 60)) }
        world.order("PO-2", .line("100", for: "agmt-1"))
        world.order("PO-3", .line("100", charge: "ch-1"))
        let plan = world.plan
        #expect(plan.written == ["ch-1": "PO-3", "ch-2": "PO-2"])
        world.apply(plan)
        #expect(world.plan.written == [:])
    }
}
