import Testing

@testable import Reconciliation

/// What is said while accounts or feeds cannot be read.
@Suite struct UnreadTests {
    private let rules = Rules(
        policy: .assignMissing, mapping: [MappingRule(name: "part", from: [.part], to: [.agreement])])

    private func detail(_ accounts: [AccountView]) throws -> String {
        try #require(unmatched(accounts).first).detail
    }

    private func unmatched(_ accounts: [AccountView]) -> [Finding] {
        var snapshot = Snapshot(management: "111111111111")
        snapshot.orders = [
            PurchaseOrder(
                key: OrderKey(feed: "coupa", id: "1"), number: "PO-1",
                lines: [OrderLine(id: "1", number: "1", part: "agmt-1")])
        ]
        snapshot.accounts = accounts
        let plan = reconcile(snapshot, rules: rules, now: Instant(seconds: 1_800_000_000))
        return plan.findings.filter { $0.scenario == .orderUnmatched }
    }

    @Test func anUnmatchedLineNamesTheAccountsWhereNobodyCouldLook() throws {
        let detail = try detail([
            AccountView(id: "111111111111"), AccountView(id: "333333333333", hold: .unread),
            AccountView(id: "222222222222", hold: .unread),
        ])
        #expect(detail.contains("not read: 222222222222, 333333333333"))
        #expect(!detail.contains("111111111111"))
    }

    @Test func noOrderIsAtFaultWhereNoAccountWasEverRead() {
        #expect(unmatched([AccountView(id: "222222222222", hold: .unread)]).isEmpty)
        #expect(!unmatched([AccountView(id: "111111111111"), AccountView(id: "222222222222", hold: .unread)]).isEmpty)
    }

    @Test func nothingIsSaidOfAccountsWhereAllWasRead() throws {
        #expect(try !detail([AccountView(id: "111111111111")]).contains("not read"))
    }

    @Test func aRoleThatMayNotBeAssumedIsMendedOnBothSides() {
        let finding = InsufficientPermissions.finding(
            action: "sts:AssumeRole", account: "222222222222", principal: nil, reason: "AccessDenied")
        #expect(finding.remedy.contains("posyncd's own credentials"))
        #expect(finding.remedy.contains("trust policy"))
    }

    @Test func noChargeIsCalledWithoutOrderBeforeTheFeedsWereRead() {
        var snapshot = Snapshot(management: "111111111111")
        let charge = Charge(id: "ch-1", revision: 1, amount: Amount("5"), currency: "USD", time: nil)
        let dated = Charge(
            id: "ch-2", revision: 1, amount: Amount("5"), currency: "USD", time: Instant(seconds: 1_801_000_000),
            order: "PO-9")
        snapshot.accounts = [
            AccountView(
                id: "222222222222",
                agreements: [Agreement(id: "agmt-1", account: "222222222222", charges: [charge, dated])])
        ]
        func scenarios() -> Set<Scenario> {
            Set(reconcile(snapshot, rules: rules, now: Instant(seconds: 1_800_000_000)).findings.map(\.scenario))
        }
        #expect(scenarios() == [.chargeWithoutOrder, .usageUncovered])
        snapshot.knowsOrders = false
        #expect(scenarios().isEmpty)
    }
}
