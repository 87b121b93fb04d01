/// Tokens for retries, shared by all calls of a client, so that an outage is not amplified (the SDKs' standard retry mode).
struct RetryQuota: Sendable, Hashable {
    static let capacity = 500
    /// What a retry costs, after a timeout or after anything else.
    static let cost = 5
    static let timeoutCost = 10
    /// What a call gives back that succeeds at once.
    static let reward = 1

    private(set) var tokens = Self.capacity

    /// Takes the tokens for one retry; `nil` where there are too few.
    mutating func take(afterTimeout isTimeout: Bool) -> Int? {
        let cost = isTimeout ? Self.timeoutCost : Self.cost
        guard tokens >= cost else { return nil }
        tokens -= cost
        return cost
    }

    /// A call succeeded: it gives back what its last retry cost, or a little.
    mutating func giveBack(_ lastCost: Int?) {
        tokens = min(Self.capacity, tokens + (lastCost ?? Self.reward))
    }
}
