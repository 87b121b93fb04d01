internal import Reconciliation
internal import Transport

/// The rate limiters: one for each operation and account, as AWS counts them.
actor CallLanes {
    private let rates: [String: Double]
    private let time: any TimeSource
    private var lanes: [String: CallLane] = [:]
    /// Calls a second of an operation whose quota nobody documents.
    private static let standardRate = 5.0

    init(rates: [String: Double], time: any TimeSource) {
        self.rates = rates
        self.time = time
    }

    func lane(_ operation: String, _ account: AccountID?) -> CallLane {
        let key = "\(operation) \(account?.text ?? "")"
        if let known = lanes[key] { return known }
        let lane = CallLane(rate: rates[operation] ?? Self.standardRate, time: time)
        lanes[key] = lane
        return lane
    }
}

/// The pace of one operation in one account, slowed down where AWS says that it is too much.
actor CallLane {
    /// The pause after the first throttled call, and the longest after further ones.
    private static let firstPause = Duration.milliseconds(500)
    private static let longestPause = Duration.seconds(8)

    private let limiter: RateLimiter
    private var pause = CallLane.firstPause

    init(rate: Double, time: any TimeSource) {
        // Half a second's worth at once: AWS counts by its own clock, and a full burst at its edge is throttled.
        limiter = RateLimiter(rate: rate, capacity: max(1, rate / 2), time: time)
    }

    /// Waits until the next call may be made.
    nonisolated func wait() async throws(CancellationError) { try await limiter.wait() }

    func succeeded() { pause = Self.firstPause }

    /// AWS refused a call as one too many: somebody else uses the quota too, or it is smaller than configured.
    func throttled() async {
        let span = pause
        pause = min(pause * 2, Self.longestPause)
        await limiter.pause(for: span)
    }
}
