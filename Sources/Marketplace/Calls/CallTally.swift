internal import Synchronization

/// Counts calls to AWS and throttles, by operation.
public final class CallTally: Sendable {
    private let counts = Mutex<(calls: [String: Int], throttles: [String: Int])>(([:], [:]))

    /// Nothing counted yet.
    public init() {}

    func count(_ operation: String) {
        counts.withLock { $0.calls[operation, default: 0] += 1 }
    }

    func countThrottle(_ operation: String) {
        counts.withLock { $0.throttles[operation, default: 0] += 1 }
    }

    /// Calls so far, by operation.
    public var calls: [String: Int] { counts.withLock { $0.calls } }

    /// Throttled calls so far, by operation.
    public var throttles: [String: Int] { counts.withLock { $0.throttles } }

    /// Begins anew.
    public func reset() {
        counts.withLock { $0 = ([:], [:]) }
    }
}
