/// A token bucket: so many a second on average, a burst of one second's worth at once. A pure value; the limiter sleeps.
public struct TokenBucket: Sendable, Hashable {
    /// Tokens that come in a second.
    public let rate: Double
    /// Tokens that the bucket holds.
    public let capacity: Double
    private var tokens: Double
    private var filledAt: Duration

    /// A full bucket.
    ///
    /// - Parameters:
    ///   - rate: tokens a second, above zero.
    ///   - capacity: how many may be taken at once; at least one. The rate, unless said otherwise.
    ///   - now: the monotonic time.
    public init(rate: Double, capacity: Double? = nil, now: Duration) {
        self.rate = max(rate, 0.001)
        self.capacity = max(capacity ?? rate, 1)
        tokens = self.capacity
        filledAt = now
    }

    /// Takes a token, in debt if need be, and says how long to wait before it may be used.
    public mutating func take(at now: Duration) -> Duration {
        fill(to: now)
        tokens -= 1
        return tokens >= 0 ? .zero : .seconds(-tokens / rate)
    }

    /// Takes away what is there, and lets every later call wait for longer: a server said that it is too much.
    public mutating func delay(by span: Duration, at now: Duration) {
        fill(to: now)
        tokens = min(tokens, 0) - Self.seconds(span) * rate
    }

    private mutating func fill(to now: Duration) {
        let span = Self.seconds(now - filledAt)
        guard span > 0 else { return }
        tokens = min(capacity, tokens + span * rate)
        filledAt = now
    }

    private static func seconds(_ span: Duration) -> Double {
        Double(span.components.seconds) + Double(span.components.attoseconds) / 1e18
    }
}
