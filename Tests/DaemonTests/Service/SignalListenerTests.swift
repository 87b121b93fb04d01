import Glibc
import Testing

@testable import Daemon

/// What the signals of `kill` and of systemd come to.
@Suite(.timeLimit(.minutes(10)), .serialized) struct SignalListenerTests {
    private static let expected: [(signal: Int32, command: Command)] = [
        (SIGHUP, .reload), (SIGUSR1, .cycle), (SIGTERM, .stop("SIGTERM")), (SIGINT, .stop("SIGINT")),
    ]

    /// The next command; other tasks run meanwhile.
    private func command(_ inbox: Inbox) async -> Command? {
        while !Task.isCancelled {
            if let command = inbox.take() { return command }
            await Task.yield()
        }
        return nil
    }

    @Test func eachSignalIsItsCommandAsOftenAsItComes() async {
        let signals = await SignalListener()
        let inbox = Inbox()
        let listening = Task { await signals.listen(inbox) }
        for _ in 1...3 {
            for (signal, expected) in Self.expected {
                kill(getpid(), signal)
                #expect(await command(inbox) == expected)
            }
        }
        listening.cancel()
        await listening.value
    }

    @Test func whatComesBeforeAnybodyListensIsNotLost() async {
        let signals = await SignalListener()
        kill(getpid(), SIGTERM)
        let inbox = Inbox()
        let listening = Task { await signals.listen(inbox) }
        #expect(await command(inbox) == .stop("SIGTERM"))
        listening.cancel()
        await listening.value
    }
}
