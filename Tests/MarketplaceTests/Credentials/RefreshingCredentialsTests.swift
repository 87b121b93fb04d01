import Reconciliation
import Simulation
import Synchronization
import Testing
import Transport

@testable import Marketplace

@Suite("Credentials are renewed in time")
struct RefreshingCredentialsTests {
    private let clock = ManualClock()

    /// A source whose n-th answer is made by `make`; counts how often it is asked.
    private final class Source: Sendable {
        let count = Mutex(0)
        var asked: Int { count.withLock { $0 } }
        func next() -> Int {
            count.withLock {
                $0 += 1
                return $0
            }
        }
    }

    private let source = Source()

    private func credentials(
        _ make: @escaping @Sendable (Int, Instant) throws(MarketplaceError) -> (String, Duration?)
    ) -> RefreshingCredentials {
        RefreshingCredentials(time: clock) { [clock, source] () async throws(MarketplaceError) in
            let now = Instant(milliseconds: clock.wallMilliseconds())
            let (key, life) = try make(source.next(), now)
            return AWSCredentials(accessKey: key, secretKey: Secret("s"), expiresAt: life.map { now + $0 })
        }
    }

    private static let failure = MarketplaceError.credentials("broken")

    @Test func lastingOnesAreFetchedOnce() async throws {
        let credentials = credentials { number, _ in ("K\(number)", nil) }
        for _ in 0..<3 {
            #expect(try await credentials.current().accessKey == "K1")
            clock.advance(by: .seconds(1_000_000))
        }
    }

    @Test(arguments: [
        // Minutes of life, minutes that pass, the key then used.
        (60, 44, "K1"), (60, 46, "K2"), (60, 59, "K2"), (60, 61, "K2"),
        // Shorter than the windows: half of the life.
        (10, 2, "K1"), (10, 6, "K2"), (1, 0, "K1"), (1, 1, "K2"),
    ])
    func theyAreRenewedBeforeTheyRunOut(_ life: Int, _ passed: Int, _ key: String) async throws {
        let credentials = credentials { number, _ in ("K\(number)", .seconds(life * 60)) }
        #expect(try await credentials.current().accessKey == "K1")
        clock.advance(by: .seconds(passed * 60))
        #expect(try await credentials.current().accessKey == key)
    }

    @Test func aFailureIsBorneWhileThereIsTimeAndTriedAgain() async throws {
        let credentials = credentials { number, _ throws(MarketplaceError) in
            if number == 2 { throw Self.failure }
            return ("K\(number)", .seconds(3600))
        }
        _ = try await credentials.current()
        clock.advance(by: .seconds(46 * 60))
        #expect(try await credentials.current().accessKey == "K1")
        #expect(try await credentials.current().accessKey == "K1")
        #expect(source.asked == 2)
        clock.advance(by: .seconds(61))
        #expect(try await credentials.current().accessKey == "K3")
    }

    @Test func aFailureCountsWhenTimeIsUpAndStandsForAWhile() async throws {
        let credentials = credentials { number, _ throws(MarketplaceError) in
            if number == 2 { throw Self.failure }
            return ("K\(number)", .seconds(3600))
        }
        _ = try await credentials.current()
        clock.advance(by: .seconds(51 * 60))
        for _ in 0..<3 {
            await #expect(throws: Self.failure) { try await credentials.current() }
        }
        #expect(source.asked == 2)
        clock.advance(by: .seconds(31))
        #expect(try await credentials.current().accessKey == "K3")
    }

    @Test func manyThatAskAtOnceShareOneFetch() async throws {
        let (clock, source) = (clock, source)
        let credentials = RefreshingCredentials(time: clock) { () async throws(MarketplaceError) in
            let number = source.next()
            do {
                try await clock.sleep(for: .seconds(1))
            } catch {
                throw .cancelled
            }
            return AWSCredentials(accessKey: "K\(number)", secretKey: Secret("s"))
        }
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { try await credentials.current().accessKey } }
            await clock.untilSleeping(1)
            clock.advance(by: .seconds(1))
            for try await key in group { #expect(key == "K1") }
        }
        #expect(source.asked == 1)
    }

    @Test func whoIsCancelledTakesNobodyAlong() async throws {
        let (clock, source) = (clock, source)
        let credentials = RefreshingCredentials(time: clock) { () async throws(MarketplaceError) in
            let number = source.next()
            do {
                try await clock.sleep(for: .seconds(1))
            } catch {
                throw .cancelled
            }
            return AWSCredentials(accessKey: "K\(number)", secretKey: Secret("s"))
        }
        let first = Task { try await credentials.current() }
        await clock.untilSleeping(1)
        let second = Task { try await credentials.current() }
        first.cancel()
        await #expect(throws: MarketplaceError.self) { try await first.value }
        await clock.untilSleeping(1)
        clock.advance(by: .seconds(1))
        #expect(try await second.value.accessKey == "K2")
    }

    @Test func refusedOnesAreReplacedOnceForAllWhoHadThem() async throws {
        let credentials = credentials { number, _ in ("K\(number)", .seconds(3600)) }
        let refused = try await credentials.current()
        #expect(try await credentials.others(than: refused)?.accessKey == "K2")
        #expect(try await credentials.others(than: refused)?.accessKey == "K2")
        #expect(source.asked == 2)
    }

    @Test func aSourceThatHasNothingNewerSaysSo() async throws {
        let credentials = credentials { _, _ in ("K", nil) }
        #expect(try await credentials.others(than: try await credentials.current()) == nil)
    }
}
