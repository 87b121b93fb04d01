/// Something that is asked for once at a time, however many wait for it.
public actor SharedCall<Value: Sendable, Failure: Error> {
    private let isCancellation: @Sendable (Failure) -> Bool
    private var running: Task<Result<Value, Failure>, Never>?

    /// - Parameter isCancellation: whether a failure says no more than that who waited was cancelled.
    public init(isCancellation: @escaping @Sendable (Failure) -> Bool) {
        self.isCancellation = isCancellation
    }

    /// What the call under way brings, or `call`, where none is.
    public func value(_ call: @escaping @Sendable () async throws(Failure) -> Value) async throws(Failure) -> Value {
        while true {
            let task = running ?? start(call)
            let result = await withTaskCancellationHandler {
                await task.value
            } onCancel: {
                task.cancel()
            }
            // Somebody else who waited was cancelled, and the call with him.
            if case .failure(let error) = result, isCancellation(error), !Task.isCancelled { continue }
            return try result.get()
        }
    }

    private func start(
        _ call: @escaping @Sendable () async throws(Failure) -> Value
    ) -> Task<Result<Value, Failure>, Never> {
        let task = Task { () -> Result<Value, Failure> in
            defer { running = nil }
            do throws(Failure) {
                return .success(try await call())
            } catch {
                return .failure(error)
            }
        }
        running = task
        return task
    }
}
