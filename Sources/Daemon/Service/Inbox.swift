internal import Synchronization
internal import Transport

/// What the daemon is asked to do from outside.
package enum Command: Sendable, Hashable {
    /// Begin a cycle now.
    case cycle
    /// Read the configuration again.
    case reload
    /// Stop; named after the signal.
    case stop(String)

    var isStop: Bool { if case .stop = self { true } else { false } }
}

/// Commands on their way to the daemon's loop, which waits for them or for time to pass.
package final class Inbox: Sendable {
    private struct State {
        var commands: [Command] = []
        var onStop: (@Sendable () -> Void)?
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// An inbox without commands.
    package init() {}

    /// Hands a command over; one that waits already is not asked for twice.
    package func post(_ command: Command) {
        let (waiting, onStop) = state.withLock { state in
            if !state.commands.contains(command) { state.commands.append(command) }
            defer { state.waiting = nil }
            return (state.waiting, state.onStop)
        }
        waiting?.resume()
        if command.isStop { onStop?() }
    }

    /// Has `body` called where a stop is asked for, before the loop gets to it: work under way ends early.
    func onStop(_ body: @escaping @Sendable () -> Void) {
        state.withLock { $0.onStop = body }
    }

    /// The next command, a stop before any other; `nil` where none is there.
    func take() -> Command? {
        state.withLock { state in
            guard !state.commands.isEmpty else { return nil }
            return state.commands.remove(at: state.commands.firstIndex(where: \.isStop) ?? 0)
        }
    }

    /// Whether a stop is among the commands.
    var wantsStop: Bool { state.withLock { $0.commands.contains(where: \.isStop) } }

    /// Waits until a command is there or the time has passed.
    func wait(for span: Duration, _ time: any TimeSource) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await time.sleep(for: span) }
            group.addTask { await self.wait() }
            await group.next()
            group.cancelAll()
        }
    }

    private func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDone = state.withLock { state in
                    if !state.commands.isEmpty || Task.isCancelled { return true }
                    state.waiting = continuation
                    return false
                }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            let waiting = state.withLock { state in
                defer { state.waiting = nil }
                return state.waiting
            }
            waiting?.resume()
        }
    }
}
