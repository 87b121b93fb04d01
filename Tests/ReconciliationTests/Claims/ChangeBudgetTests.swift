import Testing

@testable import Reconciliation

/// Contract, section 3, `limits`: a plan that is larger than that is held as a whole.
@Suite struct ChangeBudgetTests {
    /// So many charges with numbers of ours, of which so many are to be replaced, and so many without.
    private func world(carrying: Int = 0, replaced: Int = 0, bare: Int = 0) -> World {
        var world = World()
        for place in 0..<(carrying + bare) {
            let carried: OrderNumber? =
                place >= carrying ? nil : place < replaced ? "PO-OLD" : OrderNumber("PO-\(place)")
            world.buy(
                AgreementID("agmt-\(place)"), .charge(ChargeID("ch-\(place)"), "1", due: 30, carries: carried))
            world.order(OrderNumber("PO-\(place)"), .line("1", for: "agmt-\(place)"))
            world.snapshot.written[ChargeKey(account: World.account, charge: ChargeID("ch-\(place)"))] = [
                WrittenOrder(order: "PO-OLD", at: World.day(-1))
            ]
        }
        return world
    }

    @Test func moreWritesThanTheLimitAreAllHeld() throws {
        var world = world(bare: 4)
        world.rules.maximumChanges = 4
        #expect(world.plan.writes.count == 4)
        world.rules.maximumChanges = 3
        let plan = world.plan
        #expect(plan.writes.isEmpty && plan.assignments.allSatisfy { $0.hold == .unsafe && $0.state == .planned })
        let finding = try plan.only(.planUnsafe)
        finding.expect(.error, .operator, remedy: "posyncd plan", "sync --force", "limits")
        finding.expect(detail: "4 writes", "3 of `limits.changes`")
        #expect(plan.assignments.allSatisfy { $0.finding == finding.id })
    }

    @Test func forceIsMeant() {
        var world = world(bare: 4)
        world.rules.maximumChanges = 3
        world.rules.isForced = true
        #expect(world.plan.writes.count == 4)
        world.plan.expect(firing: [])
    }

    @Test(arguments: [(10, 5, false), (10, 6, true), (9, 9, false), (20, 10, false), (20, 11, true)])
    func aShareOfTheNumbersThatChargesCarryIsHeld(_ carrying: Int, _ replaced: Int, _ isHeld: Bool) {
        let plan = world(carrying: carrying, replaced: replaced).plan
        #expect(plan.writes.count == (isHeld ? 0 : replaced))
        #expect(plan.scenarios == (isHeld ? [.planUnsafe] : []))
    }

    @Test func firstNumbersReplaceNothing() {
        #expect(world(carrying: 10, bare: 100).plan.writes.count == 100)
    }
}
