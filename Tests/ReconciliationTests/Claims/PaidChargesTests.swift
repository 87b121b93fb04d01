import Testing

@testable import Reconciliation

/// What lines have paid stays paid while they are in force, however long AWS lists the charges.
@Suite struct PaidChargesTests {
    private static let month = Duration.seconds(30 * 86_400)
    private let start = Instant(seconds: 1_800_000_000)
    private let rules = Rules(
        policy: .assignMissing, mapping: [MappingRule(name: "part", from: [.part], to: [.agreement])])

    /// One purchase order a month, each for its instalment of the same amount.
    private var orders: [PurchaseOrder] {
        (0..<3).map { month in
            PurchaseOrder(
                key: OrderKey(feed: "coupa", id: "\(month)"), number: OrderNumber("PO-\(month)"), currency: "USD",
                lines: [
                    OrderLine(
                        id: "1", number: "1", part: "agmt-1", amount: Amount("2500"),
                        needBy: start + Self.month * (month + 1))
                ])
        }
    }

    private func charges(_ places: Range<Int>, carrying: Bool) -> [Charge] {
        places.map { month in
            Charge(
                id: ChargeID("ch-\(month)"), revision: 1, amount: Amount("2500"), currency: "USD",
                time: start + Self.month * (month + 1), order: carrying ? OrderNumber("PO-\(month)") : nil)
        }
    }

    private func plan(_ charges: [Charge], after previous: Plan? = nil, at now: Instant) -> Plan {
        var snapshot = Snapshot(management: "111111111111")
        snapshot.orders = orders
        snapshot.accounts = [
            AccountView(
                id: "222222222222",
                agreements: [Agreement(id: "agmt-1", account: "222222222222", charges: charges)])
        ]
        snapshot.previous = previous?.assignments ?? []
        return reconcile(snapshot, rules: rules, now: now)
    }

    @Test func linesWhoseInstalmentAWSNoLongerListsLeaveTheOthersAlone() {
        var last = plan(charges(0..<3, carrying: true), at: start)
        for month in 1...6 {
            let now = start + Self.month * month + .seconds(86_400)
            last = plan(charges(min(month, 3)..<3, carrying: true), after: last, at: now)
            #expect(last.lines.map(\.result) == [.assigned, .assigned, .assigned], "month \(month)")
            #expect(last.findings.isEmpty, "month \(month): \(last.findings.map(\.detail))")
            #expect(last.writes.isEmpty)
        }
    }

    @Test func aLineIsNotUnplacedBecauseItsChargeWasDueLongAgo() {
        let first = plan(charges(0..<3, carrying: true), at: start)
        let later = plan(charges(0..<3, carrying: true), after: first, at: start + Self.month * 12)
        #expect(later.lines.map(\.result) == [.assigned, .assigned, .assigned])
        #expect(later.findings.isEmpty)
    }

    @Test func whatIsPaidIsForgottenOnceTheOrderIsClosedAndTheInvoiceSeen() {
        let first = plan(charges(0..<3, carrying: true), at: start)
        var snapshot = Snapshot(management: "111111111111")
        snapshot.previous = first.assignments
        let later = reconcile(snapshot, rules: rules, now: start + Self.month * 12)
        #expect(later.assignments.isEmpty)
    }
}
