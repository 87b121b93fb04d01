internal import Reconciliation

/// How soon and how often a write is tried again.
///
/// The pauses have "full jitter" (AWS Architecture Blog, "Exponential Backoff And Jitter"): anything from nothing to a
/// bound that doubles, so that what failed together does not come back together.
public struct RetryPolicy: Sendable, Hashable {
    /// Failures after which a write is dead (`limits.attempts`); what is put off does not count.
    public var attempts: Int
    /// The bound of the first pause.
    public var base: Duration
    /// The bound of all pauses.
    public var cap: Duration
    /// The shortest pause after a denial; the longest is twice as long. People grant permissions, so that more calls only
    /// make more log lines.
    public var deniedPause: Duration
    /// The longest Retry-After that is believed; a longer one is taken for nonsense.
    public var retryAfterLimit: Duration

    /// 12 attempts, 30 s doubling up to 1 h, 15 to 30 min after a denial, Retry-After up to 1 h.
    public init(
        attempts: Int = 12, base: Duration = .seconds(30), cap: Duration = .seconds(3600),
        deniedPause: Duration = .seconds(900), retryAfterLimit: Duration = .seconds(3600)
    ) {
        self.attempts = attempts
        self.base = base
        self.cap = cap
        self.deniedPause = deniedPause
        self.retryAfterLimit = retryAfterLimit
    }

    /// The longest pause of any kind.
    public var longestPause: Duration { max(cap, deniedPause * 2, retryAfterLimit + base) }

    /// The bound of the pause after the `count`th failure in a row, which is 1 or more.
    public func bound(after count: Int) -> Duration {
        var bound = base
        for _ in 1..<max(1, min(count, 40)) where bound < cap { bound = bound * 2 }
        return min(bound, cap)
    }

    /// The pause after the `count`th failure in a row.
    ///
    /// - Parameter jitter: from 0 up to 1, drawn anew for each pause.
    public func pause(after count: Int, jitter: Double) -> Duration {
        share(jitter, of: bound(after: count))
    }

    /// The pause after the `count`th failure in a row: never shorter than was asked for.
    public func pause(after count: Int, retryAfter: Duration?, jitter: Double) -> Duration {
        let own = pause(after: count, jitter: jitter)
        guard let retryAfter, retryAfter >= .zero, retryAfter <= retryAfterLimit else { return own }
        return max(own, retryAfter + share(jitter, of: base))
    }

    /// The pause after a denial.
    public func pause(deniedWith jitter: Double) -> Duration {
        deniedPause + share(jitter, of: deniedPause)
    }

    /// A part of a duration, in whole milliseconds.
    func share(_ jitter: Double, of bound: Duration) -> Duration {
        let part = jitter.isFinite ? min(max(jitter, 0), 1) : 1
        return .milliseconds(Int64(Double(bound.milliseconds) * part))
    }
}
