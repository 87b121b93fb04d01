import Documents
import Reconciliation
import Simulation
import Synchronization
import Testing
import Transport

@testable import Procurement

@Suite struct CoupaFeedTests {
    private let clock = ManualClock(isImpatient: true)

    /// An instance that answers its lists by a script, and gives tokens `t1`, `t2`, ….
    private func feed(
        _ script: @escaping @Sendable (Request) -> ScriptedTransport.Answer
    ) -> (feed: CoupaFeed, transport: ScriptedTransport) {
        let tokens = Mutex(0)
        let transport = ScriptedTransport(time: clock) { request in
            guard request.url.hasSuffix("/oauth2/token") else { return script(request) }
            let number = tokens.withLock { number in
                number += 1
                return number
            }
            return .json(#"{"access_token": "t\#(number)", "expires_in": 86399}"#)
        }
        let options = CoupaOptions(
            name: "coupa", url: "https://acme.coupahost.com", clientID: "c", clientSecret: Secret("s"),
            requestsPerSecond: 100)
        return (CoupaFeed(options, transport: transport, time: clock, entropy: HalfEntropy()), transport)
    }

    private func lists(_ transport: ScriptedTransport) -> [String] {
        transport.requests.map(\.url).filter { !$0.hasSuffix("/oauth2/token") }
            .map { String($0.dropFirst("https://acme.coupahost.com/api/purchase_orders?".count)) }
    }

    private static func rows(_ ids: some Sequence<Int>) -> ScriptedTransport.Answer {
        .json(
            "[\(ids.map { #"{"id": \#($0), "po-number": "PO-\#($0)", "status": "issued", "order-lines": []}"# }.joined(separator: ","))]"
        )
    }

    /// What a query asks for, from its parameters.
    private static func number(_ name: String, in request: Request) -> Int? {
        let query = request.url.drop { $0 != "?" }.dropFirst()
        let value = query.split(separator: "&").first { $0.hasPrefix("\(name)=") }?.drop { $0 != "=" }.dropFirst()
        return value.flatMap { Int($0) }
    }

    // MARK: - Paging

    @Test func pagesFollowOneAnotherByTheIdsSeen() async throws {
        let (feed, transport) = feed { request in
            let after = Self.number("id%5Bgt%5D", in: request) ?? 0
            return Self.rows((after + 1..<121).prefix(50))
        }
        let orders = try await feed.everything().orders
        #expect(orders.map(\.key.id) == (1...120).map(String.init))
        #expect(lists(transport) == ["id%5Bgt%5D=0&limit=50", "id%5Bgt%5D=50&limit=50", "id%5Bgt%5D=100&limit=50"])
    }

    @Test func whereTheFilterIsPassedOverOffsetsAreUsed() async throws {
        let (feed, transport) = feed { request in
            let offset = Self.number("offset", in: request) ?? 0
            return Self.rows((1..<121).dropFirst(offset).prefix(50))
        }
        let orders = try await feed.everything().orders
        #expect(orders.map(\.key.id) == (1...120).map(String.init))
        #expect(lists(transport).suffix(2) == ["offset=50&limit=50", "offset=100&limit=50"])
    }

    @Test func whereIdsDoNotAscendOffsetsAreUsed() async throws {
        let ids = Array((1...120).reversed())
        let (feed, _) = feed { request in
            let offset = Self.number("offset", in: request) ?? 0
            return Self.rows(ids.dropFirst(offset).prefix(50))
        }
        #expect(try await feed.everything().orders.count == 120)
    }

    @Test func anInstanceThatPassesOffsetsOverTooIsGivenUpAtOnce() async throws {
        let (feed, transport) = feed { _ in Self.rows(5_000_001...5_000_050) }
        let error = await #expect(throws: FeedError.self) { try await feed.everything() }
        #expect(error?.kind == .malformed)
        #expect(lists(transport).count == 3)
    }

    @Test func changesAreAskedForWithOverlapSinceTheNewestThatTheServerShowed() async throws {
        let (feed, transport) = feed { _ in
            .json(
                """
                [{"id": 1, "po-number": "1", "status": "issued", "updated-at": "2026-11-20T08:00:00-08:00", "order-lines": []},
                 {"id": 2, "po-number": "2", "status": "issued", "updated-at": "2026-11-20T12:00:00Z", "order-lines": []}]
                """)
        }
        let cursor = try await feed.everything().cursor
        #expect(cursor == ["watermark": "2026-11-20T16:00:00Z"])
        _ = try await feed.everything(FeedPass(isFull: false, cursor: cursor))
        #expect(lists(transport).last == "id%5Bgt%5D=0&limit=50&updated_at%5Bgt_or_eq%5D=2026-11-20T15%3A50%3A00Z")
    }

    @Test func aReadingThatTakesLongGoesOnFromWhereItBegan() async throws {
        let clock = clock
        let begin = Instant(milliseconds: clock.wallMilliseconds())
        let (feed, transport) = feed { request in
            // Every page takes longer than the overlap, and the last shows a change of just now; what was changed meanwhile
            // on a page that was read already is older than that.
            clock.advance(by: .seconds(1200))
            let after = Self.number("id%5Bgt%5D", in: request) ?? 0
            let now = Instant(milliseconds: clock.wallMilliseconds())
            let rows = (after + 1..<121).prefix(50).map { id in
                #"{"id": \#(id), "po-number": "\#(id)", "status": "issued", "updated-at": "\#(now)", "order-lines": []}"#
            }
            return .json("[\(rows.joined(separator: ","))]")
        }
        let cursor = try await feed.everything().cursor
        #expect(cursor?["watermark"]?.string.flatMap { Instant(iso: $0) } == begin)
        _ = try await feed.everything(FeedPass(isFull: false, cursor: cursor))
        let since = PercentEncoding.encoded((begin - .seconds(600)).description)
        #expect(lists(transport).last?.hasSuffix("updated_at%5Bgt_or_eq%5D=\(since)") == true)
    }

    // MARK: - Tokens

    private static func token(_ request: Request) -> String {
        guard case .bearer(let token) = request.credential else { return "" }
        return token.withText { $0 }
    }

    @Test func aTokenThatIsRefusedIsMintedAnewOnce() async throws {
        let clock = clock
        let (feed, transport) = feed { request in Self.token(request) == "t1" ? .status(401) : Self.rows([1]) }
        // The token is no longer so young that it may not be known everywhere yet.
        _ = try? await feed.probe()
        clock.advance(by: .seconds(60))
        #expect(try await feed.everything().orders.count == 1)
        #expect(transport.requests.filter { $0.url.hasSuffix("/oauth2/token") }.count == 2)
    }

    @Test func aYoungTokenIsGivenTimeToSettle() async throws {
        let refusals = Mutex(2)
        let (feed, transport) = feed { request in
            let isRefused = refusals.withLock { number in
                number -= 1
                return number >= 0
            }
            return isRefused ? .status(401) : Self.rows([1])
        }
        #expect(try await feed.everything().orders.count == 1)
        #expect(clock.naps == [.seconds(2), .seconds(2)])
        #expect(transport.requests.filter { $0.url.hasSuffix("/oauth2/token") }.count == 1)
    }

    @Test func aClientThatIsRefusedForGoodIsTold() async throws {
        let (feed, transport) = feed { _ in .status(401) }
        let error = await #expect(throws: FeedError.self) { try await feed.everything() }
        #expect(error?.kind == .denied)
        #expect(error?.message.contains("core.purchase_order.read") == true)
        #expect(transport.requests.count < 12)
    }

    @Test func parallelReadersShareOneToken() async throws {
        let (feed, transport) = feed { _ in Self.rows([1]) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { _ = try await feed.probe() } }
            try await group.waitForAll()
        }
        #expect(transport.requests.filter { $0.url.hasSuffix("/oauth2/token") }.count == 1)
    }

    @Test(arguments: [
        (400, #"{"error": "invalid_scope"}"#, "does not grant the scopes core.purchase_order.read"),
        (401, #"{"error": "invalid_client"}"#, "does not accept client c with its secret"),
        (403, "<html>forbidden</html>", "does not accept client c with its secret"),
        (200, #"{"token_type": "bearer"}"#, "without an access token"), (200, "<html>login</html>", "not JSON"),
    ])
    func aTokenThatIsNotGivenIsExplainedAndNotAskedForWithoutScopes(status: Int, body: String, words: String)
        async throws
    {
        let transport = ScriptedTransport(time: clock) { _ in .json(body, status: status) }
        let options = CoupaOptions(
            name: "coupa", url: "https://acme.coupahost.com", clientID: "c", clientSecret: Secret("canary"))
        let feed = CoupaFeed(options, transport: transport, time: clock, entropy: HalfEntropy())
        let error = await #expect(throws: FeedError.self) { try await feed.everything() }
        #expect(error?.message.contains(words) == true)
        #expect(error?.message.contains("canary") == false)
        #expect(transport.requests.count == 1)
        let form = String(decoding: transport.requests.first?.body ?? [], as: UTF8.self)
        #expect(form.contains("scope=core.purchase_order.read"))
    }

    // MARK: - Limits

    @Test(arguments: [
        ([Request.Header("Retry-After", "7")], Duration.seconds(7)),
        (
            [.init("Retry-After", "Mon, 23 Nov 2026 12:00:30 GMT"), .init("Date", "Mon, 23 Nov 2026 12:00:00 GMT")],
            .seconds(30)
        ),
        ([.init("Retry-After", "soon")], .milliseconds(500)), ([], .milliseconds(500)),
    ])
    func tooManyRequestsAreWaitedOut(headers: [Request.Header], span: Duration) async throws {
        let count = Mutex(0)
        let (feed, _) = feed { _ in
            let isFirst = count.withLock { number in
                number += 1
                return number == 1
            }
            return isFirst ? .status(429, headers: headers) : Self.rows([1])
        }
        #expect(try await feed.everything().orders.count == 1)
        #expect(clock.naps == [span])
    }

    @Test func aServerThatAsksForAnHourIsLeftAlone() async throws {
        let (feed, transport) = feed { _ in .status(429, headers: [.init("Retry-After", "3600")]) }
        let error = await #expect(throws: FeedError.self) { try await feed.everything() }
        #expect(error?.kind == .throttled)
        #expect(lists(transport).count == 1)
        #expect(clock.naps.isEmpty)
    }

    @Test(arguments: [
        "<order-headers type=\"array\"></order-headers>", "<errors><error>No results match</error></errors>",
        "<!DOCTYPE html><title>Maintenance</title>", "", "{}", "null",
    ])
    func whatIsNoListIsNoEmptyFeed(body: String) async throws {
        let (feed, transport) = feed { _ in
            .response(
                Response(
                    status: 200, headers: [Request.Header("content-type", "application/xml")], body: Array(body.utf8)))
        }
        let error = await #expect(throws: FeedError.self) { _ = try await feed.everything() }
        #expect(error?.kind == .malformed)
        // XML is what an instance answers by itself.
        let asked = try #require(transport.requests.last).headers.filter { $0.value == "application/json" }.map(\.name)
        #expect(asked.sorted() == ["Accept", "Content-Type"])
    }
}
