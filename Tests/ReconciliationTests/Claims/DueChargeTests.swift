import Testing

@testable import Reconciliation

/// A charge that is due with the wrong number is said, and one that is due with a number that was right in its time is not.
@Suite struct DueChargeTests {
    private let now = Instant(seconds: 1_800_000_000)
    private let rules = Rules(
        policy: .assignMissing,
        mapping: [
            MappingRule(name: "charge", from: [.auxiliaryPart], to: [.charge]),
            MappingRule(name: "part", from: [.part], to: [.agreement]),
        ])

    private func day(_ days: Int) -> Instant { now + .seconds(86_400) * days }

    private func charge(_ id: String, _ amount: String, due days: Int, carrying number: String?) -> Charge {
        Charge(
            id: ChargeID(id), revision: 1, amount: Amount(amount), currency: "USD", time: day(days),
            order: number.map(OrderNumber.init))
    }

    private func order(
        _ number: String, _ amount: String? = nil, needBy days: Int? = nil, charge: String? = nil,
        state: OrderState = .issued
    ) -> PurchaseOrder {
        PurchaseOrder(
            key: OrderKey(feed: "coupa", id: number), number: OrderNumber(number), state: state, currency: "USD",
            lines: [
                OrderLine(
                    id: "1", number: "1", part: "agmt-1", auxiliaryPart: charge,
                    amount: amount.flatMap { Amount($0) }, needBy: days.map(day))
            ])
    }

    private func plan(_ orders: [PurchaseOrder], _ charges: [Charge]) -> Plan {
        var snapshot = Snapshot(management: "111111111111")
        snapshot.orders = orders
        snapshot.accounts = [
            AccountView(
                id: "222222222222",
                agreements: [Agreement(id: "agmt-1", account: "222222222222", charges: charges)])
        ]
        return reconcile(snapshot, rules: rules, now: now)
    }

    private func tooLate(_ plan: Plan) -> [String] {
        plan.findings.filter { $0.scenario == .chargeTooLate }
            .map { "\($0.subject.charge?.text ?? "") \($0.subject.order?.text ?? "")" }.sorted()
    }

    @Test func instalmentsThatFellDueWithEachOthersNumbersAreBothTooLate() {
        let plan = plan(
            [order("PO-A", "100", needBy: -2), order("PO-B", "200", needBy: -1)],
            [charge("ch-1", "100", due: -2, carrying: "PO-B"), charge("ch-2", "200", due: -1, carrying: "PO-A")])
        #expect(tooLate(plan) == ["ch-1 PO-A", "ch-2 PO-B"])
        #expect(plan.writes.isEmpty)
    }

    @Test func anInstalmentThatAnEarlierOrderOfTheSameAmountPaidIsNotTooLate() {
        let plan = plan(
            [order("PO-A", "100", needBy: -2), order("PO-B", "100", needBy: 20)],
            [charge("ch-1", "100", due: -2, carrying: "PO-A"), charge("ch-2", "100", due: 20, carrying: "PO-B")])
        #expect(tooLate(plan).isEmpty)
        #expect(plan.lines.map(\.result) == [.assigned, .assigned])
    }

    @Test func aChargeThatFellDueWithTheNumberOfTheWeakerClaimIsTooLate() {
        let plan = plan(
            [order("PO-A"), order("PO-B", charge: "ch-1")],
            [charge("ch-1", "100", due: -2, carrying: "PO-A"), charge("ch-2", "200", due: 9, carrying: "PO-A")])
        #expect(tooLate(plan) == ["ch-1 PO-B"])
    }

    @Test func aChargeThatFellDueWithTheNumberOfAnOrderClosedSinceIsNotTooLate() {
        let plan = plan(
            [order("PO-A", state: .closed), order("PO-B")],
            [charge("ch-1", "100", due: -2, carrying: "PO-A"), charge("ch-2", "200", due: 9, carrying: nil)])
        #expect(tooLate(plan).isEmpty)
        #expect(plan.writes.map(\.order.number.text) == ["PO-B"])
    }

    @Test func aChargeThatFellDueWithoutNumberWhileTwoOrdersClaimItIsTooLate() {
        let orders = [order("PO-1", charge: "ch-1"), order("PO-2", charge: "ch-1")]
        let bare = plan(orders, [charge("ch-1", "100", due: -1, carrying: nil)])
        #expect(tooLate(bare) == ["ch-1 "])
        #expect(bare.findings.contains { $0.detail.contains("PO-1 and PO-2") || $0.detail.contains("PO-1, PO-2") })
        #expect(bare.findings.allSatisfy { $0.scenario != .orderConflict }, "there is nothing left to quarrel about")
        #expect(tooLate(plan(orders, [charge("ch-1", "100", due: -1, carrying: "PO-1")])).isEmpty)
        #expect(tooLate(plan(orders, [charge("ch-1", "100", due: 9, carrying: nil)])).isEmpty)
    }

    @Test(arguments: [nil, 3]) func anInstalmentThatFellDueWhileTwoOrdersFittedItIsTooLate(_ needBy: Int?) throws {
        let orders = [order("PO-1", "5", needBy: needBy), order("PO-2", "5", needBy: needBy)]
        let plan = plan(orders, [charge("ch-1", "5", due: -1, carrying: nil)])
        #expect(tooLate(plan) == ["ch-1 "] && plan.writes.isEmpty)
        #expect(plan.findings.contains { $0.detail.contains("PO PO-1, PO-2 claim it with equal right") })
        let key = ChargeKey(account: "222222222222", charge: "ch-1")
        #expect(plan.lines.map(\.missed) == [[key], [key]])
        #expect(tooLate(self.plan(orders, [charge("ch-1", "5", due: -1, carrying: "BY-HAND")])).isEmpty)
        #expect(tooLate(self.plan(orders, [charge("ch-1", "5", due: -46, carrying: nil)])).isEmpty)
        #expect(tooLate(self.plan(orders, [charge("ch-1", "5", due: 9, carrying: nil)])).isEmpty)
    }

    @Test func anInstalmentThatFellDueBeforeItsOnlyLineIsTooLateForThat() throws {
        let plan = plan(
            [order("PO-1", "5"), order("PO-2", "6")],
            [charge("ch-1", "5", due: -1, carrying: nil), charge("ch-2", "6", due: 9, carrying: nil)])
        #expect(tooLate(plan) == ["ch-1 PO-1"])
        #expect(plan.writes.map(\.order.number) == ["PO-2"])
        let finding = try #require(plan.findings.first { $0.scenario == .chargeTooLate })
        #expect(finding.detail.contains("PO PO-1 has a line of its amount"))
        #expect(finding.remedy.contains("the right number is PO-1"))
    }
}
