import Synchronization
public import Transport

/// A clock that moves only when it is told to, or, if it is impatient, as soon as somebody sleeps.
///
/// Sleepers wake in the order of their due times, each at its own moment.
public final class ManualClock: TimeSource {
    private struct Sleeper {
        let due: Duration
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct Watcher {
        let count: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct Inside {
        var monotonic = Duration.zero
        var wallOffset: Int64
        var sleepers: [UInt64: Sleeper] = [:]
        var cancelled: Set<UInt64> = []
        var watchers: [Watcher] = []
        var naps: [Duration] = []
        var lastID: UInt64 = 0
    }

    private let inside: Mutex<Inside>
    private let isImpatient: Bool

    /// A clock that stands at a moment.
    ///
    /// - Parameters:
    ///   - wallMilliseconds: the wall time it begins with; 2026-11-23T12:00:00Z unless said otherwise.
    ///   - isImpatient: whether a sleep moves the clock on at once instead of waiting for `advance`.
    public init(wallMilliseconds: Int64 = 1_795_435_200_000, isImpatient: Bool = false) {
        inside = Mutex(Inside(wallOffset: wallMilliseconds))
        self.isImpatient = isImpatient
    }

    public func wallMilliseconds() -> Int64 {
        inside.withLock { $0.wallOffset + Self.milliseconds($0.monotonic) }
    }

    public func monotonic() -> Duration { inside.withLock { $0.monotonic } }

    /// Every span that somebody asked to sleep for, in the order asked.
    public var naps: [Duration] { inside.withLock { $0.naps } }

    /// Sets the wall clock forward or back without time passing, as an administrator or a time server does.
    public func jump(milliseconds: Int64) {
        inside.withLock { $0.wallOffset += milliseconds }
    }

    /// Lets time pass: sleepers that come due wake one after the other.
    public func advance(by span: Duration) {
        let end = inside.withLock { $0.monotonic + span }
        while true {
            let next = inside.withLock { inside -> CheckedContinuation<Void, any Error>? in
                guard let first = inside.sleepers.min(by: { ($0.value.due, $0.key) < ($1.value.due, $1.key) }),
                    first.value.due <= end
                else {
                    inside.monotonic = max(inside.monotonic, end)
                    return nil
                }
                inside.monotonic = max(inside.monotonic, first.value.due)
                return inside.sleepers.removeValue(forKey: first.key)?.continuation
            }
            guard let next else { return }
            next.resume()
        }
    }

    /// How many sleep now.
    public var sleeping: Int { inside.withLock { $0.sleepers.count } }

    /// Waits, in real time, until so many sleep.
    public func untilSleeping(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isSo = inside.withLock { inside in
                if inside.sleepers.count >= count { return true }
                inside.watchers.append(Watcher(count: count, continuation: continuation))
                return false
            }
            if isSo { continuation.resume() }
        }
    }

    public func sleep(for span: Duration) async throws(CancellationError) {
        if Task.isCancelled { throw CancellationError() }
        let id = inside.withLock { inside -> UInt64? in
            inside.naps.append(span)
            if isImpatient {
                inside.monotonic += max(span, .zero)
                return nil
            }
            inside.lastID += 1
            return inside.lastID
        }
        guard let id, span > .zero else { return await Task.yield() }
        do {
            try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { lay(down: id, for: span, $0) }
            } onCancel: {
                rouse(id)
            }
        } catch {
            throw CancellationError()
        }
    }

    private func lay(down id: UInt64, for span: Duration, _ continuation: CheckedContinuation<Void, any Error>) {
        let watchers = inside.withLock { inside -> [Watcher]? in
            if inside.cancelled.remove(id) != nil { return nil }
            inside.sleepers[id] = Sleeper(due: inside.monotonic + span, continuation: continuation)
            let ready = inside.watchers.filter { $0.count <= inside.sleepers.count }
            inside.watchers.removeAll { $0.count <= inside.sleepers.count }
            return ready
        }
        guard let watchers else { return continuation.resume(throwing: CancellationError()) }
        for watcher in watchers { watcher.continuation.resume() }
    }

    private func rouse(_ id: UInt64) {
        let sleeper = inside.withLock { inside in
            let sleeper = inside.sleepers.removeValue(forKey: id)
            if sleeper == nil { inside.cancelled.insert(id) }
            return sleeper
        }
        sleeper?.continuation.resume(throwing: CancellationError())
    }

    private static func milliseconds(_ span: Duration) -> Int64 {
        span.components.seconds * 1000 + span.components.attoseconds / 1_000_000_000_000_000
    }
}
