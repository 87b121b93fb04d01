import Documents
import Reconciliation
import Simulation
import Synchronization
import Testing
import Transport

@testable import Procurement

@Suite struct AribaFeedTests {
    private let clock = ManualClock(isImpatient: true)
    private static let host = "https://openapi.ariba.com/api"

    /// A gateway that answers calls by their path and parameters, and counts the tokens it gives.
    private func feed(
        view: String?, callsPerDay: Int? = nil, _ script: @escaping @Sendable (Request) -> ScriptedTransport.Answer
    ) -> (feed: AribaFeed, transport: ScriptedTransport) {
        let tokens = Mutex(0)
        let transport = ScriptedTransport(time: clock) { request in
            guard request.url.hasSuffix("/oauth/token") else { return script(request) }
            let number = tokens.withLock { number in
                number += 1
                return number
            }
            return .json(#"{"access_token": "t\#(number)", "expires_in": 1440, "refresh_token": "r"}"#)
        }
        let api = view == nil ? "purchase-orders/v1/prod" : "procurement-reporting-details/v2/prod"
        let options = AribaOptions(
            name: "ariba", url: "\(Self.host)/\(api)", tokenURL: "https://api.ariba.com/v2/oauth/token", clientID: "c",
            clientSecret: Secret("s"), apiKey: Secret("k"), realm: view == nil ? "AN0100" : "acme", view: view,
            history: .seconds(40 * 86_400), callsPerDay: callsPerDay, requestsPerSecond: 100, customFields: [])
        return (AribaFeed(options, transport: transport, time: clock, entropy: HalfEntropy()), transport)
    }

    private func calls(_ transport: ScriptedTransport) -> [Request] {
        transport.requests.filter { !$0.url.hasSuffix("/oauth/token") }
    }

    private static let order = """
        {"UniqueName": "EP7-V2", "OrderID": "EP7", "VersionNumber": 2, "StatusString": "Ordered", "TimeUpdated":
         "2026-11-20T08:00:00Z", "Supplier": {"UniqueName": "V-1001", "Name": "Amazon Web Services"}, "LineItems": [
         {"NumberInCollection": 1, "Quantity": 1, "Amount": {"Amount": 1200.00, "Currency": {"UniqueName": "USD"}}, "NeedBy":
          "2026-12-01T00:00:00Z", "Description": {"Description": "SaaS", "SupplierPartNumber": "offer-7",
          "SupplierPartAuxiliaryID": "agmt-1a2b", "CommonCommodityCode": {"UniqueName": "81162000"}}}]}
        """

    // MARK: - Reporting

    @Test func aViewIsReadByPageTokensOfWhichOnlyTheLastIsMissing() async throws {
        let (feed, transport) = feed(view: "AWS PO") { request in
            guard request.url.contains("updatedDateTo%22%3A%222026-11-14") else { return .json(#"{"Records": []}"#) }
            if request.url.hasSuffix("pageToken=a") { return .json(#"{"Records": [], "PageToken": "b"}"#) }
            if request.url.hasSuffix("pageToken=b") { return .json(#"{"Records": [\#(Self.order)]}"#) }
            return .json(
                #"{"Records": [{"OrderID": "EP6", "StatusString": "Canceling", "LineItems": []}], "PageToken": "a"}"#)
        }
        let (orders, faults, cursor) = try await feed.everything()
        #expect(faults.isEmpty)
        #expect(orders.map(\.number) == ["EP6", "EP7"])
        #expect(orders.map(\.state) == [.cancelled, .issued])
        let order = try #require(orders.last)
        #expect(order.version == 2)
        #expect(order.supplierNumber == "V-1001")
        let line = try #require(order.lines.first)
        #expect(line.amount == Amount("1200"))
        #expect(line.currency == "USD")
        #expect(line.auxiliaryPart == "agmt-1a2b")
        #expect(line.commodity == "81162000")
        #expect(line.needBy == Instant(iso: "2026-12-01T00:00:00Z"))
        #expect(cursor == ["watermark": "2026-11-20T08:00:00Z"])
        let filters =
            "%7B%22updatedDateFrom%22%3A%222026-10-14T12%3A00%3A00Z%22%2C%22updatedDateTo%22%3A%222026-11-14T12%3A00%3A00Z%22%7D"
        #expect(
            calls(transport).first?.url
                == "\(Self.host)/procurement-reporting-details/v2/prod/views/AWS%20PO?realm=acme&filters=\(filters)")
    }

    @Test func changesAreAskedForWithOverlap() async throws {
        let (feed, transport) = feed(view: "V") { _ in .json(#"{"Records": []}"#) }
        let cursor: JSONValue = ["watermark": "2026-11-20T08:00:00Z"]
        #expect(try await feed.everything(FeedPass(isFull: false, cursor: cursor)).cursor == cursor)
        #expect(calls(transport).count == 1)
        #expect(calls(transport).first?.url.contains("updatedDateFrom%22%3A%222026-11-20T07%3A00%3A00Z") == true)
    }

    @Test func aQueryThatReachesItsLimitIsAskedAgainInHalves() async throws {
        let full = (0..<AribaFeed.queryLimit).map {
            #"{"OrderID": "\#($0)", "StatusString": "Ordered", "LineItems": []}"#
        }
        let page = #"{"Records": [\#(full.joined(separator: ","))]}"#
        let count = Mutex(0)
        let (feed, _) = feed(view: "V") { _ in
            let number = count.withLock { number in
                number += 1
                return number
            }
            return .json(number == 1 ? page : #"{"Records": []}"#)
        }
        _ = try await feed.everything(FeedPass(isFull: false, cursor: ["watermark": "2026-11-20T08:00:00Z"]))
        #expect(count.withLock { $0 } == 3)
    }

    @Test func aTokenThatComesAgainEndsTheReading() async throws {
        let (odd, _) = self.feed(view: "V") { _ in .json(#"{"Records": [], "PageToken": {"id": "a"}}"#) }
        let said = await #expect(throws: FeedError.self) { _ = try await odd.everything() }
        #expect(said?.message.contains("neither text nor number") == true)
        let (feed, _) = feed(view: "V") { _ in .json(#"{"Records": [], "PageToken": "a"}"#) }
        let error = await #expect(throws: FeedError.self) { try await feed.everything() }
        #expect(error?.kind == .malformed)
    }

    // MARK: - The network

    @Test func ordersOfTheNetworkGetTheirLinesFromTheListOfItems() async throws {
        let (feed, transport) = feed(view: nil) { request in
            let isSecond = request.url.hasSuffix("$skip=2") || request.url.hasSuffix("$skip=1")
            guard request.url.contains("2026-11-24T12%3A00%3A00"), !isSecond else { return .json(#"{"content": []}"#) }
            if request.url.contains("/items?") {
                return .json(
                    """
                    {"content": [{"documentNumber": "PO1", "lineNumber": "1", "description": "SaaS", "quantity": 2, "supplierPart":
                      "offer-7", "unitPrice": {"amount": 0.1, "currencyCode": "USD"}, "needBy": "2026-12-01T00:00:00"},
                     {"documentNumber": "PO1", "lineNumber": "2", "quantity": 1, "unitPrice": {"amount": 5}}]}
                    """)
            }
            return .json(
                """
                {"content": [{"documentNumber": "PO1", "status": "New", "supplierName": "Amazon Web Services", "created":
                  "2026-11-20T08:00:00", "poAmount": {"amount": 5.2, "currencyCode": "USD"}}]}
                """)
        }
        let (orders, _, cursor) = try await feed.everything(
            FeedPass(isFull: false, cursor: ["watermark": "2026-10-24T13:00:00Z"]))
        let order = try #require(orders.first)
        #expect(orders.count == 1)
        #expect(order.state == .issued)
        #expect(order.currency == "USD")
        #expect(order.lines.map(\.number) == ["1", "2"])
        #expect(order.lines.map { $0.amount?.description } == ["0.20", "5.00"])
        #expect(cursor == ["watermark": "2026-11-20T08:00:00Z"])
        let first = try #require(calls(transport).first)
        #expect(
            first.url
                == "\(Self.host)/purchase-orders/v1/prod/items?$filter=startDate%20eq%20%272026-10-24T12%3A00%3A00%27%20and"
                + "%20endDate%20eq%20%272026-11-24T12%3A00%3A00%27&$top=100&$skip=0")
        #expect(first.headers.contains(.init("X-ARIBA-NETWORK-ID", "AN0100")))
    }

    @Test func aFullReadingOfTheNetworkGoesMonthByMonth() async throws {
        let (feed, transport) = feed(view: nil) { _ in .json(#"{"content": []}"#) }
        _ = try await feed.everything()
        #expect(calls(transport).count == 4)
    }

    // MARK: - Tokens

    @Test func tokensAreRenewedBeforeTheyEndAndGoWithTheApplicationKey() async throws {
        let clock = clock
        let (feed, transport) = feed(view: nil) { _ in
            clock.advance(by: .seconds(600))
            return .json(#"{"content": []}"#)
        }
        _ = try await feed.everything()
        let proofs = calls(transport).map { request in
            guard case .headers(let headers) = request.credential else { return "" }
            return headers.map { header in header.value.withText { "\(header.name): \($0)" } }.joined(separator: ", ")
        }
        #expect(
            proofs == ["t1", "t1", "t2", "t2"].map { "Authorization: Bearer \($0), apiKey: k" })
        let token = try #require(transport.requests.first)
        guard case .basic(let user, _) = token.credential else {
            Issue.record("the token is asked for with client and secret in the header")
            return
        }
        #expect(user == "c")
        #expect(token.body == Array("grant_type=client_credentials".utf8))
    }

    // MARK: - Quotas

    private func left(_ span: String, status: Int = 200) -> ScriptedTransport.Answer {
        .response(
            Response(
                status: status, headers: [.init("X-RateLimit-Remaining-\(span)", "0")],
                body: Array(#"{"content": []}"#.utf8)))
    }

    @Test func nothingIsAskedOnceTheDaysQuotaIsUsedUpNotEvenAfterARestart() async throws {
        let (first, before) = feed(view: nil) { _ in left("day") }
        let error = await #expect(throws: FeedError.self) { try await first.everything() }
        #expect(error?.kind == .throttled)
        #expect(error?.message.contains("2026-11-24T00:00:00Z") == true)
        #expect(calls(before).count == 1)

        let (second, after) = feed(view: nil) { _ in .json(#"{"content": []}"#) }
        let ledger = await first.ledger
        await #expect(throws: FeedError.self) {
            try await second.everything(FeedPass(isFull: true, cursor: nil, ledger: ledger))
        }
        #expect(after.requests.isEmpty)
        clock.advance(by: .seconds(86_400))
        _ = try await second.everything(FeedPass(isFull: true, cursor: nil, ledger: ledger))
    }

    @Test func theQuotaOfAMinuteIsWaitedFor() async throws {
        let count = Mutex(0)
        let (feed, transport) = feed(view: nil) { _ in
            count.withLock { number in
                number += 1
                return number
            } == 1 ? left("minute", status: 429) : .json(#"{"content": []}"#)
        }
        _ = try await feed.everything()
        #expect(calls(transport).count == 5)
        #expect(clock.naps.contains { $0 > .seconds(59) })
    }

    @Test func aGatewayThatAlwaysRefusesIsLeftAlone() async throws {
        let (feed, transport) = feed(view: nil) { _ in .status(429) }
        let error = await #expect(throws: FeedError.self) { try await feed.everything() }
        #expect(error?.kind == .throttled)
        #expect(calls(transport).count <= AribaCalls.waits + 1)
    }

    @Test func callsAreCountedAgainstTheConfiguredLimit() async throws {
        let (feed, transport) = feed(view: nil, callsPerDay: 3) { _ in .json(#"{"content": []}"#) }
        await #expect(throws: FeedError.self) { try await feed.everything() }
        #expect(calls(transport).count == 3)
        #expect(await feed.ledger?["calls"] == 3)
    }

    // MARK: - Refusals

    @Test(arguments: [
        (400, #"{"message": "The apikey is not valid"}"#, FeedError.Kind.rejected, "apikey is not valid"),
        (401, #"{"error": {"code": 401, "message": "Unauthorized"}}"#, .denied, "realm"), (404, "", .rejected, "view"),
    ])
    func saysWhatToDoAboutARefusal(status: Int, body: String, kind: FeedError.Kind, words: String) async throws {
        let (feed, _) = feed(view: nil) { _ in .json(body, status: status) }
        let error = await #expect(throws: FeedError.self) { try await feed.everything() }
        #expect(error?.kind == kind)
        #expect(error?.message.contains(words) == true)
    }
}
