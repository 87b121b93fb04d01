/// Lets calls through at the rate of a token bucket, in the order in which they ask.
public actor RateLimiter {
    private var bucket: TokenBucket
    private let time: any TimeSource

    /// A limiter of `rate` calls a second.
    public init(rate: Double, capacity: Double? = nil, time: any TimeSource) {
        bucket = TokenBucket(rate: rate, capacity: capacity, now: time.monotonic())
        self.time = time
    }

    /// Waits until the next call may be made; throws when the task is cancelled.
    public func wait() async throws(CancellationError) {
        let span = bucket.take(at: time.monotonic())
        if span > .zero { try await time.sleep(for: span) }
    }

    /// Lets nothing through for some time.
    public func pause(for span: Duration) {
        bucket.pause(for: span, at: time.monotonic())
    }
}
