import Testing

@testable import Reconciliation

/// An order that is not issued claims nothing; where its number stands already, no other order takes its instalments.
@Suite struct WaitingOrderTests {
    private let now = Instant(seconds: 1_800_000_000)
    private let rules = Rules(
        policy: .upsert, mapping: [MappingRule(name: "part", from: [.part], to: [.agreement])])

    private func order(_ number: String, _ amount: String, _ state: OrderState) -> PurchaseOrder {
        PurchaseOrder(
            key: OrderKey(feed: "coupa", id: number), number: OrderNumber(number), state: state, currency: "USD",
            lines: [OrderLine(id: "1", number: "1", part: "agmt-1", amount: Amount(amount))])
    }

    private func writes(waiting: OrderState, carrying number: String?) -> [String] {
        var snapshot = Snapshot(management: "111111111111")
        snapshot.orders = [order("PO-A", "100", .issued), order("PO-B", "200", waiting)]
        let charges = [("ch-1", "100", nil), ("ch-2", "200", number)].map { id, amount, number in
            Charge(
                id: ChargeID(id), revision: 1, amount: Amount(amount), currency: "USD", time: now + .seconds(9_000_000),
                order: number.map(OrderNumber.init))
        }
        snapshot.accounts = [
            AccountView(
                id: "222222222222",
                agreements: [Agreement(id: "agmt-1", account: "222222222222", charges: charges)])
        ]
        return reconcile(snapshot, rules: rules, now: now).writes.map {
            "\($0.key.charge.text) \($0.order.number.text)"
        }.sorted()
    }

    @Test(arguments: [OrderState.onHold, .draft, .unknown, .missing])
    func anOrderThatWasNeverPlacedDoesNotShareTheAgreement(_ state: OrderState) {
        #expect(writes(waiting: state, carrying: nil) == ["ch-1 PO-A", "ch-2 PO-A"])
    }

    @Test(arguments: [OrderState.onHold, .unknown, .missing])
    func anOrderThatStandsOnAChargeKeepsItWhileItIsNotIssued(_ state: OrderState) {
        #expect(writes(waiting: state, carrying: "PO-B") == ["ch-1 PO-A"])
    }

    @Test(arguments: [OrderState.cancelled, .closed])
    func anOrderThatHasEndedGivesWayToTheOneThatIsLeft(_ state: OrderState) {
        #expect(writes(waiting: state, carrying: "PO-B") == ["ch-1 PO-A", "ch-2 PO-A"])
    }
}
