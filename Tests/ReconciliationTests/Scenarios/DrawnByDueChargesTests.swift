import Testing

@testable import Reconciliation

/// Money on a charge stays drawn between the day it is due and the invoice.
@Suite struct DrawnByDueChargesTests {
    private static let day = Duration.seconds(86_400)
    private let start = Instant(seconds: 1_800_000_000)

    private func ledger(at now: Instant, invoices: [Invoice] = [], carries: OrderNumber? = "PO-1") -> Ledger? {
        var snapshot = Snapshot(management: "111111111111")
        snapshot.orders = [
            PurchaseOrder(
                key: OrderKey(feed: "coupa", id: "1"), number: "PO-1", currency: "USD",
                lines: [OrderLine(id: "1", number: "1", part: "agmt-1", amount: Amount("100"))])
        ]
        let charge = Charge(
            id: "ch-1", revision: 1, amount: Amount("80"), currency: "USD", time: start + Self.day * 5, order: carries)
        snapshot.accounts = [
            AccountView(
                id: "222222222222",
                agreements: [Agreement(id: "agmt-1", account: "222222222222", charges: [charge])])
        ]
        snapshot.invoices = invoices
        let rules = Rules(
            policy: .assignMissing, mapping: [MappingRule(name: "part", from: [.part], to: [.agreement])])
        return reconcile(snapshot, rules: rules, now: now).ledgers.first
    }

    @Test func itIsDrawnBeforeAndAfterItIsDue() {
        for days in [0, 5, 6, 40] {
            let ledger = ledger(at: start + Self.day * days)
            #expect(ledger?.open == Amount("80") && ledger?.invoiced == .zero, "day \(days)")
        }
    }

    @Test func itIsCountedOnceItIsInvoiced() {
        let invoice = Invoice(
            id: "INV-1", account: "222222222222", issuedAt: start + Self.day * 5, amount: Amount("80") ?? .zero,
            currency: "USD", order: "PO-1")
        let ledger = ledger(at: start + Self.day * 6, invoices: [invoice])
        #expect(ledger?.open == .zero && ledger?.invoiced == Amount("80"))
    }

    @Test func aChargeThatWasDueWithoutItDrawsNothing() {
        #expect(ledger(at: start + Self.day * 6, carries: nil)?.drawn == .zero)
    }
}
