import Documents
import Reconciliation
import Simulation
import Synchronization
import Testing
import Transport

@testable import Procurement

@Suite struct RESTFeedTests {
    private let clock = ManualClock(isImpatient: true)

    private func options(_ change: (inout RESTOptions) -> Void = { _ in }) -> RESTOptions {
        var options = RESTOptions(
            name: "erp", request: RESTRequest(url: "https://erp.example.com/orders"),
            records: JSONPointer("/items") ?? .root,
            fields: [
                .path(.orderID): [.pointer("/id")], .path(.orderNumber): [.pointer("/number")],
                .orderStatus: [.pointer("/state")], .orderUpdatedAt: [.pointer("/changed")],
                .path(.lineID): [.pointer("/id")], .path(.part): [.pointer("/part")],
                .path(.amount): [.pointer("/total")], .lineStatus: [.pointer("/state")],
                .path(.lineCustom("ref")): [.pointer("/extra/ref"), .literal("none")],
            ], lines: .within(JSONPointer("/lines") ?? .root))
        change(&options)
        return options
    }

    private func feed(_ options: RESTOptions, _ script: @escaping @Sendable (Request) -> ScriptedTransport.Answer)
        -> (RESTFeed, ScriptedTransport)
    {
        let transport = ScriptedTransport(time: clock) { script($0) }
        return (RESTFeed(options, transport: transport, time: clock, entropy: HalfEntropy()), transport)
    }

    private func orders(
        _ json: String, _ change: (inout RESTOptions) -> Void = { _ in }
    ) async throws -> (orders: [PurchaseOrder], faults: [String], cursor: JSONValue?) {
        try await feed(options(change)) { _ in .json(json) }.0.everything()
    }

    // MARK: - Orders

    @Test func readsWhatTheFieldsSay() async throws {
        let (orders, _, _) = try await orders(
            """
            {"items": [{"id": 7, "number": " 0042 ", "state": "Issued", "changed": "2026-11-03T10:00:00+01:00", "lines": [
              {"id": 1, "part": "offer-7", "total": 10.10, "extra": {"ref": "r"}}, {"id": 2, "total": "1e2"},
              {"id": 3, "total": 5, "state": "cancelled"}]}]}
            """
        ) { $0.customFields = ["ref"] }
        let order = try #require(orders.first)
        #expect(order.key == OrderKey(feed: "erp", id: "7"))
        #expect(order.number == "0042")
        #expect(order.state == .issued)
        #expect(order.updatedAt == Instant(iso: "2026-11-03T09:00:00Z"))
        #expect(order.lines.map(\.id) == ["1", "2"])
        #expect(order.lines.map { $0.amount?.description } == ["10.10", "100"])
        #expect(order.lines.map(\.custom) == [["ref": "r"], ["ref": "none"]])
    }

    @Test func aBadRecordCostsOnlyItself() async throws {
        let (orders, faults, _) = try await orders(
            """
            {"items": [{"number": null, "state": "issued"}, 5, {"id": 1, "number": "A", "state": "issued", "lines": []},
              {"id": 2, "number": "B", "state": "issued", "lines": [{"id": 1, "total": "1,5"}]},
              {"id": 3, "number": "C", "state": "issued"}, {"id": 4, "number": "D", "lines": []},
              {"id": 5, "number": "E", "state": "issued", "lines": [{"id": 1}, {"id": 1}]},
              {"id": 6, "number": "F", "state": "issued", "changed": "0000-00-00", "lines": []}]}
            """)
        #expect(faults.count == 2)
        #expect(orders.map(\.number) == ["A", "B", "C", "D", "E", "F"])
        #expect(orders.map(\.state) == [.issued] + Array(repeating: OrderState.unreadable, count: 5))
        #expect(orders[1].fault?.contains("line.amount is \"1,5\"") == true)
        #expect(orders[2].fault?.contains("no list of lines at /lines") == true)
        #expect(orders[3].fault == "it has no status")
        #expect(orders[4].fault?.contains("two lines have the id 1") == true)
        #expect(orders[5].fault?.contains("order.updatedAt is \"0000-00-00\"") == true)
    }

    @Test(arguments: ["4500.0", "4.5E9", "-7", "true"])
    func whatAProgramTookForAnAmountIsNoNumber(number: String) async throws {
        let (orders, _, _) = try await orders(
            """
            {"items": [{"id": 1, "number": \(number), "state": "issued", "lines": []},
              {"id": 2, "number": 4500012345678901234, "state": "issued", "lines": []},
              {"id": 3, "number": "4500.0", "state": "issued", "lines": []}]}
            """)
        #expect(orders.map(\.state) == [.unreadable, .issued, .issued])
        #expect(orders[0].fault?.hasPrefix("its number is") == true)
        #expect(orders[1].number == "4500012345678901234")
    }

    @Test func NaNCostsItsOrderAlone() async throws {
        let (orders, _, _) = try await orders(
            """
            {"items": [{"id": 1, "number": "A", "state": "issued", "lines": [{"id": 1, "total": NaN}]},
              {"id": 2, "number": "B", "state": "issued", "lines": [{"id": 1, "total": -Infinity}]},
              {"id": 3, "number": "C", "state": "issued", "lines": [{"id": 1, "total": 5}]}]}
            """)
        #expect(orders.map(\.state) == [.unreadable, .unreadable, .issued])
    }

    /// Servers write it although they should not (RFC 8259, section 8.1).
    @Test func aByteOrderMarkIsPassedOver() async throws {
        let json = "\u{feff}" + #"{"items": [{"id": 1, "number": "A", "state": "issued", "lines": []}]}"#
        #expect(try await orders(json).orders.map(\.number) == ["A"])
    }

    @Test func aZeroDateIsNone() async throws {
        let json =
            #"{"items": [{"id": 1, "number": "A", "state": "issued", "lines": [{"id": 1, "due": "0000-00-00"}]}]}"#
        let order = try await orders(json) { $0.fields[.path(.needBy)] = [.pointer("/due")] }.orders.first
        #expect(order?.state == .issued && order?.lines.first?.needBy == nil)
    }

    @Test func wordsThatNobodyExplainedAreUnknown() async throws {
        let json = #"{"items": [{"id": 1, "number": "A", "state": "open", "lines": []}]}"#
        #expect(try await orders(json).orders.first?.state == .unknown)
        #expect(try await orders(json) { $0.statuses = [.issued: ["OPEN"]] }.orders.first?.state == .issued)
    }

    @Test func aDraftWithoutANumberIsNoOrderYet() async throws {
        let (orders, faults, _) = try await orders(
            """
            {"items": [{"id": 1, "state": "draft", "lines": []}, {"id": 2, "number": "", "state": "cancelled", "lines": []},
              {"id": 3, "number": "3", "state": "draft", "lines": []}, {"id": 4, "state": "issued", "lines": []}]}
            """)
        #expect(orders.map(\.key.id) == ["3", "4"])
        #expect(orders.map(\.state) == [.draft, .unreadable])
        #expect(faults.isEmpty)
    }

    @Test func priceTimesQuantityStandsInForAnAmount() async throws {
        let json =
            #"{"items": [{"id": 1, "number": "A", "state": "issued", "lines": [{"id": 1, "p": 0.333, "q": "3", "per": 1}]}]}"#
        let order = try await orders(json) {
            $0.fields[.linePrice] = [.pointer("/p")]
            $0.fields[.lineQuantity] = [.pointer("/q")]
            $0.fields[.linePriceQuantity] = [.pointer("/per")]
        }.orders.first
        #expect(order?.lines.first?.amount == Amount("1.00"))
    }

    /// Of the line's currency, or else of the order's.
    @Test(arguments: [("null", "JPY", "4"), ("\"KWD\"", "JPY", "3.702"), ("null", "USD", "3.70")])
    func theProductIsRoundedAsItsCurrencyIs(own: String, ofOrder: String, amount: String) async throws {
        let json = """
            {"items": [{"id": 1, "number": "A", "state": "issued", "c": "\(ofOrder)", "lines": [
              {"id": 1, "p": 1.234, "q": 3, "c": \(own)}]}]}
            """
        let order = try await orders(json) {
            $0.fields[.linePrice] = [.pointer("/p")]
            $0.fields[.lineQuantity] = [.pointer("/q")]
            $0.fields[.orderCurrency] = [.pointer("/c")]
            $0.fields[.path(.currency)] = [.pointer("/c")]
        }.orders.first
        #expect(order?.lines.first?.amount?.description == amount)
    }

    @Test func rulesMayReadFieldsByPointer() async throws {
        let json =
            #"{"items": [{"id": 1, "number": "A", "state": "issued", "x": {"y": "z"}, "lines": [{"id": 1, "extra": {"ref": "r"}, "k": 5}]}]}"#
        let some = try await orders(json) { $0.customFields = ["/x/y", "/k"] }.orders.first
        #expect(some?.custom == ["/x/y": "z"])
        #expect(some?.lines.first?.custom == ["/k": "5"])
        // A preview shows everything there is, the lines on their own.
        let all = try await orders(json).orders.first
        #expect(all?.custom == ["/id": "1", "/number": "A", "/state": "issued", "/x/y": "z"])
        #expect(all?.lines.first?.custom == ["ref": "r", "/id": "1", "/extra/ref": "r", "/k": "5"])
    }

    // MARK: - The watermark

    @Test func theWatermarkIsTheSourcesAndNoneWithoutAFilter() async throws {
        let json = """
            {"items": [{"id": 1, "number": "A", "state": "issued", "changed": "2026-11-03T10:00:00Z", "lines": []},
              {"id": 2, "number": "B", "state": "issued", "changed": "9999-12-31T00:00:00Z", "lines": []},
              {"id": 3, "number": "C", "state": "issued", "lines": []}]}
            """
        #expect(try await orders(json).cursor == nil)
        let next = try await orders(json) { $0.since = .init(parameter: "since") }.cursor
        #expect(next == ["watermark": "2026-11-03T10:00:00Z"])
    }

    @Test func asksForChangesWithOverlapAndKeepsTheWatermarkWhereThereAreNone() async throws {
        let (feed, transport) = feed(
            options {
                $0.since = .init(parameter: "since", format: .epoch)
                $0.overlap = .seconds(60)
                $0.request.query = [.init("since", "0")]
            }
        ) { _ in .json(#"{"items": []}"#) }
        let cursor: JSONValue = ["watermark": "2026-11-23T12:00:00Z"]
        #expect(try await feed.everything(FeedPass(isFull: false, cursor: cursor)).cursor == cursor)
        #expect(transport.requests.map(\.url) == ["https://erp.example.com/orders?since=1795435140"])
        _ = try await feed.everything(FeedPass(isFull: true, cursor: cursor))
        #expect(transport.requests.last?.url == "https://erp.example.com/orders?since=0")
    }

    // MARK: - Details

    private func detailed(_ answer: ScriptedTransport.Answer) async throws -> [PurchaseOrder] {
        let options = options {
            $0.detail = .init(request: RESTRequest(url: "https://erp.example.com/orders/{order.id}"), records: .root)
        }
        let (feed, _) = feed(options) { request in
            switch request.url {
            case "https://erp.example.com/orders": .json(#"{"items": [{"id": "a/b"}, {"id": 2}]}"#)
            case "https://erp.example.com/orders/2":
                .json(#"{"id": 2, "number": "B", "state": "issued", "lines": [{"id": 1}]}"#)
            case "https://erp.example.com/orders/a%2Fb": answer
            default: .status(500)
            }
        }
        return try await feed.everything().orders
    }

    @Test func whoWantsOnlySomeDoesNotWaitForAPage() async throws {
        let options = options {
            $0.detail = .init(request: RESTRequest(url: "https://erp.example.com/orders/{order.id}"), records: .root)
        }
        let (feed, transport) = feed(options) { request in
            guard request.url.hasSuffix("/orders") else {
                return .json(#"{"id": 1, "number": "A", "state": "issued", "lines": []}"#)
            }
            return .json(#"{"items": [\#((1...100).map { #"{"id": \#($0)}"# }.joined(separator: ","))]}"#)
        }
        let enough = FeedError(.cancelled, "enough")
        await #expect(throws: enough) {
            try await feed.read(FeedPass(isFull: true, cursor: nil)) { (_) throws(FeedError) in throw enough }
        }
        #expect(transport.requests.count == 11)
    }

    @Test func ofSeveralFormsOfDatesTheFirstThatFitsCounts() async throws {
        let json =
            #"{"items": [{"id": 1, "number": "A", "state": "issued", "changed": "1795435200", "lines": [{"id": 1, "due": "01.12.2026"}]}]}"#
        let order = try await orders(json) {
            $0.dates = [.epoch, TimeFormat("dd.MM.yyyy")].compactMap { $0 }
            $0.fields[.path(.needBy)] = [.pointer("/due")]
        }.orders.first
        #expect(order?.updatedAt == Instant(seconds: 1_795_435_200))
        #expect(order?.lines.first?.needBy == Instant(iso: "2026-12-01"))
    }

    @Test func anOrderThatIsGoneSinceTheListIsNone() async throws {
        #expect(try await detailed(.status(404)).map(\.number) == ["B"])
    }

    @Test func anOrderThatIsRefusedIsUnreadable() async throws {
        let orders = try await detailed(.json(#"{"error": {"message": "locked"}}"#, status: 409))
        #expect(orders.map(\.state) == [.unreadable, .issued])
        #expect(orders.first?.fault?.contains("HTTP 409: locked") == true)
    }

    @Test func aDetailThatFailsFailsTheReading() async throws {
        await #expect(throws: FeedError.self) { try await detailed(.status(503)) }
        await #expect(throws: FeedError.self) { try await detailed(.json("[]")) }
    }

    // MARK: - Refusals

    @Test(arguments: [
        (401, FeedError.Kind.denied), (403, .denied), (404, .rejected), (429, .throttled), (302, .rejected),
        (500, .unreachable),
    ])
    func saysWhatToDoAboutARefusal(status: Int, kind: FeedError.Kind) async throws {
        let (feed, _) = feed(options()) { _ in .json(#"{"message": "because"}"#, status: status) }
        let error = await #expect(throws: FeedError.self) { try await feed.everything() }
        #expect(error?.kind == kind)
        #expect(error?.message.contains("because") == true)
        #expect(error?.message.contains("https://erp.example.com/orders") == true)
    }

    @Test(arguments: [
        RESTOptions.Login.bearer(SecretSource(Secret("canary"))),
        .basic(user: "u", password: SecretSource(Secret("canary"))),
        .header(name: "Authorization", prefix: "token ", value: SecretSource(Secret("canary"))),
    ])
    func aServerThatRepeatsTheSecretDoesNotSpreadIt(login: RESTOptions.Login) async throws {
        let (feed, _) = feed(options { $0.login = login }) { _ in
            .json(#"{"message": "the key canary is not valid (canary)"}"#, status: 401)
        }
        let error = await #expect(throws: FeedError.self) { try await feed.everything() }
        #expect(error?.message.contains("the key <redacted> is not valid (<redacted>)") == true)
        #expect(error?.message.contains("canary") == false)
    }

    @Test(arguments: [
        "<html>Please log in</html>", "", #"{"items": {}}"#, #"{"rows": []}"#, #"{"items": [1]"#, #"{"a": 1, "a": 2}"#,
    ])
    func whatIsNoListIsNoEmptyFeed(body: String) async throws {
        let (feed, _) = feed(options()) { _ in .json(body) }
        let error = await #expect(throws: FeedError.self) { try await feed.everything() }
        #expect(error?.kind == .malformed)
    }

    @Test func aSecretThatIsRenewedElsewhereIsReadAnew() async throws {
        let count = Mutex(0)
        let source = SecretSource { () throws(FeedError) in
            Secret("t\(count.withLock { number in number += 1; return number })")
        }
        let (feed, transport) = feed(options { $0.login = .bearer(source) }) { _ in .json(#"{"items": []}"#) }
        _ = try await feed.everything()
        _ = try await feed.everything()
        let tokens = transport.requests.map { request in
            if case .bearer(let token) = request.credential { token.withText { $0 } } else { "" }
        }
        #expect(tokens == ["t1", "t2"])
    }
}
