import Testing

@testable import Reconciliation

/// Row 11, "Balance tracking".
@Suite struct BalanceTrackingTests {
    private func world(_ ordered: String?, _ charges: String...) -> World {
        var world = World()
        world.buy("agmt-1") { agreement in
            for (place, amount) in charges.enumerated() {
                agreement.charges.append(.charge(ChargeID("ch-\(place)"), amount, due: 30 + Double(place)))
            }
        }
        world.order("PO-1", .line(ordered, for: "agmt-1", scope: "all"))
        return world
    }

    private func ledger(_ world: World) throws -> Ledger { try #require(world.plan.ledgers.first) }

    // MARK: - The ledger

    @Test func whatIsOrderedIsDrawnByOpenChargesAndInvoices() throws {
        var world = world("1000.00", "100.10", "200.20")
        world.change("agmt-1") { $0.charges.append(.charge("ch-due", "50.00", due: -1, carries: "PO-1")) }
        world.snapshot.invoices = [
            Invoice(
                id: "INV-1", account: World.account, issuedAt: World.day(-1), amount: Amount("50") ?? .zero,
                currency: "USD", order: "PO-1")
        ]
        world.snapshot.previous = []
        world.now = World.day(-2)
        world.remember(world.plan)
        world.now = World.start
        let ledger = try ledger(world)
        #expect(ledger.ordered == Amount("1000") && ledger.open == Amount("300.30") && ledger.invoiced == Amount("50"))
        #expect(ledger.drawn == Amount("350.30") && ledger.left == Amount("649.70"))
    }

    @Test func linesAddUpForEachCurrency() {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "10", due: 30))
        world.buy("agmt-2", .charge("ch-2", "7", due: 30, currency: "EUR"))
        world.order(
            "PO-1", .line("60", for: "agmt-1"), .line("40", for: "agmt-1"), .line("9", for: "agmt-2", currency: "EUR"))
        let ledgers = world.plan.ledgers
        #expect(ledgers.map(\.currency) == ["EUR", "USD"])
        #expect(ledgers.map(\.ordered) == [Amount("9"), Amount("100")])
        #expect(ledgers.map(\.open) == [Amount("7"), Amount("10")])
    }

    @Test func aLineWithoutAmountLeavesTheOrderUnknown() throws {
        let world = world(nil, "100")
        #expect(try ledger(world).ordered == nil && ledger(world).left == nil && ledger(world).open == Amount("100"))
        world.plan.expect(firing: [])
    }

    @Test func aChargeThatIsNotThisOrdersDrawsNothing() throws {
        var world = world("1000", "100", "200")
        world.change(charge: "ch-0") { $0.order = "BY-HAND" }
        world.change(charge: "ch-1") { $0.currency = "EUR" }
        #expect(try ledger(world).open == Amount("0"))
    }

    // MARK: - Nearly drawn and overdrawn

    @Test func overdrawnIsAnError() throws {
        let plan = world("299.99", "100", "200").plan
        plan.expect(firing: [.orderOverdrawn])
        let finding = try plan.only(.orderOverdrawn)
        finding.expect(.error, .procurement, remedy: "PO-1", "Raise the amount", "posyncd explain PO-1")
        finding.expect(detail: "300", "299.99 USD", "AWS keeps no balance")
        #expect(plan.written.count == 2, "AWS will not stop it, and neither does posyncd")
    }

    @Test(arguments: [("300.01", 1), ("333.33", 1), ("333.34", 0), ("1000", 0)])
    func nearlyDrawnBeginsAtNinetyPercent(_ ordered: String, _ count: Int) {
        let plan = world(ordered, "100", "200").plan
        #expect(plan.scenarios == Array(repeating: .orderNearlyDrawn, count: count))
    }

    @Test func nearlyDrawnSaysWhatIsLeft() throws {
        let finding = try world("310", "100", "200").plan.only(.orderNearlyDrawn)
        finding.expect(.warning, .procurement, remedy: "PO-1", "Raise the amount", "successor")
        finding.expect(detail: "300", "310.00 USD", "10.00 left")
    }

    @Test func anOrderForExactlyItsFixedChargesIsUsedUpByDesign() {
        world("300", "100", "200").plan.expect(firing: [])
    }

    @Test func usageThatUsesAnOrderUpIsNotByDesign() {
        var world = world("300", "100")
        world.change("agmt-1") { $0.charges.append(.charge("ch-usage", "200")) }
        world.plan.expect(firing: [.orderNearlyDrawn])
    }

    @Test func raisingTheOrderResolvesIt() {
        var world = world("299", "100", "200")
        world.revise("PO-1") { $0.lines[0].amount = Amount("1000") }
        world.plan.expect(firing: [])
    }

    @Test func whatIsSaidOfTwoCurrenciesIsOneFindingWithBoth() throws {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "200", due: 30))
        world.buy("agmt-2", .charge("ch-2", "201", due: 30, currency: "EUR"))
        world.order("PO-1", .line("100", for: "agmt-1"), .line("100", for: "agmt-2", currency: "EUR"))
        try world.plan.only(.orderOverdrawn).expect(detail: "200.00 of 100.00 USD", "201.00 of 100.00 EUR")
        world.revise("PO-1") {
            $0.lines[0].amount = Amount("210")
            $0.lines[1].amount = Amount("210")
        }
        try world.plan.only(.orderNearlyDrawn).expect(detail: "200.00 of 210.00 USD", "201.00 of 210.00 EUR")
    }

    @Test func anOrderWithTwoCurrenciesIsJudgedInEach() {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "200", due: 30))
        world.buy("agmt-2", .charge("ch-2", "95", due: 30, currency: "EUR"))
        world.order("PO-1", .line("100", for: "agmt-1"), .line("100", for: "agmt-2", currency: "EUR"))
        world.plan.expect(firing: [.orderOverdrawn, .orderNearlyDrawn])
    }
}
