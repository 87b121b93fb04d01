import Documents
import Reconciliation
import Testing

@testable import Daemon

/// What the store keeps is written without a tree of values in between: it must be what a tree would be, and read back.
@Suite struct RecordTextTests {
    private func stored(_ write: (inout JSONComposer) -> Void) throws -> JSONValue {
        var json = JSONComposer(.canonical)
        write(&json)
        let value = try JSONReader.read(json.bytes)
        #expect(value.canonicalBytes() == json.bytes, "it is canonical")
        return value
    }

    private let moment = Instant(milliseconds: 1_795_435_200_123)

    @Test func ordersAreReadBack() throws {
        let line = OrderLine(
            id: "1", number: "10", description: "a \"b\"\n", part: "p", auxiliaryPart: "agmt-1", commodity: "81162000",
            account: "100", amount: Amount("1200.00"), currency: "USD", needBy: moment,
            custom: ["z": "1", "a\"b": "2", "a#": "3"])
        let order = PurchaseOrder(
            key: OrderKey(feed: "coupa", id: "4711"), number: "PO-1", version: 3, state: .onHold, status: "buyer_hold",
            supplierName: "AWS", supplierNumber: "V-1", currency: "USD", custom: ["k": "v"], updatedAt: moment,
            lines: [line, OrderLine(id: "2", number: "20")], fault: "none")
        #expect(try OrderRecord.decode(stored { $0.object { OrderRecord.write(order, to: &$0) } }) == order)
    }

    @Test func agreementsAreReadBack() throws {
        var agreement = Agreement(
            id: "agmt-1", account: "222222222222", status: .active, offer: "offer-1",
            products: [.init(id: "prod-1", type: "SaaSProduct"), .init(id: "prod-2", type: nil)],
            acceptor: "222222222222", acceptedAt: moment, startsAt: moment, endsAt: nil, initial: "agmt-0",
            terms: AgreementTerms(kinds: ["b", "a"], renews: true), charges: [])
        agreement.charges = [
            Charge(id: "ch-1", revision: 2, amount: Amount("0.10"), currency: "USD", time: moment, order: "PO-1"),
            Charge(id: "ch-2", revision: 1),
        ]
        #expect(
            try AgreementRecord.decode(stored { $0.object { AgreementRecord.write(agreement, to: &$0) } }) == agreement)
    }

    @Test func assignmentsAreReadBackAndShowEveryField() throws {
        let assignment = Assignment(
            key: ChargeKey(account: "222222222222", charge: "ch-1"), agreement: "agmt-1", revision: 1, amount: nil,
            currency: nil, time: nil, order: AssignedOrder(number: "PO-1"), rule: nil, scope: .blanket, state: .blanket,
            observed: nil, since: moment, hold: .observe)
        let value = try stored { $0.object { AssignmentRecord.write(assignment, to: &$0) } }
        #expect(try AssignmentRecord.decode(value) == assignment)
        #expect(
            AssignmentRecord.encode(assignment).object?.members.map(\.key) == [
                "account", "agreement", "charge", "revision", "amount", "currency", "time", "order", "rule", "scope",
                "state",
                "observed", "since", "invoice", "finding", "hold",
            ])
        #expect(value["invoice"] == .null)
    }

    @Test func findingsAndWrittenNumbersAreReadBack() throws {
        let finding = Finding(
            .orderConflict, .warning,
            Finding.Subject(
                account: "222222222222", agreement: "agmt-1", charge: "ch-1", order: "PO-1", feed: "coupa", invoice: "i"
            ),
            detail: "d", remedy: "r", owner: .procurement)
        var record = FindingRecord(finding, since: moment)
        record.resolvedAt = moment + .seconds(1)
        #expect(try FindingRecord(stored { $0.object(record.write) }) == record)
        let written = (0..<20).map { WrittenOrder(order: OrderNumber("PO-\($0)"), at: moment) }
        #expect(try WrittenRecord.decode(stored { WrittenRecord.write(written, to: &$0) }) == written.suffix(16))
    }
}
