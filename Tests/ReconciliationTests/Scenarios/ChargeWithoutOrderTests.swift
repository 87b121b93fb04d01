import Testing

@testable import Reconciliation

/// Row 6, "PO option unavailable when checking out".
@Suite struct ChargeWithoutOrderTests {
    private func world(due days: Double?, amount: String = "100.00") -> World {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", amount, due: days))
        return world
    }

    @Test func anOpenChargeThatNoLineClaimsShowsTheTimeLeft() throws {
        let plan = world(due: 30).plan
        plan.expect(firing: [.chargeWithoutOrder])
        let finding = try plan.only(.chargeWithoutOrder)
        finding.expect(
            .notice, .subscriber, remedy: "agmt-1", "offer-agmt-1", "222222222222", "Purchase orders", "AWS Support")
        finding.expect(detail: "ch-1", "100.00 USD", "due 2026-12-23", "30 days are left")
        #expect(plan.deadlines.map(\.charge.charge) == ["ch-1"])
    }

    @Test(arguments: [(7.0, Finding.Severity.warning), (7.01, .notice), (0.2, .warning)])
    func itIsWorseWithinTheDeadline(_ days: Double, _ severity: Finding.Severity) throws {
        #expect(try world(due: days).plan.only(.chargeWithoutOrder).severity == severity)
    }

    @Test func usageHasNoDate() throws {
        let finding = try world(due: nil).plan.only(.chargeWithoutOrder)
        finding.expect(.notice, .subscriber)
        finding.expect(detail: "no date", "usage is billed monthly")
    }

    @Test func whatIsDueWithinTheCutoffIsNoLongerOpen() {
        #expect(world(due: 0.1).plan.deadlines.isEmpty)
        world(due: 0.1).plan.expect(firing: [])
    }

    @Test func thatAChargeFellDueWithoutOrderIsSaidLast() throws {
        let ahead = world(due: 30)
        #expect(ahead.plan.endings.isEmpty)
        for days in [0.1, -1, -45] {
            let last = try #require(world(due: days).plan.endings.first, "\(days)")
            #expect(try last.id == ahead.plan.only(.chargeWithoutOrder).id)
            last.expect(detail: "ch-1", "fell due without PO", "its invoice comes without one")
            last.expect(.warning, .subscriber, remedy: "AWS Support", "111111111111")
        }
        #expect(world(due: -46).plan.endings.isEmpty)
        var claimed = world(due: -1)
        claimed.order("PO-1", .line("100.00", for: "agmt-1"))
        #expect(claimed.plan.endings.isEmpty, "charge-too-late speaks of that")
        claimed = world(due: -1)
        claimed.change(charge: "ch-1") { $0.order = "BY-HAND" }
        #expect(claimed.plan.endings.isEmpty)
    }

    @Test func anOrderResolvesItAfterThePurchase() {
        var world = world(due: 30)
        world.order("PO-1", .line("100.00", for: "agmt-1"))
        #expect(world.plan.written == ["ch-1": "PO-1"])
        world.plan.expect(firing: [])
    }

    @Test func aNumberSetByHandResolvesIt() {
        var world = world(due: 30)
        world.change(charge: "ch-1") { $0.order = "BY-HAND" }
        world.plan.expect(firing: [])
    }

    @Test func anEndedAgreementHasNothingOpen() {
        var world = world(due: 30)
        world.change("agmt-1") { $0.status = AgreementStatus("EXPIRED") }
        world.plan.expect(firing: [])
    }

    @Test func aRefusedWritePointsToSupport() throws {
        var world = world(due: 30)
        world.order("PO-1", .line("100.00", for: "agmt-1"))
        world.queue(
            "ch-1",
            QueueStanding(order: "PO-1", isDead: true, lastError: "ValidationException/UNSUPPORTED_ACTION", attempts: 1)
        )
        try world.plan.only(.changeDead).expect(.error, .operator, remedy: "AWS Support", "222222222222", "discard")
    }

    @Test func theNextDeadlinesComeSoonestFirst() {
        var world = world(due: 30)
        world.change("agmt-1") {
            $0.charges += [.charge("ch-2", "1", due: 8), .charge("ch-3", "1"), .charge("ch-4", "1", due: 9)]
        }
        #expect(world.plan.deadlines.map(\.charge.charge) == ["ch-2", "ch-4", "ch-1", "ch-3"])
    }
}
