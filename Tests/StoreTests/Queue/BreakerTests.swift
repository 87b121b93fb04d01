import Documents
import Reconciliation
import Simulation
import Store
import Testing

@Suite("Breaker")
struct BreakerTests {
    private let start = Instant(seconds: 1_790_000_000)

    /// A breaker that just enough failures over just enough time have opened, the last of them with a Retry-After.
    private func opened(at now: Instant, retryAfter: Duration? = nil, jitter: Double = 0.5) -> Breaker {
        var breaker = Breaker()
        for _ in 1..<Breaker.failuresToOpen {
            let isOpened = breaker.failed(at: now - Breaker.patience, jitter: jitter)
            #expect(!isOpened)
        }
        let isOpened = breaker.failed(at: now, retryAfter: retryAfter, jitter: jitter)
        #expect(isOpened)
        return breaker
    }

    /// Whether a call may go out at each of these moments, asked one after the other.
    private func permits(_ breaker: inout Breaker, at moments: Instant...) -> [Bool] {
        moments.map { breaker.permit(at: $0) }
    }

    @Test("an hour of outage costs at most one probe in 30 seconds, also over restarts")
    func outage() throws {
        for seed in 0..<50 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var breaker = opened(at: start)
            var last = start
            var probes = 0
            for second in 0..<3600 {
                let now = start + .seconds(second)
                if random.chance(0.01) { breaker = try #require(Breaker(json: breaker.json)) }
                guard breaker.permit(at: now) else { continue }
                probes += 1
                #expect(now - last >= .seconds(30), "seed \(seed)")
                last = now
                _ = breaker.failed(at: now, jitter: random.unit())
            }
            #expect(probes >= 3600 / 330, "seed \(seed)")
            #expect(probes <= 120, "seed \(seed)")
        }
    }

    @Test("there is one probe at a time, and its answer closes")
    func probes() {
        var breaker = opened(at: start)
        let later = start + .seconds(60)
        let permitted = permits(&breaker, at: start + .seconds(29), later, later)
        #expect(permitted == [false, true, false])
        let isNews = breaker.succeeded()
        #expect(isNews)
        #expect(breaker == Breaker())
    }

    @Test("failures must come in a row to open it")
    func failuresInARow() {
        var breaker = Breaker()
        for minute in 0..<20 {
            for _ in 1..<Breaker.failuresToOpen { _ = breaker.failed(at: start + .seconds(60 * minute), jitter: 0) }
            let isNews = breaker.succeeded()
            #expect(!isNews)
        }
    }

    @Test("a burst of failures does not open it, what goes on failing does, also over a restart")
    func burst() throws {
        var breaker = Breaker()
        for _ in 0..<100 {
            let isOpened = breaker.failed(at: start, jitter: 0)
            #expect(!isOpened)
        }
        breaker = try #require(Breaker(json: breaker.json))
        let early = breaker.failed(at: start + Breaker.patience - .milliseconds(1), jitter: 0)
        let late = breaker.failed(at: start + Breaker.patience, jitter: 0)
        #expect([early, late] == [false, true])
    }

    @Test("a probe that says nothing makes room for another one")
    func abandonedProbe() {
        var breaker = opened(at: start)
        let later = start + .seconds(60)
        let first = permits(&breaker, at: later)
        breaker.abandoned(at: later)
        let second = permits(&breaker, at: later, later)
        #expect(first + second == [true, true, false])
    }

    @Test("where somebody says so, the next call is a probe")
    func probeAtOnce() {
        var breaker = opened(at: start)
        breaker.probeAtOnce(at: start)
        let permitted = permits(&breaker, at: start, start)
        #expect(permitted == [true, false])
    }

    @Test("every state is read back as it was written, but for a probe that was out")
    func persisted() throws {
        var breaker = Breaker()
        _ = breaker.failed(at: start, jitter: 0)
        #expect(Breaker(json: breaker.json) == breaker)
        breaker = opened(at: start)
        #expect(Breaker(json: breaker.json) == breaker)
        let permitted = permits(&breaker, at: start + .seconds(60))
        #expect(permitted == [true])
        #expect(try #require(Breaker(json: breaker.json)).nextProbe == start + .seconds(60) + Breaker.probePause)
        for broken in [#"{"state":"ajar"}"#, #"{"state":"open"}"#, "[]", #"{"state":"closed","failures":-1}"#] {
            #expect(Breaker(json: try JSONReader.read(Array(broken.utf8))) == nil)
        }
    }

    @Test("Retry-After is never undercut", arguments: [0, 31, 600, 3600])
    func retryAfter(seconds: Int) {
        var breaker = opened(at: start, retryAfter: .seconds(seconds), jitter: 0)
        let due = start + .seconds(max(seconds, 30))
        let permitted = permits(&breaker, at: due - .milliseconds(1), due)
        #expect(permitted == [false, true])
    }

    @Test("a probe that is never heard of again does not shut the destination for good")
    func lostProbe() {
        var breaker = opened(at: start)
        let probe = start + .seconds(60)
        let permitted = permits(&breaker, at: probe, probe + .seconds(119), probe + .seconds(120))
        #expect(permitted == [true, false, true])
    }

    @Test("a clock that was set back does not shut the destination for longer than any pause")
    func clockSetBack() {
        var breaker = opened(at: start + .seconds(1_000_000))
        let permitted = permits(&breaker, at: start)
        #expect(permitted == [true])
    }
}
