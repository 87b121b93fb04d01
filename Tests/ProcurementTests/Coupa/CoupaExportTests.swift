import Documents
import Reconciliation
import Simulation
import Synchronization
import Testing
import Transport

@testable import Procurement

/// `acknowledge: exported`: the mark is set after the commit, and only on the revision that was read.
@Suite struct CoupaExportTests {
    private let clock = ManualClock(isImpatient: true)

    private func feed(
        acknowledges: Bool = true, _ script: @escaping @Sendable (Request) -> ScriptedTransport.Answer
    ) -> (feed: CoupaFeed, transport: ScriptedTransport) {
        let transport = ScriptedTransport(time: clock) { request in
            request.url.hasSuffix("/oauth2/token")
                ? .json(#"{"access_token": "t", "expires_in": 86399}"#) : script(request)
        }
        let options = CoupaOptions(
            name: "coupa", url: "https://acme.coupahost.com", clientID: "c", clientSecret: Secret("s"),
            requestsPerSecond: 100, acknowledges: acknowledges)
        return (CoupaFeed(options, transport: transport, time: clock, entropy: HalfEntropy()), transport)
    }

    /// `PUT 7?exported=true` for each request but those for tokens.
    private func sent(_ transport: ScriptedTransport) -> [String] {
        transport.requests.filter { !$0.url.hasSuffix("/oauth2/token") }.map { request in
            let path = request.url.dropFirst("https://acme.coupahost.com/api/purchase_orders/".count)
            return "\(request.method.rawValue) \(path.prefix { $0 != "&" })"
                .replacing(/[?&]fields=.*/, with: "")
        }
    }

    private static let cursor: JSONValue = ["watermark": "2026-11-23T12:00:00Z"]

    private static func order(_ id: String, version: Int, _ state: OrderState = .issued) -> PurchaseOrder {
        PurchaseOrder(
            key: OrderKey(feed: "coupa", id: id), number: OrderNumber("PO-\(id)"), version: version, state: state)
    }

    private static func row(_ id: Int, version: Int, exported: Bool = false) -> ScriptedTransport.Answer {
        .json(#"{"id": \#(id), "version": \#(version), "exported": \#(exported)}"#)
    }

    @Test func whatWasTakenInIsMarkedAndThenOwedNoMore() async {
        let (feed, transport) = feed { _ in Self.row(7, version: 2) }
        let owing = feed.noting([Self.order("7", version: 2)], in: Self.cursor)
        #expect(transport.requests.isEmpty)
        let settlement = await feed.settle(FeedMemory(cursor: owing))
        #expect(sent(transport) == ["GET 7", "PUT 7?exported=true"])
        #expect(settlement.cursor == Self.cursor)
        #expect(settlement.faults.isEmpty)
    }

    @Test func aRevisionSinceTheReadingIsNotMarked() async {
        let (feed, transport) = feed { _ in Self.row(7, version: 3) }
        let owing = feed.noting([Self.order("7", version: 2)], in: Self.cursor)
        let settlement = await feed.settle(FeedMemory(cursor: owing))
        #expect(sent(transport) == ["GET 7"])
        #expect(settlement.cursor == Self.cursor)
    }

    @Test func aRevisionBetweenLookAndMarkLosesTheMarkAgain() async {
        let (feed, transport) = feed { Self.row(7, version: $0.method == .get ? 2 : 3) }
        let owing = feed.noting([Self.order("7", version: 2)], in: Self.cursor)
        _ = await feed.settle(FeedMemory(cursor: owing))
        #expect(sent(transport) == ["GET 7", "PUT 7?exported=true", "PUT 7?exported=false"])
    }

    @Test func whatIsMarkedAlreadyOrGoneIsLeftAlone() async {
        let (feed, transport) = feed { request in
            request.url.contains("/7?") ? Self.row(7, version: 2, exported: true) : .status(404)
        }
        let owing = feed.noting([Self.order("7", version: 2), Self.order("8", version: 1)], in: Self.cursor)
        let settlement = await feed.settle(FeedMemory(cursor: owing))
        #expect(sent(transport) == ["GET 7", "GET 8"])
        #expect(settlement.cursor == Self.cursor)
    }

    @Test func whatCouldNotBeMarkedIsOwedUntilItIs() async {
        let isDown = Mutex(true)
        let (feed, transport) = feed { request in
            if request.url.contains("/purchase_orders?") { return .json("[]") }
            return isDown.withLock { $0 } ? .status(403) : Self.row(7, version: 2)
        }
        let owing = feed.noting([Self.order("7", version: 2), Self.order("8", version: 1)], in: Self.cursor)
        let settlement = await feed.settle(FeedMemory(cursor: owing))
        // What one order is refused for, the others are too.
        #expect(sent(transport) == ["GET 7"])
        #expect(settlement.cursor == owing)
        #expect(settlement.faults.count == 1)
        #expect(settlement.faults[0].contains("core.purchase_order.write"))
        // The next reading keeps what is owed.
        let next = try? await feed.read(FeedPass(isFull: false, cursor: settlement.cursor)) { _ in }
        isDown.withLock { $0 = false }
        let last = await feed.settle(FeedMemory(cursor: next ?? nil))
        #expect(sent(transport).suffix(4).contains("PUT 7?exported=true"))
        #expect(last.cursor?["owed"] == nil)
    }

    @Test func nothingIsMarkedUnlessTheConfigurationAsksForIt() async {
        let (feed, transport) = feed(acknowledges: false) { _ in Self.row(7, version: 2) }
        let cursor = feed.noting([Self.order("7", version: 2)], in: Self.cursor)
        #expect(cursor == Self.cursor)
        _ = await feed.settle(FeedMemory(cursor: cursor))
        #expect(transport.requests.isEmpty)
    }

    @Test func ordersThatCouldNotBeReadAreNotMarked() {
        let (feed, _) = feed { _ in .status(500) }
        #expect(feed.noting([Self.order("7", version: 2, .unreadable)], in: Self.cursor) == Self.cursor)
    }
}
