internal import Transport

/// Something that is asked for once at a time, however many wait for it; a failure stands for some time, so that a source
/// that is down is not asked for each of a hundred accounts.
actor SingleFlight<Value: Sendable> {
    typealias Fetch = @Sendable () async throws(MarketplaceError) -> Value

    private let time: any TimeSource
    private let pause: Duration
    private let fetch: Fetch
    private var running: Task<Result<Value, MarketplaceError>, Never>?
    private var failure: (error: MarketplaceError, until: Duration)?

    /// Asks by `fetch`; after a failure not again for `pause`.
    init(time: any TimeSource, pause: Duration = .seconds(30), fetch: @escaping Fetch) {
        self.time = time
        self.pause = pause
        self.fetch = fetch
    }

    /// The answer of the call under way, or of a new one.
    func value() async throws(MarketplaceError) -> Value {
        if let failure, time.monotonic() < failure.until { throw failure.error }
        while true {
            let task = running ?? start()
            let result = await withTaskCancellationHandler {
                await task.value
            } onCancel: {
                task.cancel()
            }
            // Somebody else who waited was cancelled, and the call with him.
            if case .failure(let error) = result, error.kind == .cancelled, !Task.isCancelled { continue }
            return try result.get()
        }
    }

    private func start() -> Task<Result<Value, MarketplaceError>, Never> {
        let task = Task { () -> Result<Value, MarketplaceError> in
            do throws(MarketplaceError) {
                let value = try await fetch()
                finish(nil)
                return .success(value)
            } catch {
                finish(error)
                return .failure(error)
            }
        }
        running = task
        return task
    }

    private func finish(_ error: MarketplaceError?) {
        running = nil
        failure = nil
        if let error, error.kind != .cancelled { failure = (error, time.monotonic() + pause) }
    }
}
