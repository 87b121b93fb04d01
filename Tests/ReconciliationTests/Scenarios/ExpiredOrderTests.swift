import Testing

@testable import Reconciliation

/// Row 10, "Expired PO".
@Suite struct ExpiredOrderTests {
    private func world(_ status: RegisterEntry.Status? = nil, expires days: Double? = nil) -> World {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "100", due: 30), .charge("ch-2", "100", due: 60))
        world.order("PO-1", .line("200", for: "agmt-1"))
        world.snapshot.register = [
            RegisterEntry(number: "PO-1", status: status, expires: days.map { World.day($0) }, contacts: 1)
        ]
        return world
    }

    @Test func anExpiredOrderIsAssignedAndSaid() throws {
        let plan = world(.expired).plan
        plan.expect(firing: [.orderExpired])
        #expect(plan.written == ["ch-1": "PO-1", "ch-2": "PO-1"])
        let finding = try plan.only(.orderExpired)
        finding.expect(.warning, .procurement, remedy: "PO-1", "extend", "111111111111", "Purchase orders", "register")
        finding.expect(detail: "ch-1", "ch-2", "moves its expiry to the line item's end")
    }

    @Test func oneThatExpiresBetweenChargesIsSaidOfTheLater() throws {
        let finding = try world(.active, expires: 45).plan.only(.orderExpired)
        finding.expect(detail: "2027-01-07", "ch-2")
        #expect(!finding.detail.contains("ch-1"))
    }

    @Test func theConfigurationMayHoldIt() throws {
        var world = world(.active, expires: 45)
        world.rules.expiredOrders = .hold
        let plan = world.plan
        #expect(plan.written == ["ch-1": "PO-1"] && plan["ch-2"]?.hold == .expired)
        let finding = try plan.only(.orderExpired)
        finding.expect(detail: "The configuration holds it")
        #expect(plan["ch-2"]?.finding == finding.id)
    }

    @Test func itIsOverOnceItsExpiryLiesAfterTheCharges() {
        world(.active, expires: 61).plan.expect(firing: [])
        world(.active).plan.expect(firing: [])
    }

    @Test func oneThatIsSuspendedAsWellIsSaidAsSuspended() {
        world(.suspendedExpired).plan.expect(firing: [.orderSuspended])
    }
}
