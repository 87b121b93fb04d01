internal import Reconciliation

/// When the daemon does what: a cycle at every interval, due retries in between, and at once where somebody asks.
///
/// A value that is told the time. Due times are wall time, so that they mean the same after a restart; a wall clock that
/// was set is noticed against the monotonic one, and no due time set by the old clock outlives an interval.
struct Schedule: Sendable, Hashable {
    /// What is to be done.
    enum Work: Sendable, Hashable {
        case cycle
        case retry
    }

    /// A wall clock that was set.
    struct Jump: Sendable, Hashable {
        /// How far, forwards or backwards.
        var by: Duration
    }

    /// The longest that the daemon sleeps in one go: it has to notice a clock that was set.
    static let longestPause = Duration.seconds(60)
    /// Retries are not begun more often than this, however many are due one after the other.
    static let retrySpacing = Duration.seconds(5)
    /// Differences of the two clocks that are no jump: adjustments by a time server, rounding.
    static let jumpTolerance = Duration.seconds(5)

    /// Time between two cycles.
    var interval: Duration
    /// When the next cycle begins.
    private(set) var nextCycle: Instant
    private var nextRetry: Instant
    private var offset: Duration?

    /// The first cycle is due at once.
    init(interval: Duration, now: Instant) {
        self.interval = interval
        nextCycle = now
        nextRetry = now
    }

    /// What is due at this moment.
    func work(at now: Instant, retryDue: Instant?) -> Work? {
        if nextCycle <= now { return .cycle }
        if let retryDue, max(retryDue, nextRetry) <= now { return .retry }
        return nil
    }

    /// How long nothing is due from now on, at most the longest pause.
    func pause(from now: Instant, retryDue: Instant?) -> Duration {
        let next = min(nextCycle, retryDue.map { max($0, nextRetry) } ?? nextCycle)
        return min(max(next - now, .zero), Self.longestPause)
    }

    /// Work has begun.
    ///
    /// - Parameter jitter: from 0 up to 1; cycles of many hosts must not fall together, and none comes late.
    mutating func began(_ work: Work, at now: Instant, jitter: Double) {
        nextRetry = now + Self.retrySpacing
        guard work == .cycle else { return }
        let early = Double(interval.milliseconds) * 0.1 * min(max(jitter, 0), 1)
        nextCycle = now + interval - .milliseconds(Int64(early))
    }

    /// Work has ended, so that the next retry is not begun before a breath.
    mutating func ended(at now: Instant) {
        nextRetry = max(nextRetry, now + Self.retrySpacing)
    }

    /// A cycle is wanted now.
    mutating func wantCycle(at now: Instant) {
        nextCycle = min(nextCycle, now)
    }

    /// Compares the clocks; a wall clock that was set back does not keep the next cycle away for longer than an interval.
    mutating func see(wall now: Instant, monotonic: Duration) -> Jump? {
        let difference = (now - Instant(milliseconds: 0)) - monotonic
        defer { offset = difference }
        guard let offset else { return nil }
        let by = difference - offset
        guard by > Self.jumpTolerance || by < .zero - Self.jumpTolerance else { return nil }
        nextCycle = min(nextCycle, now + interval)
        nextRetry = min(nextRetry, now + Self.retrySpacing)
        return Jump(by: by)
    }
}
