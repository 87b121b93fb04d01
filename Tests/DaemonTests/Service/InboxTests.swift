import Simulation
import Synchronization
import Testing

@testable import Daemon

@Suite(.timeLimit(.minutes(10))) struct InboxTests {
    @Test func commandsComeInOrderAndAStopBeforeAll() {
        let inbox = Inbox()
        for command in [.reload, .cycle, .stop("SIGTERM")] as [Command] { inbox.post(command) }
        #expect(inbox.wantsStop)
        #expect([inbox.take(), inbox.take(), inbox.take(), inbox.take()] == [.stop("SIGTERM"), .reload, .cycle, nil])
        #expect(!inbox.wantsStop)
    }

    @Test func whatWaitsAlreadyIsNotAskedForTwice() {
        let inbox = Inbox()
        for _ in 0..<1000 {
            inbox.post(.reload)
            inbox.post(.cycle)
        }
        #expect([inbox.take(), inbox.take(), inbox.take()] == [.reload, .cycle, nil])
        inbox.post(.reload)
        #expect(inbox.take() == .reload)
    }

    @Test func aCommandEndsTheWait() async {
        let inbox = Inbox()
        let clock = ManualClock()
        let waiting = Task { await inbox.wait(for: .seconds(3600), clock) }
        await clock.untilSleeping(1)
        inbox.post(.cycle)
        await waiting.value
        #expect(inbox.take() == .cycle)
        #expect(clock.monotonic() == .zero)
    }

    @Test func aCommandThatIsThereIsNotWaitedFor() async {
        let inbox = Inbox()
        inbox.post(.cycle)
        await inbox.wait(for: .seconds(3600), ManualClock())
        #expect(inbox.take() == .cycle)
    }

    @Test func timeEndsTheWait() async {
        let inbox = Inbox()
        let clock = ManualClock()
        let waiting = Task { await inbox.wait(for: .seconds(60), clock) }
        await clock.untilSleeping(1)
        clock.advance(by: .seconds(60))
        await waiting.value
        #expect(inbox.take() == nil)
    }

    @Test func aCancelledTaskDoesNotWait() async {
        let inbox = Inbox()
        let clock = ManualClock()
        let waiting = Task { await inbox.wait(for: .seconds(60), clock) }
        waiting.cancel()
        await waiting.value
    }

    @Test func aStopIsToldAtOnceAndNothingElseIs() {
        let inbox = Inbox()
        let count = Mutex(0)
        inbox.post(.stop("SIGINT"))
        inbox.onStop { count.withLock { $0 += 1 } }
        inbox.post(.reload)
        #expect(count.withLock { $0 } == 0)
        inbox.post(.stop("SIGTERM"))
        #expect(count.withLock { $0 } == 1)
    }
}
