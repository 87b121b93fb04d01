import Testing

@testable import Reconciliation

/// Row 2, "PO doesn't exist".
@Suite struct OrderNotInBillingTests {
    private func world(register: [RegisterEntry]?) -> World {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "100", due: 30))
        world.order("PO-1", .line("100", for: "agmt-1"))
        world.snapshot.register = register
        return world
    }

    @Test func aNumberThatTheRegisterLacksIsSaidBeforeMarketplaceCreatesIt() throws {
        let plan = world(register: [RegisterEntry(number: "PO-9", contacts: 1)]).plan
        let finding = try plan.only(.orderCreatedByMarketplace)
        finding.expect(
            .notice, .billingAdmin, remedy: "PO-1", "111111111111", "Billing and Cost Management > Purchase orders",
            "first invoice")
        finding.expect(detail: "default data", "without contact", "first invoice")
        #expect(plan.written == ["ch-1": "PO-1"], "it is assigned all the same")
    }

    @Test func withoutARegisterNothingIsClaimed() {
        world(register: nil).plan.expect(firing: [])
    }

    @Test func itIsOverOnceTheRegisterListsIt() {
        world(register: [RegisterEntry(number: "PO-1")]).plan.expect(firing: [])
    }

    @Test func aNumberThatPosyncdDoesNotAssignIsNotSpokenOf() {
        var world = world(register: [RegisterEntry(number: "PO-1")])
        world.buy("agmt-2", .charge("ch-2", "5", due: 30, carries: "BY-HAND"))
        world.plan.expect(firing: [])
    }

    // MARK: - The limit of active numbers

    private func crowd(_ count: Int) -> World {
        var world = World()
        for place in 0..<count {
            world.buy(AgreementID("agmt-\(place)"), .charge(ChargeID("ch-\(place)"), "1", due: 30))
            world.order(OrderNumber("PO-\(place)"), .line("1", for: "agmt-\(place)"))
        }
        return world
    }

    @Test func ninetyNumbersOfAHundredAreWarnedOf() throws {
        crowd(89).plan.expect(firing: [])
        let finding = try crowd(90).plan.only(.orderLimitNear)
        finding.expect(.warning, .billingAdmin, remedy: "111111111111", "Suspend or let expire", "100")
        finding.expect(detail: "90 different PO numbers", "100")
    }

    @Test func numbersAreCountedWhereverTheyStandAndOnce() throws {
        var world = crowd(88)
        world.buy("agmt-hand", .charge("ch-hand", "1", due: 30, carries: "BY-HAND"))
        world.plan.expect(firing: [])
        world.snapshot.register = (0..<88).map { RegisterEntry(number: OrderNumber("PO-\($0)"), contacts: 1) }
        world.snapshot.register?.append(RegisterEntry(number: "ONLY-IN-BILLING", status: .active))
        world.plan.expect(firing: [.orderLimitNear])
        world.snapshot.register?[88].status = .suspended
        world.plan.expect(firing: [])
    }
}
