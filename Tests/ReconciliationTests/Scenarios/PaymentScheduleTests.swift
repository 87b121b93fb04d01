import Testing

@testable import Reconciliation

/// Row 13, "Flexible payment schedule, several POs".
@Suite struct PaymentScheduleTests {
    private func world(_ dates: [Double?]) -> World {
        var world = World()
        world.buy(
            "agmt-1", .charge("ch-1", "50", due: 20), .charge("ch-2", "50", due: 110), .charge("ch-3", "50", due: 200))
        for (place, date) in dates.enumerated() {
            world.order(OrderNumber("PO-\(place + 1)"), .line("50", for: "agmt-1", needBy: date))
        }
        return world
    }

    @Test func eachInstalmentGetsTheLineWhoseDateFits() {
        let plan = world([198, 22, 111]).plan
        plan.expect(firing: [])
        #expect(plan.written == ["ch-1": "PO-2", "ch-2": "PO-3", "ch-3": "PO-1"])
    }

    @Test func linesThatNothingTellsApartAreSaidWithTheOpenInstalments() throws {
        let plan = world([nil, nil]).plan
        #expect(plan.written == [:])
        plan.expect(firing: [.installmentUnmatched, .installmentUnmatched])
        for finding in plan.findings {
            finding.expect(
                .warning, .procurement, remedy: finding.subject.order?.text ?? "-", "amount", "need-by date",
                "to: charge")
            finding.expect(
                detail: "agmt-1", "ch-1 50 USD due 2026-12-13", "ch-2 50 USD due 2027-03-13",
                "ch-3 50 USD due 2027-06-11")
        }
    }

    @Test func aLineOfAnotherAmountFitsNoInstalment() throws {
        var world = world([20, 110])
        world.order("PO-3", .line("51", for: "agmt-1", needBy: 200))
        let plan = world.plan
        #expect(plan.written == ["ch-1": "PO-1", "ch-2": "PO-2"])
        plan.expect(firing: [.installmentUnmatched, .chargeWithoutOrder])
        try plan.only(.installmentUnmatched).expect(detail: "PO-3", "51 USD", "ch-3 50 USD due 2027-06-11")
        world.revise("PO-3") { $0.lines[0].amount = Amount("50") }
        world.plan.expect(firing: [])
        #expect(world.plan.written["ch-3"] == "PO-3")
    }

    @Test func moreOrdersThanInstalmentsConflict() throws {
        var world = world([20, 110, 200, 201])
        let plan = world.plan
        #expect(plan.written == [:])
        plan.expect(firing: [.orderConflict, .orderConflict, .orderConflict, .orderConflict])
        for finding in plan.findings {
            finding.expect(.warning, .procurement, remedy: "amounts and dates", "cancel one of the orders")
            finding.expect(detail: "PO-1", "PO-2", "PO-3", "PO-4", "ch-1", "ch-2", "ch-3")
        }
        world.revise("PO-4") { $0.state = .cancelled }
        world.plan.expect(firing: [])
        #expect(world.plan.written == ["ch-1": "PO-1", "ch-2": "PO-2", "ch-3": "PO-3"])
    }

    @Test func equalClaimsOnOneChargeConflict() throws {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "50", due: 20))
        world.order("PO-1", .line("50", for: "agmt-1", scope: "fixed"))
        world.order("PO-2", .line("50", for: "agmt-1", scope: "fixed"))
        let plan = world.plan
        #expect(plan.written == [:])
        plan.expect(firing: [.orderConflict, .orderConflict])
        #expect(plan.findings.allSatisfy { $0.subject.charge == "ch-1" })
        #expect(plan.results(of: "PO-1") == [.conflict] && plan.results(of: "PO-2") == [.conflict])
    }

    @Test func aScheduleOfOneOrderNeedsNoDates() {
        var world = world([])
        world.order("PO-1", .line("150", for: "agmt-1"))
        #expect(world.plan.written == ["ch-1": "PO-1", "ch-2": "PO-1", "ch-3": "PO-1"])
        world.plan.expect(firing: [])
    }
}
