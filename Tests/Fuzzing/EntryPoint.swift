import FoundationEssentials
import Synchronization

/// One input of libFuzzer for the target that `POSYNC_FUZZ` names. A promise that is not kept ends the process, which is
/// how libFuzzer learns of it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let target = EntryPoint.target else { fatalError("POSYNC_FUZZ names no target") }
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    if let broken = EntryPoint.wait({ try await target.run(bytes) }) { fatalError("\(broken)") }
    return 0
}

private enum EntryPoint {
    static let target = ProcessInfo.processInfo.environment["POSYNC_FUZZ"].flatMap(Target.init)

    /// Runs on this thread what libFuzzer calls without knowing of tasks; the error it ends with. No decoder waits for
    /// anything but itself, so the loop is as long as the work.
    static func wait(_ work: @escaping @Sendable () async throws -> Void) -> (any Error)? {
        let outcome = Outcome()
        Task {
            do {
                try await work()
                outcome.state.withLock { $0 = .success(()) }
            } catch {
                outcome.state.withLock { $0 = .failure(error) }
            }
            outcome.isDone.store(true, ordering: .releasing)
        }
        while !outcome.isDone.load(ordering: .acquiring) {}
        return outcome.state.withLock { state in
            if case .failure(let error) = state { error } else { nil }
        }
    }

    private final class Outcome: Sendable {
        let isDone = Atomic(false)
        let state = Mutex<Result<Void, any Error>?>(nil)
    }
}
