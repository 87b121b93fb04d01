import Testing

@testable import Reconciliation

/// Contract, section 4, "Installments": lines and charges of equal amount and currency are paired by their dates.
@Suite struct InstallmentTests {
    /// Charges of 50 that are due on these days, and a line of 50 of an order of its own for each date.
    private func world(due: [Double], needBy: [Double?]) -> World {
        var world = World()
        world.buy("agmt-1") { agreement in
            for (place, days) in due.enumerated() {
                agreement.charges.append(.charge(ChargeID("ch-\(place)"), "50", due: days))
            }
        }
        for (place, days) in needBy.enumerated() {
            world.order(OrderNumber("PO-\(place)"), .line("50", for: "agmt-1", needBy: days, scope: "installment"))
        }
        return world
    }

    @Test func theSumOfDistancesIsLeast() {
        #expect(world(due: [10, 20], needBy: [11, 34]).plan.written == ["ch-0": "PO-0", "ch-1": "PO-1"])
        // Nearest first would give ch-1 to PO-1 and leave PO-0 eleven days; the sum of 10 is less than that of 12.
        #expect(world(due: [10, 20, 40], needBy: [21, 19]).plan.written == ["ch-0": "PO-1", "ch-1": "PO-0"])
    }

    @Test func equalSumsAreNotGuessed() {
        let plan = world(due: [10, 20], needBy: [22, 25]).plan
        #expect(plan.written == [:], "12 and 5 days, or 15 and 2")
        #expect(plan.scenarios == [.installmentUnmatched, .installmentUnmatched])
    }

    @Test func equalDistancesAreNotGuessed() {
        let plan = world(due: [10, 20], needBy: [15]).plan
        #expect(plan.written == [:] && plan.results(of: "PO-0") == [.unmatched])
        #expect(plan.lines[0].candidates.compactMap(\.charge?.charge) == ["ch-0", "ch-1"])
        #expect(plan.scenarios == [.installmentUnmatched])
        #expect(world(due: [10, 20], needBy: [14.999]).plan.written == ["ch-0": "PO-0"])
    }

    @Test func twoChargesOfOneDayAreNotGuessedBetweenOrders() {
        #expect(world(due: [10, 10], needBy: [10]).plan.written == [:])
        #expect(world(due: [10, 10], needBy: [10, 10]).plan.written == [:])
    }

    @Test func linesOfOneOrderAreExchangedAtWill() {
        var world = world(due: [10, 10, 30], needBy: [])
        world.order(
            "PO-1", .line("50", for: "agmt-1", needBy: 10, scope: "installment"),
            .line("50", for: "agmt-1", needBy: 10, scope: "installment"))
        #expect(world.plan.written == ["ch-0": "PO-1", "ch-1": "PO-1"])
    }

    @Test func linesOfOneOrderNeedNoDates() {
        var world = world(due: [10, 20], needBy: [])
        world.order(
            "PO-1", .line("50", for: "agmt-1", scope: "installment"), .line("50", for: "agmt-1", scope: "installment"))
        #expect(world.plan.linesOfCharges == ["ch-0": "PO-1 1", "ch-1": "PO-1 2"])
    }

    @Test func linesOfDifferentOrdersNeedDates() {
        #expect(world(due: [10, 20], needBy: [nil, 20]).plan.written == [:])
        #expect(
            world(due: [10, 20], needBy: [nil, 20]).plan.scenarios == [.installmentUnmatched, .installmentUnmatched])
    }

    @Test func moreLinesOfDifferentOrdersThanChargesConflict() {
        let plan = world(due: [10, 20], needBy: [10, 20, 30]).plan
        #expect(plan.written == [:] && plan.scenarios == [.orderConflict, .orderConflict, .orderConflict])
        #expect(plan.lines.map(\.result) == [.conflict, .conflict, .conflict])
    }

    @Test func moreLinesOfOneOrderThanChargesFillThemAll() {
        var world = world(due: [10], needBy: [])
        world.order(
            "PO-1", .line("50", for: "agmt-1", scope: "installment"), .line("50", for: "agmt-1", scope: "installment"))
        #expect(world.plan.written == ["ch-0": "PO-1"])
        #expect(world.plan.results(of: "PO-1") == [.assigned, .unmatched])
    }

    @Test func amountAndCurrencyMustBeEqual() {
        var world = world(due: [10], needBy: [10])
        world.change(charge: "ch-0") { $0.amount = Amount("50.00") }
        #expect(world.plan.written == ["ch-0": "PO-0"], "50 is 50.00")
        world.change(charge: "ch-0") { $0.amount = Amount("50.01") }
        #expect(world.plan.written == [:])
        world.change(charge: "ch-0") {
            $0.amount = Amount("50")
            $0.currency = "EUR"
        }
        #expect(world.plan.written == [:] && world.plan.scenarios.contains(.installmentUnmatched))
    }

    @Test func amountsDoNotCrowdEachOther() {
        var world = world(due: [10], needBy: [10])
        world.change("agmt-1") { $0.charges.append(.charge("ch-other", "70", due: 10)) }
        world.order("PO-9", .line("70", for: "agmt-1", needBy: nil, scope: "installment"))
        #expect(world.plan.written == ["ch-0": "PO-0", "ch-other": "PO-9"])
    }

    @Test func usageIsNoInstallment() {
        var world = world(due: [], needBy: [nil])
        world.change("agmt-1") { $0.charges.append(.charge("ch-usage", "50")) }
        #expect(world.plan.written == [:] && world.plan.scenarios.contains(.installmentUnmatched))
    }

    @Test func anInstallmentThatWasDueWithItsNumberIsSettled() {
        var world = world(due: [-10, 20, 50], needBy: [-10, 20, 50])
        world.change(charge: "ch-0") { $0.order = "PO-0" }
        let plan = world.plan
        #expect(plan.written == ["ch-1": "PO-1", "ch-2": "PO-2"])
        #expect(plan.results(of: "PO-0") == [.assigned])
        plan.expect(firing: [])
    }
}
