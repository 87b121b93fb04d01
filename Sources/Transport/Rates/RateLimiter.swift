/// Lets calls through at the rate of a token bucket, in the order in which they ask.
public actor RateLimiter {
    private var bucket: TokenBucket
    private let time: any TimeSource
    /// Until when nothing goes through, and how long all pauses so far were: whoever already waits, waits longer by those
    /// that come meanwhile.
    private var pausedUntil = Duration.zero
    private var paused = Duration.zero

    /// A limiter of `rate` calls a second.
    public init(rate: Double, capacity: Double? = nil, time: any TimeSource) {
        bucket = TokenBucket(rate: rate, capacity: capacity, now: time.monotonic())
        self.time = time
    }

    /// Waits until the next call may be made; throws when the task is cancelled.
    public func wait() async throws(CancellationError) {
        let start = time.monotonic()
        let due = start + bucket.take(at: start)
        let before = paused
        while true {
            let span = due + (paused - before) - time.monotonic()
            guard span > .zero else { return }
            try await time.sleep(for: span)
        }
    }

    /// Lets nothing through for some time; a pause that lies within another one adds nothing to it.
    public func pause(for span: Duration) {
        let now = time.monotonic()
        let end = max(pausedUntil, now + span)
        let extra = end - max(pausedUntil, now)
        pausedUntil = end
        paused += extra
        bucket.delay(by: extra, at: now)
    }
}
