import Testing

@testable import Reconciliation

/// Row 8, "One PO for all Marketplace charges".
@Suite struct BlanketOrdersTests {
    private func world(until days: Double = 300, accounts: [AccountID] = []) -> World {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "100", due: 30), .charge("ch-usage"))
        world.rules.blanket = [
            BlanketOrder(order: "PO-ALL", from: World.day(-10), until: World.day(days), accounts: accounts)
        ]
        return world
    }

    @Test func aBlanketOrderCoversWithoutAWrite() throws {
        let plan = world().plan
        plan.expect(firing: [.blanketOrder])
        #expect(plan.written == [:] && plan.numbers == ["ch-1": "PO-ALL", "ch-usage": "PO-ALL"])
        #expect(plan.assignments.allSatisfy { $0.state == .blanket && $0.scope == .blanket && $0.rule == nil })
        #expect(plan["ch-1"]?.order == AssignedOrder(number: "PO-ALL"), "only the number is known")
        let finding = try plan.only(.blanketOrder)
        finding.expect(.notice, .billingAdmin, remedy: "PO-ALL", "111111111111", "AWS Marketplace Blanket Usage")
        finding.expect(detail: "covers 2 open charges")
    }

    @Test(arguments: [(6.0, Finding.Severity.warning), (8.0, .notice)])
    func itsEndIsWarnedOfWithinTheDeadline(_ days: Double, _ severity: Finding.Severity) throws {
        var world = world(until: days)
        world.change(charge: "ch-1") { $0.time = World.day(5) }
        let finding = try world.plan.only(.blanketOrder)
        finding.expect(severity, .billingAdmin, remedy: severity == .warning ? "Extend PO PO-ALL" : "PO-ALL")
    }

    @Test(
        arguments: [
            (RegisterEntry(number: "PO-ALL", isBlanket: false), "without a blanket-usage line item"),
            (RegisterEntry(number: "PO-ALL", status: .suspended), "as suspended"),
            (RegisterEntry(number: "PO-ALL", status: .expired), "as expired"),
            (RegisterEntry(number: "PO-ALL", expires: World.day(-1)), "as expired"),
        ])
    func whatTheRegisterShowsAgainstItIsWarnedOf(_ entry: RegisterEntry, _ words: String) throws {
        var world = world()
        world.snapshot.register = [entry]
        let finding = try world.plan.only(.blanketOrder)
        finding.expect(.warning, .billingAdmin, remedy: "PO-ALL", "111111111111", "register")
        finding.expect(detail: "the register shows it \(words)")
    }

    @Test func whatTheRegisterConfirmsNeedsNoLook() throws {
        var world = world()
        world.snapshot.register = [RegisterEntry(number: "PO-ALL", status: .active, isBlanket: true)]
        try world.plan.only(.blanketOrder).expect(.notice, .billingAdmin, remedy: "Nothing")
    }

    @Test func outsideItsTimeAndAccountsItCoversNothing() {
        #expect(world(until: 20).plan.numbers == ["ch-usage": "PO-ALL"], "the dated charge is due later")
        #expect(world(accounts: [World.other]).plan.numbers == [:])
        #expect(world(accounts: [World.account]).plan.numbers.count == 2)
        #expect(world(until: -1).plan.numbers == [:], "it is over")
    }

    @Test func aLineOnACoveredChargeIsSaid() throws {
        var world = world()
        world.order("PO-1", .line("100", for: "agmt-1", scope: "fixed"))
        let plan = world.plan
        plan.expect(firing: [.blanketOrder, .blanketOverridden])
        #expect(plan.written == ["ch-1": "PO-1"] && plan.numbers["ch-usage"] == "PO-ALL")
        let finding = try plan.only(.blanketOverridden)
        finding.expect(.notice, .billingAdmin, remedy: "PO-1", "agmt-1")
        finding.expect(detail: "PO-1", "ch-1", "off the blanket PO")
        world.snapshot.orders = []
        world.plan.expect(firing: [.blanketOrder])
    }

    @Test func aLineWithTheBlanketOrdersNumberOverridesNothing() {
        var world = world()
        world.order("PO-ALL", .line("100", for: "agmt-1"))
        world.plan.expect(firing: [])
    }

    @Test func aNumberOnTheChargeKeepsItOffTheBlanketOrder() {
        var world = world()
        world.change(charge: "ch-1") { $0.order = "BY-HAND" }
        #expect(world.plan.numbers == ["ch-usage": "PO-ALL"])
    }

    @Test func aDeclarationWithoutChargesIsQuiet() {
        var world = world()
        world.snapshot.accounts = []
        world.plan.expect(firing: [])
    }
}
