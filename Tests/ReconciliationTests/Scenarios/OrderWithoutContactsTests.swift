import Testing

@testable import Reconciliation

/// Row 3, "Missing PO notifications".
@Suite struct OrderWithoutContactsTests {
    private func world(_ entries: RegisterEntry...) -> World {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "100", due: 30))
        world.order("PO-1", .line("100", for: "agmt-1"))
        world.snapshot.register = entries
        return world
    }

    @Test func anOrderWithoutContactsIsSaid() throws {
        let plan = world(RegisterEntry(number: "PO-1", contacts: 0)).plan
        plan.expect(firing: [.orderWithoutContacts])
        let finding = try plan.only(.orderWithoutContacts)
        finding.expect(
            .notice, .billingAdmin, remedy: "PO-1", "111111111111", "Purchase orders", "contact",
            "posyncd's own findings stand in")
        #expect(finding.subject.order == "PO-1")
    }

    @Test func soIsOneThatMarketplaceWillCreate() throws {
        let plan = world().plan
        plan.expect(firing: [.orderCreatedByMarketplace, .orderWithoutContacts])
        try plan.only(.orderWithoutContacts).expect(detail: "created by AWS Marketplace without contacts")
    }

    @Test(arguments: [1, 20, nil]) func contactsOrNoColumnForThemAreNothingToSay(_ contacts: Int?) {
        world(RegisterEntry(number: "PO-1", contacts: contacts)).plan.expect(firing: [])
    }

    @Test func anOrderOnNoChargeNeedsNoContacts() {
        world(RegisterEntry(number: "PO-1", contacts: 2), RegisterEntry(number: "PO-2", contacts: 0)).plan
            .expect(firing: [])
    }
}
