import Reconciliation
import Synchronization
public import Transport

/// A clock for simulations: it stands until whoever drives the simulation lets the next sleeper wake.
public final class SimulatedClock: TimeSource {
    private struct Sleeper {
        let number: Int
        let due: Duration
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct Inside {
        var monotonic = Duration.zero
        /// What the wall clock shows before the other one.
        var offset: Int64
        var sleepers: [Sleeper] = []
        var cancelled: Set<Int> = []
        var last = 0
    }

    private let inside: Mutex<Inside>

    /// A clock that begins at a moment.
    public init(wallMilliseconds: Int64 = 1_795_435_200_000) {
        inside = Mutex(Inside(offset: wallMilliseconds))
    }

    public func wallMilliseconds() -> Int64 { inside.withLock { $0.offset + $0.monotonic.milliseconds } }

    public func monotonic() -> Duration { inside.withLock { $0.monotonic } }

    /// Sets the wall clock, as an administrator does.
    public func jump(by span: Duration) { inside.withLock { $0.offset += span.milliseconds } }

    /// When the next sleeper wakes; `nil` where nobody sleeps.
    public var nextWaking: Duration? { inside.withLock { $0.sleepers.first?.due } }

    /// Lets time pass to this moment; nobody must have to wake before.
    public func advance(to moment: Duration) {
        inside.withLock { $0.monotonic = max($0.monotonic, moment) }
    }

    /// Lets time pass until the next sleeper wakes, and wakes it; `false` where nobody sleeps.
    public func wakeNext() -> Bool {
        let sleeper = inside.withLock { inside -> Sleeper? in
            guard !inside.sleepers.isEmpty else { return nil }
            let first = inside.sleepers.removeFirst()
            inside.monotonic = max(inside.monotonic, first.due)
            return first
        }
        sleeper?.continuation.resume(returning: true)
        return sleeper != nil
    }

    public func sleep(for span: Duration) async throws(CancellationError) {
        guard !Task.isCancelled else { throw CancellationError() }
        guard span > .zero else { return }
        let number = inside.withLock { inside in
            inside.last += 1
            return inside.last
        }
        let isOver = await withTaskCancellationHandler {
            await withCheckedContinuation { lie(down: number, for: span, $0) }
        } onCancel: {
            let sleeper = inside.withLock { inside -> Sleeper? in
                guard let place = inside.sleepers.firstIndex(where: { $0.number == number }) else {
                    inside.cancelled.insert(number)
                    return nil
                }
                return inside.sleepers.remove(at: place)
            }
            sleeper?.continuation.resume(returning: false)
        }
        inside.withLock { _ = $0.cancelled.remove(number) }
        if !isOver { throw CancellationError() }
    }

    /// Puts a sleeper in the order of waking: by time, and of those with the same time the one that lay down first.
    private func lie(down number: Int, for span: Duration, _ continuation: CheckedContinuation<Bool, Never>) {
        let isCancelled = inside.withLock { inside in
            guard !inside.cancelled.contains(number) else { return true }
            let due = inside.monotonic + span
            let place = inside.sleepers.firstIndex { $0.due > due } ?? inside.sleepers.endIndex
            inside.sleepers.insert(Sleeper(number: number, due: due, continuation: continuation), at: place)
            return false
        }
        if isCancelled { continuation.resume(returning: false) }
    }
}
