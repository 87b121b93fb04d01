internal import Glibc

/// The machine's clocks.
public struct SystemTime: TimeSource {
    private let start = ContinuousClock.now

    /// The clocks of this machine; the monotonic one begins now.
    public init() {}

    public func wallMilliseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    public func monotonic() -> Duration { ContinuousClock.now - start }

    public func sleep(for span: Duration) async throws(CancellationError) {
        do {
            try await Task.sleep(for: span)
        } catch {
            throw CancellationError()
        }
    }
}

/// The system's random numbers.
public struct SystemEntropy: Entropy {
    /// The system's generator.
    public init() {}

    public func unit() -> Double { Double.random(in: 0..<1) }
}
