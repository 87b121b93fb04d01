import Testing

@testable import Reconciliation

@Suite struct MappingTrialTests {
    private let rules: Rules
    private let feed = FeedName("coupa")

    init() throws {
        rules = Rules(
            policy: .observe, selections: [feed: Selection(supplierNames: ["AWS"], commodities: ["81162000"])],
            mapping: [
                MappingRule(
                    name: "in-part", from: [.auxiliaryPart], pattern: try KeyPattern("agmt-[a-z0-9]+"),
                    to: [.agreement]),
                MappingRule(name: "custom", from: [.part, .lineCustom("account")], to: [.product, .account]),
            ])
    }

    private func order(_ supplier: String, _ line: OrderLine) -> PurchaseOrder {
        PurchaseOrder(key: OrderKey(feed: feed, id: "1"), number: "PO-1", supplierName: supplier, lines: [line])
    }

    private func trial(_ order: PurchaseOrder, accounts: [AccountView] = []) throws -> MappingTrial {
        try #require(MappingTest(rules, accounts: accounts).trials([order]).first)
    }

    @Test func saysWhichRuleKeysALine() throws {
        let trial = try trial(order(" aws ", OrderLine(id: "1", number: "1", auxiliaryPart: "see agmt-abc")))
        #expect(trial.keyed?.rule == "in-part")
        #expect(trial.keyed?.keys == ["agreement agmt-abc"])
        #expect(trial.ground == .supplierName(" aws "))
    }

    @Test func saysOfEachRuleWhyItNamesNothing() throws {
        let line = OrderLine(id: "1", number: "1", part: "prod-1", auxiliaryPart: "none", commodity: "81162000")
        let trial = try trial(order("Other", line))
        #expect(trial.keyed == nil)
        #expect(trial.ground == .commodity("81162000"))
        #expect(
            trial.attempts == [
                .init(
                    rule: "in-part",
                    result: .unmatched(.auxiliaryPart, value: "none", pattern: "agmt-[a-z0-9]+")),
                .init(rule: "custom", result: .absent(.lineCustom("account"))),
            ])
    }

    @Test func aLineThatNothingSelectsHasNoGround() throws {
        #expect(try trial(order("Other", OrderLine(id: "1", number: "1"))).ground == nil)
    }

    @Test func fieldValuesNameEveryFieldThatHasAValue() {
        var line = OrderLine(id: "7", number: "1", part: " x ", amount: Amount("12.50"), custom: ["a": "1", "b": ""])
        line.needBy = Instant(iso: "2026-12-01")
        var order = order("AWS", line)
        order.custom = ["z": "9"]
        order.currency = "USD"
        #expect(
            order.fieldValues.map { "\($0.path)=\($0.value)" } == [
                "order.id=1", "order.number=PO-1", "order.supplier.name=AWS", "order.custom.z=9",
            ])
        #expect(
            order.fieldValues(of: line).map { "\($0.path)=\($0.value)" } == [
                "line.id=7", "line.number=1", "line.part=x", "line.amount=12.50", "line.currency=USD",
                "line.needBy=2026-12-01T00:00:00Z", "line.custom.a=1",
            ])
    }
}
