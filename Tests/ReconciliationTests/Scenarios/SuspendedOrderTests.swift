import Testing

@testable import Reconciliation

/// Row 9, "Suspended PO".
@Suite struct SuspendedOrderTests {
    private func world(_ status: RegisterEntry.Status?, carries number: OrderNumber? = nil) -> World {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "100", due: 30, carries: number), .charge("ch-2", "100", due: 60))
        world.order("PO-1", .line("200", for: "agmt-1"))
        world.snapshot.register = [RegisterEntry(number: "PO-1", status: status, contacts: 1)]
        return world
    }

    @Test(arguments: [RegisterEntry.Status.suspended, .suspendedExpired])
    func aSuspendedOrderIsNotNewlyAssigned(_ status: RegisterEntry.Status) throws {
        let plan = world(status).plan
        plan.expect(firing: [.orderSuspended])
        #expect(plan.written == [:])
        #expect(plan.assignments.map(\.hold) == [.suspended, .suspended])
        let finding = try plan.only(.orderSuspended)
        finding.expect(
            .error, .billingAdmin, remedy: "PO-1", "Active", "111111111111",
            "Billing and Cost Management > Purchase orders", "register")
        finding.expect(detail: "ch-1", "ch-2")
        #expect(plan["ch-1"]?.finding == finding.id)
    }

    @Test func whereItStandsTheCaseForSupportIsReady() throws {
        let plan = world(.suspended, carries: "PO-1").plan
        let finding = try plan.only(.orderSuspended)
        finding.expect(.error, .billingAdmin, remedy: "AWS Support", "invoices", "ch-1", "with PO-1")
        finding.expect(detail: "stands on ch-1", "leaves the PO off the invoice", "not assigned to ch-2")
        #expect(plan["ch-1"]?.state == .verified && plan.written == [:])
    }

    @Test(arguments: [RegisterEntry.Status.active, nil])
    func itIsOverOnceTheRegisterShowsItActive(_ status: RegisterEntry.Status?) {
        let plan = world(status).plan
        plan.expect(firing: [])
        #expect(plan.written == ["ch-1": "PO-1", "ch-2": "PO-1"])
    }

    @Test func aSuspendedOrderThatNothingUsesIsQuiet() {
        var world = world(.active)
        world.snapshot.register?.append(RegisterEntry(number: "PO-9", status: .suspended))
        world.plan.expect(firing: [])
    }
}
