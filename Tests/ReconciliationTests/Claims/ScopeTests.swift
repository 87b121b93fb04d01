import Testing

@testable import Reconciliation

/// Contract, section 4, steps 4 and 5: which charges of its agreement a line claims.
@Suite struct ScopeTests {
    private func world(_ scope: String?, _ amount: String = "100") -> World {
        var world = World()
        world.buy(
            "agmt-1", .charge("ch-1", "100", due: 30), .charge("ch-2", "200", due: 60), .charge("ch-usage", "0"))
        world.order("PO-1", .line(amount, for: "agmt-1", scope: scope))
        return world
    }

    @Test(
        arguments: [
            ("all", ["ch-1", "ch-2", "ch-usage"]), ("fixed", ["ch-1", "ch-2"]), ("usage", ["ch-usage"]),
            ("installment", ["ch-1"]), ("auto", ["ch-1", "ch-2", "ch-usage"]), (nil, ["ch-1", "ch-2", "ch-usage"]),
            ("ALL", ["ch-1", "ch-2", "ch-usage"]), (" fixed ", ["ch-1", "ch-2"]),
        ])
    func eachScopeClaimsItsCharges(_ scope: String?, _ charges: [String]) {
        #expect(world(scope).plan.written.keys.map(\.text).sorted() == charges)
    }

    @Test func aScopeThatIsNoneClaimsNothingAndIsSaid() throws {
        let plan = world("everything").plan
        #expect(plan.written == [:] && plan.results(of: "PO-1") == [.unmatched])
        let finding = try plan.only(.orderInvalid)
        finding.expect(.warning, .procurement, remedy: "PO-1", "scope")
        finding.expect(detail: "\"everything\"", "auto, all, fixed, usage, installment")
    }

    @Test(arguments: ["charge", "blanket"]) func scopesThatNoLineMayStateAreRefused(_ scope: String) {
        #expect(world(scope).plan.scenarios.contains(.orderInvalid))
    }

    // MARK: - auto

    @Test func autoIsAllWhereOneOrderClaimsAndTheFittingLineIsRecorded() {
        var world = world(nil)
        world.snapshot.orders = []
        world.order("PO-1", .line("999", for: "agmt-1"), .line("200", for: "agmt-1"), .line("100", for: "agmt-1"))
        let plan = world.plan
        #expect(plan.linesOfCharges == ["ch-1": "PO-1 3", "ch-2": "PO-1 2", "ch-usage": "PO-1 1"], "else the first")
        #expect(plan.results(of: "PO-1") == [.assigned, .assigned, .assigned])
    }

    @Test func ofTwoLinesThatFitTheNearerDateIsRecorded() {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "100", due: 30), .charge("ch-2", "100", due: 60))
        world.order("PO-1", .line("100", for: "agmt-1", needBy: 61), .line("100", for: "agmt-1", needBy: 29))
        #expect(world.plan.linesOfCharges == ["ch-1": "PO-1 2", "ch-2": "PO-1 1"])
    }

    @Test func ofTwoLinesTheOneInTheChargesCurrencyIsRecorded() {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "100", due: 30), .charge("ch-2", "7", due: 30))
        world.order(
            "PO-1", .line("100", for: "agmt-1", needBy: 30, currency: "EUR"), .line("500", for: "agmt-1"))
        #expect(world.plan.linesOfCharges == ["ch-1": "PO-1 2", "ch-2": "PO-1 2"])
        #expect(
            world.plan.written == ["ch-1": "PO-1", "ch-2": "PO-1"],
            "a line in euros does not hold what one in dollars pays")
    }

    @Test func autoIsInstallmentWhereSeveralOrdersClaim() {
        var world = world(nil)
        world.order("PO-2", .line("200", for: "agmt-1"))
        let plan = world.plan
        #expect(plan.written == ["ch-1": "PO-1", "ch-2": "PO-2"])
        #expect(plan["ch-1"]?.scope == .installment)
        #expect(plan.scenarios == [.chargeWithoutOrder, .usageUncovered], "usage is nobody's")
    }

    @Test func aLineThatFitsNoInstallmentIsUnmatched() {
        var world = world(nil)
        world.order("PO-2", .line("201", for: "agmt-1"))
        #expect(world.plan.written == ["ch-1": "PO-1"])
        #expect(world.plan.results(of: "PO-2") == [.unmatched])
        #expect(world.plan.scenarios.contains(.installmentUnmatched))
    }

    @Test func anOrderThatIsNotIssuedOrNamesAChargeSharesNothing() {
        var world = world(nil)
        world.order("PO-2", .line("1", for: "agmt-1"), state: .draft)
        world.order("PO-3", .line("1", charge: "ch-usage"))
        #expect(world.plan.written == ["ch-1": "PO-1", "ch-2": "PO-1", "ch-usage": "PO-3"])
    }

    // MARK: - Open charges

    @Test(arguments: [(0.124, false), (0.125, false), (0.126, true)]) func openIsLaterThanTheCutoff(
        _ days: Double, _ isOpen: Bool
    ) {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "100", due: days))
        world.order("PO-1", .line("100", for: "agmt-1"))
        #expect(world.plan.written == (isOpen ? ["ch-1": "PO-1"] : [:]), "three hours are an eighth of a day")
        #expect(world.plan.scenarios == (isOpen ? [] : [.chargeTooLate]))
    }

    @Test func theCutoffIsTheConfigurations() {
        var world = World()
        world.rules.cutoff = .seconds(2 * 86_400)
        world.buy("agmt-1", .charge("ch-1", "100", due: 1))
        world.order("PO-1", .line("100", for: "agmt-1"))
        #expect(world.plan.written == [:])
    }

    @Test func anAgreementThatIsNotActiveHasNoCharges() {
        var world = world("all")
        world.change("agmt-1") { $0.status = AgreementStatus("TERMINATED") }
        #expect(world.plan.written == [:])
    }
}
