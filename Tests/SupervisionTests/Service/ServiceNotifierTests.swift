import Simulation
import Testing

@testable import Supervision

@Suite("What the service manager is told")
struct ServiceNotifierTests {
    @Test("every message arrives as one datagram, by path and by abstract name", arguments: [false, true])
    func everyMessage(isAbstract: Bool) throws {
        let manager = try DatagramReceiver(isAbstract: isAbstract)
        let notifier = ServiceNotifier(environment: ["NOTIFY_SOCKET": manager.name])
        #expect(notifier.isListening)
        #expect(notifier.ready(status: "idle"))
        #expect(notifier.status("cycle 7 done"))
        #expect(notifier.stopping())
        #expect(notifier.watchdog())
        #expect(notifier.extendTimeout(.milliseconds(1500)))
        #expect(
            manager.received() == [
                "READY=1\nSTATUS=idle", "STATUS=cycle 7 done", "STOPPING=1", "WATCHDOG=1",
                "EXTEND_TIMEOUT_USEC=1500000",
            ])
    }

    @Test("a reload carries the monotonic time that newer managers ask for")
    func reloading() throws {
        let manager = try DatagramReceiver(isAbstract: true)
        ServiceNotifier(environment: ["NOTIFY_SOCKET": manager.name]).reloading()
        let text = try #require(manager.received().first)
        let lines = text.split(separator: "\n")
        #expect(lines.first == "RELOADING=1")
        let time = try #require(lines.last?.split(separator: "=").last.flatMap { Int64($0) })
        #expect(time > 0)
    }

    @Test("a status cannot smuggle in another assignment, and is bounded")
    func statusIsOneLine() throws {
        let manager = try DatagramReceiver(isAbstract: true)
        let notifier = ServiceNotifier(environment: ["NOTIFY_SOCKET": manager.name])
        notifier.status("feed a\nREADY=1\r\u{0}b")
        notifier.status(String(repeating: "é", count: 5000))
        let texts = manager.received()
        #expect(texts.first == "STATUS=feed a READY=1  b")
        #expect(texts.last.map { $0.utf8.count < 1100 && $0.hasSuffix("é…") } == true)
    }

    @Test(
        "without a manager, or with a name that is none, nothing happens",
        arguments: [nil, "", "@", "relative", "/nowhere/at/all", "/" + String(repeating: "x", count: 200)])
    func nobodyListens(name: String?) {
        let notifier = ServiceNotifier(environment: name.map { ["NOTIFY_SOCKET": $0] } ?? [:])
        #expect(!notifier.ready(status: "x"))
        #expect(!notifier.watchdog())
    }

    @Test("a manager whose queue is full does not hold the daemon", .timeLimit(.minutes(10)))
    func fullQueue() throws {
        let manager = try DatagramReceiver(isAbstract: true)
        let notifier = ServiceNotifier(environment: ["NOTIFY_SOCKET": manager.name])
        var sent = 0
        while sent < 100_000, notifier.watchdog() { sent += 1 }
        #expect(sent < 100_000)
        #expect(manager.received().count == sent)
        #expect(notifier.watchdog())
    }
}
