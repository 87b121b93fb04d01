public import Reconciliation

/// Keeps a destination that is down from being asked again and again: after `failuresToOpen` failures in a row, the
/// first of them at least `patience` ago, nothing goes out but one probe at a time, at most one in `probePause`.
///
/// A value: ask `permit` before a call, tell `succeeded`, `failed` or `abandoned` after it. Persisted with `json`, so that
/// a restart during an outage is no new rush.
public struct Breaker: Sendable, Hashable {
    /// What may go out.
    public enum State: Sendable, Hashable {
        /// Everything; this many calls in a row have failed, the first of them then.
        case closed(failures: Int, since: Instant?)
        /// Nothing before `until`, then one probe.
        case open(until: Instant)
        /// One probe is out since then; nothing else.
        case halfOpen(since: Instant)
    }

    /// What may go out.
    public internal(set) var state = State.closed(failures: 0, since: nil)
    /// How many probes in a row have failed; the pause between them doubles with each.
    public internal(set) var failedProbes = 0

    /// Failures in a row after which it opens: transport failures, 5xx and throttling, never an answer about one write.
    public static let failuresToOpen = 5
    /// How long a destination must have been failing before it opens: the hiccups of one cycle are for its own retries.
    public static let patience = Duration.seconds(60)
    /// The least time between two probes.
    public static let probePause = Duration.seconds(30)
    /// The bound of what jitter adds to that at first.
    public static let firstJitter = Duration.seconds(30)
    /// The most time between two probes that is not asked for by the destination.
    public static let longestPause = Duration.seconds(300)
    /// The longest Retry-After that is believed.
    public static let retryAfterLimit = Duration.seconds(3600)
    /// After this a probe that was never heard of again counts as failed.
    public static let probeLimit = Duration.seconds(120)

    /// A closed one.
    public init() {}

    /// Whether a call may go out now; a probe is taken to go out if so.
    public mutating func permit(at now: Instant) -> Bool {
        switch state {
        case .closed: return true
        case .open(let until):
            // A clock that was set back must not keep the destination shut for longer than any pause.
            guard until <= now || until > now + Self.retryAfterLimit + Self.longestPause else { return false }
            state = .halfOpen(since: now)
            return true
        case .halfOpen(let since):
            guard since + Self.probeLimit <= now || since > now else { return false }
            state = .halfOpen(since: now)
            return true
        }
    }

    /// Whether a probe is out.
    public var isProbing: Bool {
        if case .halfOpen = state { true } else { false }
    }

    /// The latest moment that it knows of; the beginning of time where it knows none.
    public var lastSign: Instant {
        switch state {
        case .closed(_, let since): since ?? Instant(milliseconds: 0)
        case .open(let until): until
        case .halfOpen(let since): since
        }
    }

    /// When the next call may go out; `nil` where it may now or a probe is out.
    public var nextProbe: Instant? {
        guard case .open(let until) = state else { return nil }
        return until
    }

    /// A call was answered: closes. `true` where it was not closed before.
    public mutating func succeeded() -> Bool {
        let wasClosed = if case .closed = state { true } else { false }
        self = Breaker()
        return !wasClosed
    }

    /// A call failed for a reason that is the destination's. `true` where this opened it.
    ///
    /// - Parameters:
    ///   - now: the wall clock.
    ///   - retryAfter: what the destination asked for.
    ///   - jitter: from 0 up to 1, drawn anew.
    public mutating func failed(at now: Instant, retryAfter: Duration? = nil, jitter: Double) -> Bool {
        switch state {
        case .closed(let failures, let since):
            // A first failure that lies ahead is of a clock that was set back since.
            let first = since.flatMap { $0 <= now ? $0 : nil } ?? now
            guard failures + 1 >= Self.failuresToOpen, now - first >= Self.patience else {
                state = .closed(failures: failures + 1, since: first)
                return false
            }
            failedProbes = 0
            state = .open(until: now + pause(retryAfter, jitter))
            return true
        case .halfOpen:
            failedProbes += 1
            state = .open(until: now + pause(retryAfter, jitter))
            return false
        case .open(let until):
            // One that was sent before it opened; what it asks for still holds.
            if let asked = Self.believed(retryAfter) { state = .open(until: max(until, now + asked)) }
            return false
        }
    }

    /// A probe ended without saying anything about the destination: another one may go out.
    public mutating func abandoned(at now: Instant) {
        if isProbing { state = .open(until: now) }
    }

    /// Somebody says that it is worth trying: the next call may be a probe.
    public mutating func probeAtOnce(at now: Instant) {
        if case .open(let until) = state { state = .open(until: min(until, now)) }
    }

    private func pause(_ retryAfter: Duration?, _ jitter: Double) -> Duration {
        let policy = RetryPolicy(base: Self.firstJitter, cap: Self.longestPause - Self.probePause)
        let own = Self.probePause + policy.pause(after: failedProbes + 1, jitter: jitter)
        return max(own, Self.believed(retryAfter) ?? .zero)
    }

    private static func believed(_ retryAfter: Duration?) -> Duration? {
        retryAfter.flatMap { $0 >= .zero && $0 <= retryAfterLimit ? $0 : nil }
    }
}
