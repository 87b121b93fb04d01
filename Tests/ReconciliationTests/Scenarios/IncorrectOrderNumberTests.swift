import Testing

@testable import Reconciliation

/// Row 4, "Incorrect PO number".
@Suite struct IncorrectOrderNumberTests {
    private func world(due days: Double?, carries number: OrderNumber?) -> World {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "100.00", due: days, carries: number))
        world.order("PO-1", .line("100.00", for: "agmt-1"))
        return world
    }

    // MARK: - A charge that lies ahead

    @Test func anotherNumberOnAChargeAheadIsLeftAndSaid() throws {
        let plan = world(due: 30, carries: "BY-HAND").plan
        plan.expect(firing: [.orderForeign])
        let finding = try plan.only(.orderForeign)
        finding.expect(
            .warning, .subscriber, remedy: "PO-1", "BY-HAND", "222222222222", "agreement > Purchase orders", "upsert")
        finding.expect(detail: "ch-1", "100.00 USD", "due 2026-12-23", "BY-HAND", "PO-1")
        #expect(plan.written == [:] && plan["ch-1"]?.hold == .foreign && plan["ch-1"]?.finding == finding.id)
    }

    @Test func upsertCorrectsItAndSaysNothing() {
        var world = world(due: 30, carries: "BY-HAND")
        world.rules.policy = .upsert
        #expect(world.plan.written == ["ch-1": "PO-1"])
        world.plan.expect(firing: [])
    }

    @Test func aNumberThatPosyncdWroteIsCorrectedUnderAssignMissing() {
        var world = world(due: 30, carries: "PO-OLD")
        world.snapshot.written[ChargeKey(account: World.account, charge: "ch-1")] = [
            WrittenOrder(order: "PO-OLD", at: World.day(-5))
        ]
        #expect(world.plan.written == ["ch-1": "PO-1"])
        world.plan.expect(firing: [])
    }

    @Test func itIsOverWhereTheRightNumberStands() {
        world(due: 30, carries: "PO-1").plan.expect(firing: [])
    }

    // MARK: - A charge that is due

    @Test(arguments: [0.1, 0, -1, -45]) func aWrongNumberOnADueChargeIsACaseForSupport(_ days: Double) throws {
        let plan = world(due: days, carries: "BY-HAND").plan
        plan.expect(firing: [.chargeTooLate])
        let finding = try plan.only(.chargeTooLate)
        finding.expect(
            .error, .awsSupport, remedy: "account 111111111111", "account 222222222222", "agmt-1", "ch-1",
            "100.00 USD", "BY-HAND", "the right number is PO-1")
        #expect(plan.written == [:] && plan["ch-1"]?.hold == .tooLate)
    }

    @Test func soIsADueChargeWithoutNumber() throws {
        let finding = try world(due: -1, carries: nil).plan.only(.chargeTooLate)
        finding.expect(.error, .awsSupport, remedy: "no purchase order number", "PO-1", "due 2026-11-22")
    }

    @Test func aDueChargeWithTheRightNumberAndOneBeforeTheWindowAreNothingToSay() {
        world(due: -1, carries: "PO-1").plan.expect(firing: [])
        let past = world(due: -46, carries: "BY-HAND").plan
        #expect(past.written == [:] && !past.scenarios.contains(.chargeTooLate))
    }

    @Test func aNumberThatPosyncdWroteWasRightInItsTime() {
        var world = world(due: -1, carries: "PO-OLD")
        world.snapshot.written[ChargeKey(account: World.account, charge: "ch-1")] = [
            WrittenOrder(order: "PO-OLD", at: World.day(-5))
        ]
        #expect(!world.plan.scenarios.contains(.chargeTooLate))
    }

    // MARK: - An invoice

    private func invoiced(_ order: OrderNumber?, amount: String = "100.00", issued days: Double = -1) -> World {
        var world = world(due: -1, carries: "PO-1")
        world.snapshot.invoices = [
            Invoice(
                id: "INV-1", account: World.account, issuedAt: World.day(days), amount: Amount(amount) ?? .zero,
                currency: "USD", order: order)
        ]
        return world
    }

    @Test func anInvoiceWithAnotherNumberIsACaseForSupport() throws {
        let plan = invoiced("PO-9").plan
        plan.expect(firing: [.invoiceOrderMismatch])
        let finding = try plan.only(.invoiceOrderMismatch)
        finding.expect(
            .error, .awsSupport, remedy: "account 111111111111", "account 222222222222", "agmt-1", "ch-1", "INV-1",
            "PO-9", "the right number is PO-1")
        #expect(finding.subject.invoice == "INV-1")
    }

    @Test func anInvoiceWithoutNumberNamesTheThreeCauses() throws {
        let finding = try invoiced(nil).plan.only(.invoiceWithoutOrder)
        finding.expect(
            .error, .billingAdmin, remedy: "status", "tax registration numbers", "111111111111", "INV-1", "PO-1")
        finding.expect(
            detail: "another account than the subscribing one", "suspended in the payer account",
            "tax registration number of another entity")
    }

    @Test func whatTheRegisterShowsOfTheCauseIsSaid() throws {
        var world = invoiced(nil)
        world.snapshot.register = [
            RegisterEntry(number: "PO-1", status: .suspended, contacts: 1, registrations: ["DE123", "FR9"])
        ]
        try world.plan.only(.invoiceWithoutOrder).expect(
            detail: "The register shows PO-1 as suspended, with the tax registration numbers DE123, FR9")
    }

    @Test func anInvoiceWithTheRightNumberProvesTheAssignment() {
        let plan = invoiced("PO-1").plan
        plan.expect(firing: [])
        #expect(plan["ch-1"]?.state == nil || plan["ch-1"]?.state == .verified || plan["ch-1"]?.state == .invoiced)
        var world = invoiced("PO-1")
        world.now = World.day(-20)
        let before = world.plan
        #expect(before["ch-1"]?.state == .verified)
        world.remember(before)
        world.now = World.start
        #expect(world.plan["ch-1"]?.state == .invoiced && world.plan["ch-1"]?.invoice == "INV-1")
    }

    @Test(arguments: [("100.01", -1.0), ("100.00", -4.5), ("100.00", 2.5)])
    func anInvoiceThatFitsNoChargeIsLeftAlone(_ amount: String, _ issued: Double) {
        invoiced("PO-9", amount: amount, issued: issued).plan.expect(firing: [])
    }

    @Test func anInvoiceThatFitsTwoChargesIsLeftAlone() {
        var world = invoiced("PO-9")
        world.revise("PO-1") { $0.lines[0].amount = Amount("500") }
        world.change("agmt-1") { $0.charges.append(.charge("ch-2", "100.00", due: -2, carries: "PO-1")) }
        world.plan.expect(firing: [])
    }
}
