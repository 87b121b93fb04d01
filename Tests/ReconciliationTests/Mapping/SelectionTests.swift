import Testing

@testable import Reconciliation

/// Contract, section 4, step 1: which lines concern AWS Marketplace.
@Suite struct SelectionTests {
    private func world(_ selection: Selection?) -> World {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "100", due: 30))
        world.order("PO-1", .line("100", for: "agmt-1"), .line("5", for: "pencils"), .line("6"))
        world.snapshot.orders[0].lines[1].commodity = "81162000"
        if let selection { world.rules.selections = ["coupa": selection] }
        return world
    }

    private func selected(_ selection: Selection?) -> [String] { world(selection).plan.lines.map(\.line) }

    @Test(arguments: ["Amazon Web Services", " amazon web services ", "AMAZON WEB SERVICES"])
    func aSuppliersNameSelectsTheWholeOrder(_ name: String) {
        #expect(selected(Selection(supplierNames: ["Other", name])) == ["1", "2", "3"])
    }

    @Test func aSuppliersNumberSelectsTheWholeOrder() {
        #expect(selected(Selection(supplierNumbers: ["V-1"])) == ["1", "2", "3"])
        #expect(selected(Selection(supplierNumbers: ["v-1"])) == [], "numbers are compared exactly")
    }

    @Test func aCommoditySelectsItsLineAlone() {
        #expect(selected(Selection(commodities: ["81162000"])) == ["2"])
    }

    @Test func anyEntryThatMatchesSelects() {
        #expect(selected(Selection(supplierNames: ["Nobody"], commodities: ["81162000"])) == ["2"])
        #expect(selected(Selection(supplierNames: ["Nobody"], supplierNumbers: ["V-1"])) == ["1", "2", "3"])
    }

    @Test func whatNothingMatchesDoesNotConcernUs() {
        let plan = world(Selection(supplierNames: ["Nobody"])).plan
        #expect(plan.lines.isEmpty && plan.written == [:])
        #expect(plan.scenarios == [.chargeWithoutOrder])
    }

    @Test func withoutASelectionEveryLineThatARuleKeysIsSelected() {
        #expect(selected(nil) == ["1", "2"], "the third names nothing")
    }

    @Test func aSelectionIsItsFeedsAlone() {
        var world = world(Selection(supplierNames: ["Nobody"]))
        world.order("PO-2", .line("100", for: "agmt-1"), feed: "ariba")
        #expect(world.plan.lines.map(\.number) == ["PO-2"])
        #expect(world.plan.written == ["ch-1": "PO-2"])
    }

    @Test func aSelectedLineThatNothingKeysIsUnmatched() throws {
        var world = World()
        world.rules.selections = ["coupa": Selection(supplierNumbers: ["V-1"])]
        world.order("PO-1", .line("5"))
        let finding = try world.plan.only(.orderUnmatched)
        finding.expect(.warning, .procurement, remedy: "PO-1", "mapping", "posyncd explain PO-1")
        finding.expect(detail: "line 1", "no mapping rule finds a key")
    }

    @Test func theStoreKeepsWhatIsSelected() {
        let orders = world(nil).snapshot.orders
        #expect(OrderSelector(world(nil).rules).concerns(orders) == [true])
        #expect(OrderSelector(world(Selection(supplierNames: ["Nobody"])).rules).concerns(orders) == [false])
        #expect(OrderSelector(world(Selection(commodities: ["81162000"])).rules).selected(orders) == orders)
    }
}
