import Testing
import Transport

@Suite("A token bucket")
struct TokenBucketTests {
    /// When each of `count` calls that are asked for at once may be made.
    private func schedule(_ count: Int, rate: Double, capacity: Double) -> [Duration] {
        var bucket = TokenBucket(rate: rate, capacity: capacity, now: .zero)
        return (0..<count).map { _ in bucket.take(at: .zero) }
    }

    @Test func aBurstGoesAtOnceAndTheRestAtTheRate() {
        #expect(schedule(5, rate: 2, capacity: 3) == [.zero, .zero, .zero, .milliseconds(500), .seconds(1)])
    }

    /// AWS's own bucket holds one second's worth; ours must never find it empty, and must not waste its time.
    @Test(arguments: [(15.0, 400), (5.0, 8), (3.0, 233), (3.0, 400), (10.0, 200)])
    func halfASecondsWorthNeverMeetsThePeersEmptyBucketAndKeepsToTheFloor(_ rate: Double, _ calls: Int) {
        var peer = rate
        var last = Duration.zero
        for due in schedule(calls, rate: rate, capacity: max(1, rate / 2)) {
            peer = min(rate, peer + (due - last) / .seconds(1) * rate)
            last = due
            #expect(peer >= 1, "throttled at \(due)")
            peer -= 1
        }
        #expect(last / .seconds(1) <= 1.1 * Double(calls) / rate)
    }

    @Test func itFillsUpToItsCapacityAndNoFurther() {
        var bucket = TokenBucket(rate: 10, capacity: 2, now: .zero)
        for _ in 0..<2 { #expect(bucket.take(at: .zero) == .zero) }
        for _ in 0..<2 { #expect(bucket.take(at: .seconds(100)) == .zero) }
        #expect(bucket.take(at: .seconds(100)) == .milliseconds(100))
    }

    @Test func aClockThatStandsStillOrGoesBackGivesNothing() {
        var bucket = TokenBucket(rate: 1, capacity: 1, now: .seconds(10))
        #expect(bucket.take(at: .seconds(10)) == .zero)
        #expect(bucket.take(at: .seconds(5)) == .seconds(1))
    }

    @Test func aDelayIsWaitedForByEveryLaterCall() {
        var bucket = TokenBucket(rate: 2, capacity: 2, now: .zero)
        bucket.delay(by: .seconds(1), at: .zero)
        #expect(bucket.take(at: .zero) == .milliseconds(1500))
        #expect(bucket.take(at: .zero) == .seconds(2))
    }
}
