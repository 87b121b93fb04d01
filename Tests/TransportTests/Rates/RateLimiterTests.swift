import Simulation
import Testing
import Transport

@Suite("A rate limiter", .timeLimit(.minutes(10)))
struct RateLimiterTests {
    private let clock = ManualClock()

    /// Starts a call that tells when it went through, and waits until it sleeps as the so-many-th.
    private func sleeper(_ limiter: RateLimiter, _ count: Int) async -> Task<Duration, any Error> {
        let clock = clock
        let task = Task {
            try await limiter.wait()
            return clock.monotonic()
        }
        await clock.untilSleeping(count)
        return task
    }

    @Test func callsGoThroughAtTheRateInTheOrderAsked() async throws {
        let limiter = RateLimiter(rate: 4, capacity: 1, time: clock)
        try await limiter.wait()
        var calls: [Task<Duration, any Error>] = []
        for count in 1...4 { calls.append(await sleeper(limiter, count)) }
        clock.advance(by: .seconds(10))
        for (place, call) in calls.enumerated() {
            #expect(try await call.value >= .milliseconds(250 * (place + 1)))
        }
        #expect(clock.naps == (1...4).map { .milliseconds(250 * $0) })
    }

    @Test func whoAlreadyWaitsIsHeldUpByAPauseToo() async throws {
        let limiter = RateLimiter(rate: 2, capacity: 1, time: clock)
        try await limiter.wait()
        let first = await sleeper(limiter, 1)
        await limiter.pause(for: .seconds(3))
        let second = await sleeper(limiter, 2)
        clock.advance(by: .milliseconds(500))
        await clock.untilSleeping(2)
        clock.advance(by: .seconds(3))
        #expect(try await first.value == .milliseconds(3500))
        clock.advance(by: .milliseconds(500))
        #expect(try await second.value == .seconds(4))
    }

    @Test func pausesAtTheSameTimeAreOne() async throws {
        let limiter = RateLimiter(rate: 1, capacity: 1, time: clock)
        for _ in 0..<5 { await limiter.pause(for: .seconds(2)) }
        let call = await sleeper(limiter, 1)
        clock.advance(by: .seconds(3))
        #expect(try await call.value == .seconds(3))
        #expect(clock.naps == [.seconds(3)])
    }

    @Test func aCancelledCallGoesNowhere() async throws {
        let limiter = RateLimiter(rate: 1, capacity: 1, time: clock)
        try await limiter.wait()
        let call = await sleeper(limiter, 1)
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
    }
}
