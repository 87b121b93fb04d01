/// The seam to time: the wall clock for due times, a monotonic one for timeouts and rates.
///
/// Nothing else in the program reads a clock or sleeps, so that a simulation can run a year in seconds.
public protocol TimeSource: Sendable {
    /// Milliseconds of wall time since 1970-01-01T00:00:00Z.
    func wallMilliseconds() -> Int64
    /// Time since an arbitrary moment; never goes back, and goes on while the wall clock is set.
    func monotonic() -> Duration
    /// Suspends for `span`; throws `CancellationError` alone, when the task is cancelled.
    func sleep(for span: Duration) async throws(CancellationError)
}

/// The seam to randomness: for jitter alone, never for secrets.
public protocol Entropy: Sendable {
    /// A number from 0 up to, but not including, 1.
    func unit() -> Double
}
