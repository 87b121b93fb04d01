internal import Synchronization

/// Which loops of the daemon have shown progress, and which are late.
///
/// Pure: it is told the time. A loop is known from its first beat on and promises with each beat when the next one
/// comes at the latest; a loop that ends in an orderly way says so.
public struct LivenessRoll: Sendable {
    /// A loop that broke its promise.
    public struct Overdue: Sendable, Hashable {
        /// The name it gave.
        public let name: String
        /// How long past its promise it is.
        public let by: Duration
    }

    private var deadlines: [String: Duration] = [:]

    /// A roll that no loop has signed yet.
    public init() {}

    /// The loop has made progress, and will again within the span.
    public mutating func beat(_ name: String, nextWithin span: Duration, now: Duration) {
        guard deadlines[name] != nil || deadlines.count < Limits.loops else { return }
        deadlines[name] = now + span
    }

    /// The loop has ended as it should; it owes nothing any more.
    public mutating func leave(_ name: String) {
        deadlines[name] = nil
    }

    /// Those past their deadline, by name.
    public func overdue(now: Duration) -> [Overdue] {
        deadlines.filter { now > $0.value }.map { Overdue(name: $0.key, by: now - $0.value) }
            .sorted { $0.name < $1.name }
    }

    /// Whether progress is proven: there is a loop, and none is late.
    public func isProven(now: Duration) -> Bool {
        !deadlines.isEmpty && overdue(now: now).isEmpty
    }
}

/// The roll that the daemon's loops share.
public final class Liveness: Sendable {
    private let roll = Mutex(LivenessRoll())
    private let monotonic: @Sendable () -> Duration

    /// A roll on this clock.
    ///
    /// - Parameter monotonic: time since an arbitrary moment that never goes back.
    public init(monotonic: @escaping @Sendable () -> Duration) {
        self.monotonic = monotonic
    }

    /// Reports progress of a loop and promises the next report within the span.
    public func beat(_ name: String, nextWithin span: Duration) {
        let now = monotonic()
        roll.withLock { $0.beat(name, nextWithin: span, now: now) }
    }

    /// Takes a loop that has ended as it should off the roll.
    public func leave(_ name: String) {
        roll.withLock { $0.leave(name) }
    }

    /// The loops that are late at this moment.
    public func overdue() -> [LivenessRoll.Overdue] {
        let now = monotonic()
        return roll.withLock { $0.overdue(now: now) }
    }

    /// Whether there is a loop and none is late.
    public func isProven() -> Bool {
        let now = monotonic()
        return roll.withLock { $0.isProven(now: now) }
    }
}
