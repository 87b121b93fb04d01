internal import Glibc

/// A thread for work that blocks: on Swift's cooperative pool it would hold up every task, on two cores all of them.
enum BlockingThread {
    /// Does `work` on a thread of its own, which ends with it.
    ///
    /// - Throws: `io` where the system has no thread left.
    static func start(_ work: @escaping @Sendable () -> Void) throws(StoreError) {
        let box = Unmanaged.passRetained(Box(work))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { raw in
                guard let raw else { return nil }
                Unmanaged<Box>.fromOpaque(raw).takeRetainedValue().work()
                return nil
            }, box.toOpaque())
        guard code == 0 else {
            box.release()
            throw .io(FileError(.open, "a thread for the store", code: code))
        }
        pthread_detach(thread)
    }

    /// Does `work` on a thread of its own and waits for what it comes to.
    static func run<Result: Sendable>(
        _ work: @escaping @Sendable () throws(StoreError) -> Result
    ) async throws(StoreError) -> Result {
        let answer = await withCheckedContinuation {
            (answer: CheckedContinuation<Swift.Result<Result, StoreError>, Never>) in
            do throws(StoreError) {
                try start { answer.resume(returning: Swift.Result(catching: work)) }
            } catch {
                answer.resume(returning: .failure(error))
            }
        }
        return try answer.get()
    }

    private final class Box: Sendable {
        let work: @Sendable () -> Void

        init(_ work: @escaping @Sendable () -> Void) {
            self.work = work
        }
    }
}
