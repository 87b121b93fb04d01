import Documents
import Procurement
import Reconciliation
import Simulation
import Store
import Synchronization
import Testing

@testable import Daemon

/// When a feed is read whole, and when for what has changed.
@Suite struct FeedScheduleTests {
    /// A feed that keeps what it was asked for.
    private final class AskedFeed: Feed {
        let name: FeedName = "coupa"
        private let inside = Mutex<(passes: [FeedPass], isDown: Bool)>(([], false))

        func passes() -> [FeedPass] {
            inside.withLock { inside in
                defer { inside.passes = [] }
                return inside.passes
            }
        }

        func breakDown(_ isDown: Bool) { inside.withLock { $0.isDown = isDown } }

        func read(
            _ pass: FeedPass, _ take: (FeedPage) async throws(FeedError) -> Void
        ) async throws(FeedError) -> JSONValue? {
            let isDown = inside.withLock { inside in
                inside.passes.append(pass)
                return inside.isDown
            }
            let order = PurchaseOrder(key: OrderKey(feed: name, id: "7"), number: OrderNumber("PO-7"))
            try await take(FeedPage(orders: [order]))
            if isDown { throw FeedError(.unreachable, "it broke off") }
            return ["watermark": "2026-11-23T12:00:00Z"]
        }

        func probe() async throws(FeedError) -> String { "" }
    }

    private func sync(
        _ host: SimulatedHost, _ store: Store, _ feed: any Feed, selection: String = "", identity: String = ""
    ) throws
        -> Sync
    {
        let usual = try host.sync(store)
        let edges = CycleEdges(
            feeds: [.init(feed: feed, selection: selection, identity: identity)], client: usual.edges.client,
            scope: usual.edges.scope,
            register: nil, time: usual.edges.time, entropy: usual.edges.entropy, log: usual.edges.log)
        return Sync(
            look: Look(
                edges: edges, rules: usual.look.rules, fullEvery: .seconds(86_400),
                staleAfter: usual.look.staleAfter, log: usual.look.log),
            store: store, policy: usual.policy, remind: usual.remind)
    }

    private func cycle(_ sync: Sync, _ feed: AskedFeed) async throws -> FeedPass {
        _ = try await sync.run(CycleKind())
        return try #require(feed.passes().first)
    }

    @Test func aClockThatWasSetBackKeepsNoFullReadingAway() {
        let now = Instant(seconds: 1_800_000_000)
        let day = Duration.seconds(86_400)
        #expect(FullReading.isDue(last: nil, every: day, now: now))
        #expect(FullReading.isDue(last: now - day, every: day, now: now))
        #expect(!FullReading.isDue(last: now - day + .seconds(1), every: day, now: now))
        #expect(FullReading.isDue(last: now + .seconds(400 * 86_400), every: day, now: now))
    }

    @Test func everythingIsReadAtFirstAndOnceADay() async throws {
        let host = SimulatedHost()
        let feed = AskedFeed()
        let store = try await host.open()
        let sync = try sync(host, store, feed)
        #expect(try await cycle(sync, feed).isFull)
        for _ in 0..<3 {
            host.clock.advance(by: .seconds(900))
            let pass = try await cycle(sync, feed)
            #expect(!pass.isFull && !pass.isAnew)
            #expect(pass.cursor?["watermark"]?.string == "2026-11-23T12:00:00Z")
        }
        host.clock.advance(by: .seconds(86_400))
        let pass = try await cycle(sync, feed)
        #expect(pass.isFull && !pass.isAnew)
        #expect(try await !cycle(sync, feed).isFull)
        await store.close()
    }

    @Test func aReadingThatBrokeOffIsBegunAgainFromWhereTheLastWholeOneEnded() async throws {
        let host = SimulatedHost()
        let feed = AskedFeed()
        let store = try await host.open()
        let sync = try sync(host, store, feed)
        feed.breakDown(true)
        #expect(try await cycle(sync, feed).cursor == nil)
        let pass = try await cycle(sync, feed)
        #expect(pass.isFull && pass.cursor == nil)
        feed.breakDown(false)
        #expect(try await cycle(sync, feed).isFull)
        feed.breakDown(true)
        host.clock.advance(by: .seconds(90_000))
        #expect(try await cycle(sync, feed).isFull)
        // The daily reading is owed until it was whole.
        #expect(try await cycle(sync, feed).isFull)
        await store.close()
    }

    @Test func whereOtherOrdersAreSelectedEverythingIsReadAnew() async throws {
        let host = SimulatedHost()
        let feed = AskedFeed()
        let store = try await host.open()
        _ = try await cycle(try sync(host, store, feed, selection: "one"), feed)
        #expect(try await !cycle(try sync(host, store, feed, selection: "one"), feed).isFull)
        let pass = try await cycle(try sync(host, store, feed, selection: "other"), feed)
        #expect(pass.isFull && pass.isAnew)
        #expect(try await !cycle(try sync(host, store, feed, selection: "other"), feed).isFull)
        await store.close()
    }

    @Test func ofAnotherSystemEverythingIsReadFromTheBeginning() async throws {
        let host = SimulatedHost()
        let feed = AskedFeed()
        let store = try await host.open()
        _ = try await cycle(try sync(host, store, feed, identity: "one"), feed)
        #expect(try await !cycle(try sync(host, store, feed, identity: "one"), feed).isFull)
        feed.breakDown(true)
        for _ in 0..<2 {
            let pass = try await cycle(try sync(host, store, feed, identity: "other"), feed)
            #expect(pass.isFull && pass.cursor == nil)
        }
        feed.breakDown(false)
        let pass = try await cycle(try sync(host, store, feed, identity: "other"), feed)
        #expect(pass.isFull && pass.cursor == nil)
        #expect(try await !cycle(try sync(host, store, feed, identity: "other"), feed).isFull)
        await store.close()
    }
}
