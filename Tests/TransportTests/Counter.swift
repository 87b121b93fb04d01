import Synchronization

/// Counts from 0 on, from any thread.
final class Counter: Sendable {
    private let value = Atomic<Int>(0)

    /// This number, and one more from now on.
    func next() -> Int { value.add(1, ordering: .relaxed).oldValue }

    /// How often `next` was called.
    var count: Int { value.load(ordering: .relaxed) }
}
