internal import Glibc
internal import Synchronization

/// Runs a command of the operator's with a message on its standard input: `mail`, a pager's client, a script.
///
/// No shell reads the words. The command gets its own process group, default signals, no open descriptor but the three,
/// and only the variables it is given, so neither the daemon's credentials nor its notify socket. It runs on a thread
/// of its own; what it prints is thrown away, but for the beginning of its standard error where it fails.
public struct AlertCommand: Sendable {
    private let words: [String]
    private let environment: [String: String]
    private let timeout: Duration

    /// The command of these words; the first is a path, or a name to be found on the daemon's `PATH`.
    ///
    /// - Parameters:
    ///   - environment: the variables it runs with.
    ///   - timeout: after this it is killed, with what it started.
    public init(words: [String], environment: [String: String], timeout: Duration) {
        self.words = words
        self.environment = environment
        self.timeout = timeout
    }

    /// Runs the command with the text on its standard input and waits for its end; kills it where the task is cancelled.
    ///
    /// - Throws: ``SupervisionError`` unless it ends with status 0 in time.
    public func run(input: String) async throws(SupervisionError) {
        let mark = CancellationMark()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation {
                (waiting: CheckedContinuation<Result<Void, SupervisionError>, Never>) in
                let started = DetachedThread.start { waiting.resume(returning: runBlocking(input: input, mark)) }
                if !started {
                    waiting.resume(returning: .failure(notStarted("the system has no thread left")))
                }
            }
        } onCancel: {
            mark.isSet.store(true, ordering: .relaxed)
        }
        try result.get()
    }

    /// Tells the thread that waits for the command that nobody wants it any more.
    private final class CancellationMark: Sendable {
        let isSet = Atomic(false)
    }

    private func runBlocking(input: String, _ mark: CancellationMark) -> Result<Void, SupervisionError> {
        guard let first = words.first, !first.isEmpty else { return .failure(notStarted("no command is configured")) }
        do throws(SpawnFailure) {
            var child = try ChildProcess(words: words, environment: environment)
            return outcome(
                child.run(
                    input: Array(input.utf8), timeout: timeout, isUnwanted: { mark.isSet.load(ordering: .relaxed) }))
        } catch {
            return .failure(notStarted(String(cString: strerror(error.code))))
        }
    }

    private func outcome(_ end: ChildProcess.End) -> Result<Void, SupervisionError> {
        let name = words.first ?? ""
        return switch end {
        case .exited(0, _): .success(())
        case .exited(let status, let said): .failure(.commandFailed(command: name, status: status, stderr: said))
        case .signalled(let signal, let said): .failure(.commandKilled(command: name, signal: signal, stderr: said))
        case .timedOut: .failure(.commandTimedOut(command: name, after: timeout))
        case .cutShort: .failure(.commandCutShort(command: name))
        }
    }

    private func notStarted(_ reason: String) -> SupervisionError {
        .commandNotStarted(command: words.first ?? "", reason: reason)
    }
}
