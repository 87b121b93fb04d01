internal import Transport

/// Something that is asked for once at a time, however many wait for it; a failure stands for some time, so that a source
/// that is down is not asked for each of a hundred accounts.
actor SingleFlight<Value: Sendable> {
    typealias Fetch = @Sendable () async throws(MarketplaceError) -> Value

    private let time: any TimeSource
    private let pause: Duration
    private let fetch: Fetch
    private let call = SharedCall<Value, MarketplaceError> { $0.kind == .cancelled }
    private var failure: (error: MarketplaceError, until: Duration)?

    /// Asks by `fetch`; after a failure not again for `pause`.
    init(time: any TimeSource, pause: Duration = .seconds(30), fetch: @escaping Fetch) {
        self.time = time
        self.pause = pause
        self.fetch = fetch
    }

    /// The answer of the call under way, or of a new one.
    ///
    /// - Parameters:
    ///   - known: what a call found that ended while this caller was on its way here: then none is made.
    ///   - keep: puts what a call finds where `known` looks, before the call is over.
    func value(
        known: @escaping @Sendable () async -> Value?, keep: @escaping @Sendable (Value) async -> Void
    ) async throws(MarketplaceError) -> Value {
        if let failure, time.monotonic() < failure.until { throw failure.error }
        return try await call.value { () async throws(MarketplaceError) -> Value in
            if let value = await known() { return value }
            let value = try await self.fetched()
            await keep(value)
            return value
        }
    }

    private func fetched() async throws(MarketplaceError) -> Value {
        do throws(MarketplaceError) {
            let value = try await fetch()
            failure = nil
            return value
        } catch {
            failure = error.kind == .cancelled ? nil : (error, time.monotonic() + pause)
            throw error
        }
    }
}
