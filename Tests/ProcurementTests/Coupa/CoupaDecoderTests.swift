import Documents
import Reconciliation
import Testing
import Transport

@testable import Procurement

@Suite struct CoupaDecoderTests {
    private func orders(_ json: String, customFields: Set<String>? = []) throws -> FeedPage {
        let options = CoupaOptions(
            name: "coupa", url: "https://acme.coupahost.com", clientID: "c", clientSecret: Secret("s"),
            customFields: customFields)
        return CoupaDecoder(options).page(try #require(try JSONReader.read(Array(json.utf8)).array))
    }

    private func order(_ members: String, customFields: Set<String>? = []) throws -> PurchaseOrder {
        let json = #"[{"id": 7, "po-number": "PO-7", "status": "issued", "order-lines": [], \#(members)}]"#
        return try #require(try orders(json.replacing(", }", with: "}"), customFields: customFields).orders.first)
    }

    private func state(_ word: String) throws -> OrderState? {
        try orders(#"[{"id": 1, "po-number": "1", "status": "\#(word)", "order-lines": []}]"#).orders.first?.state
    }

    @Test(arguments: [
        ("issued", OrderState.issued), ("cancelled", .cancelled), ("canceled", .cancelled), ("Canceled ", .cancelled),
        ("soft_closed", .closed), ("buyer_hold", .onHold), ("draft", .draft), ("error", .unknown),
        ("brand_new", .unknown),
    ])
    func statusesAreReadLeniently(word: String, state: OrderState) throws {
        #expect(try self.state(word) == state)
    }

    // MARK: - Money

    private func amounts(_ lines: String) throws -> [String?] {
        let page = try orders(#"[{"id": 1, "po-number": "1", "status": "issued", "order-lines": [\#(lines)]}]"#)
        return try #require(page.orders.first).lines.map { $0.amount?.description }
    }

    @Test func amountsAreExactWhetherTextOrNumber() throws {
        #expect(
            try amounts(
                #"{"id": 1, "total": "1200.0000"}, {"id": 2, "total": 0.10}, {"id": 3, "total": "99999999999999999999999999.9999"}"#
            )
                == ["1200.0000", "0.10", "99999999999999999999999999.9999"])
    }

    @Test func onlyAnAmountLinesPriceIsItsTotal() throws {
        #expect(
            try amounts(
                #"{"id": 1, "quantity": null, "price": "500.00"}, {"id": 2, "quantity": "10.0", "price": "5.00"}, {"id": 3, "total": "", "price": "7"}"#
            )
                == ["500.00", nil, "7"])
    }

    @Test func anAmountThatIsNoneCostsItsOrderAndNoOther() throws {
        let page = try orders(
            """
            [{"id": 1, "po-number": "1", "status": "issued", "order-lines": [{"id": 1, "total": "1,200"}]},
             {"id": 2, "po-number": "2", "status": "issued", "order-lines": [{"id": 1, "total": "1200"}]}]
            """)
        #expect(page.orders.map(\.state) == [.unreadable, .issued])
        #expect(page.orders.first?.fault == "line 1: total is \"1,200\", which is no amount")
    }

    // MARK: - Lines

    @Test(arguments: [
        #""status": "cancelled""#, #""status": "canceled""#, #""status": "Deleted""#, #""deleted": true"#,
        #""deleted": "true""#,
        #""deleted-at": "2026-11-20T08:00:00Z""#,
    ])
    func aDeletedLineIsLeftOutHoweverItIsMarked(mark: String) throws {
        #expect(
            try amounts(#"{"id": 1, "total": "1", \#(mark)}, {"id": 2, "total": "2", "status": "created"}"#) == ["2"])
    }

    @Test(arguments: [
        #""deleted": false"#, #""deleted": null"#, #""deleted-at": null"#, #""deleted": "false""#, #""deleted": 0"#,
        #""status": "received""#,
    ])
    func otherLinesStay(mark: String) throws {
        #expect(try amounts(#"{"id": 1, "total": "1", \#(mark)}"#) == ["1"])
    }

    @Test func splitBillingHasNoAccountAndLineNumbersAreText() throws {
        let page = try orders(
            #"[{"id": 1, "po-number": "1", "status": "issued", "order-lines": [{"id": 9, "line-num": 1, "account": null, "account-allocations": [{}]}]}]"#
        )
        #expect(page.orders.first?.lines.first?.number == "1")
        #expect(page.orders.first?.lines.first?.account == nil)
    }

    // MARK: - Custom fields

    @Test func customFieldsAreFoundInBothNamespaces() throws {
        let order = try order(
            #""custom-fields": {"a": "new", "b": {"name": "looked up"}}, "a": "old", "c": "old", "d": true"#,
            customFields: ["a", "b", "c", "d", "e"])
        #expect(order.custom == ["a": "new", "b": "looked up", "c": "old", "d": "true"])
    }

    @Test func aPreviewShowsThoseOfTheOldNamespaceWithoutCoupasOwn() throws {
        let order = try order(
            #""custom-fields": {"a": "new"}, "c": "old", "transmission-status": "sent_manually", "version": 3"#,
            customFields: nil)
        #expect(order.custom == ["a": "new", "c": "old"])
    }

    // MARK: - Revisions

    @Test func anInternalRevisionIsTheSameVersionChangedLater() throws {
        let before = try order(#""version": 2, "internal-revision": 4, "updated-at": "2026-11-20T08:00:00Z""#)
        let after = try order(#""version": 2, "internal-revision": 5, "updated-at": "2026-11-20T09:00:00Z""#)
        #expect(before.version == after.version)
        #expect(after.lines == before.lines)
        #expect(after.updatedAt != before.updatedAt)
    }

    @Test func recordsThatCannotBeToldApartAreFaults() throws {
        let page = try orders(#"[{"po-number": "1"}, 5, {"id": "", "po-number": "2"}, {"id": 3, "po-number": "3"}]"#)
        #expect(page.faults.count == 3)
        #expect(page.orders.map(\.state) == [.unreadable])
    }

    @Test(arguments: [
        (#""quantity": "10.0", "price": "50.00", "total": "500.00""#, false),
        (#""quantity": "3", "price": "33.333333", "total": "100.00""#, false),
        (#""quantity": null, "price": "50.00", "total": "500.00""#, false),
        (#""quantity": "10.0", "price": "50.00", "total": "50.00""#, true),
        (#""quantity": 2, "price": 0.5, "total": "-1.00""#, true),
    ])
    func aTotalThatIsNotPriceTimesQuantityIsSaidAndTaken(line: String, isSaid: Bool) throws {
        let page = try orders(
            #"[{"id": 7, "po-number": "PO-7", "status": "issued", "order-lines": [{"id": 1, "line-num": "4", \#(line)}]}]"#
        )
        #expect(page.orders.map(\.state) == [.issued])
        #expect(page.orders.first?.lines.first?.amount != nil)
        #expect(page.faults.isEmpty)
        let fault = page.orders.first?.fault
        #expect(fault.map { $0.hasPrefix("the total of line 4 is ") } == (isSaid ? true : nil))
    }

    @Test(arguments: ["0000-00-00", "0000-00-00T00:00:00Z", "2026-13-01"])
    func aDateThatIsNoneIsSaid(date: String) throws {
        let json =
            #"[{"id": 7, "po-number": "PO-7", "status": "issued", "#
            + #""order-lines": [{"id": 1, "total": "1.00", "need-by-date": "\#(date)"}]}]"#
        let order = try #require(try orders(json).orders.first)
        #expect(order.state == .unreadable)
        #expect(order.fault?.contains("need-by-date is \"\(date)\"") == true)
    }

    @Test(arguments: [#""exported": 0"#, #""exported": "true""#, #""exported": null"#, #""something-new": {"a": []}"#])
    func whatIsUnknownOrOfAnotherTypeIsBorne(member: String) throws {
        let order = try order(member)
        #expect(order.state == .issued)
        #expect(order.fault == nil)
    }
}
