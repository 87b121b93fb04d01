import Simulation
import Supervision
import Synchronization
import Testing

@testable import Daemon

@Suite(.timeLimit(.minutes(10))) struct PulseTests {
    /// A pulse over parts that answer when they are let.
    private final class Patient: Sendable {
        let clock = ManualClock()
        let manager: DatagramReceiver
        let liveness: Liveness
        let gates: [String: Gate]
        private let lines = Mutex<[String]>([])

        init(_ names: [String]) throws {
            let clock = clock
            manager = try DatagramReceiver(isAbstract: true)
            liveness = Liveness(monotonic: { clock.monotonic() })
            gates = Dictionary(uniqueKeysWithValues: names.map { ($0, Gate()) })
        }

        func pulse() throws -> Pulse {
            let environment = ["NOTIFY_SOCKET": manager.name, "WATCHDOG_USEC": "60000000"]
            let schedule = try #require(WatchdogSchedule(environment: environment, processID: 1))
            let clock = clock
            let log = EventLog(
                form: .json(hasPriority: false), minimumLevel: .debug, wall: { 0 }, monotonic: { clock.monotonic() }
            ) { [weak self] line in self?.lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
            return Pulse(
                gates.sorted { $0.key < $1.key }.map { name, gate in
                    Pulse.Part(name: name) { await gate.pass() }
                },
                watchdog: Watchdog(
                    schedule: schedule, liveness: liveness, notifier: ServiceNotifier(environment: environment)),
                log: log)
        }

        var log: [String] { lines.withLock { $0 } }

        /// Waits for so many pings.
        func pings(_ count: Int) async {
            var seen = 0
            while seen < count, !Task.isCancelled {
                seen += manager.received().count { $0 == "WATCHDOG=1" }
                await Task.yield()
            }
            #expect(seen == count)
        }
    }

    /// A part that answers while it is open.
    private final class Gate: Sendable {
        private let inside = Mutex<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>((true, []))

        func close() { inside.withLock { $0.isOpen = false } }

        func open() {
            let waiting = inside.withLock { inside in
                inside.isOpen = true
                defer { inside.waiting = [] }
                return inside.waiting
            }
            for continuation in waiting { continuation.resume() }
        }

        var isWaitedFor: Bool { inside.withLock { !$0.waiting.isEmpty } }

        func pass() async {
            await withCheckedContinuation { continuation in
                let isOpen = inside.withLock { inside in
                    if !inside.isOpen { inside.waiting.append(continuation) }
                    return inside.isOpen
                }
                if isOpen { continuation.resume() }
            }
        }
    }

    @Test func theWatchdogIsFedOnceEveryPartHasAnswered() async throws {
        let patient = try Patient(["service", "store", "transport"])
        patient.liveness.beat("loop", nextWithin: .seconds(300))
        let pulse = try patient.pulse()
        for _ in 0..<3 {
            pulse.beat()
            await patient.pings(1)
        }
        #expect(patient.log.isEmpty)
    }

    @Test(arguments: ["service", "store", "transport"])
    func onePartThatStandsStillIsEnoughToBeKilledFor(name: String) async throws {
        let patient = try Patient(["service", "store", "transport"])
        patient.liveness.beat("loop", nextWithin: .seconds(300))
        let gate = try #require(patient.gates[name])
        gate.close()
        let pulse = try patient.pulse()
        pulse.beat()
        while !gate.isWaitedFor, !Task.isCancelled { await Task.yield() }
        for _ in 0..<5 { pulse.beat() }
        #expect(patient.manager.received().isEmpty)
        #expect(patient.log.first?.contains("\"loop\":\"\(name)\"") == true)
        #expect(patient.log.count == 1, "the repetitions are counted and not written")
        gate.open()
        await patient.pings(1)
    }

    @Test func aLoopThatBreaksItsPromiseIsEnoughToo() async throws {
        let patient = try Patient(["service"])
        patient.liveness.beat("work", nextWithin: .seconds(180))
        patient.clock.advance(by: .seconds(181))
        try patient.pulse().beat()
        while patient.log.isEmpty, !Task.isCancelled { await Task.yield() }
        #expect(patient.log[0].contains("\"loop\":\"work\",\"late.ms\":1000"))
        #expect(patient.manager.received().isEmpty)
    }

    @Test func itAsksThreeTimesWithinTheTimeout() async throws {
        let patient = try Patient(["service"])
        patient.liveness.beat("loop", nextWithin: .seconds(300))
        let (pulse, clock) = (try patient.pulse(), patient.clock)
        let beating = Task { await pulse.run(clock) }
        for _ in 0..<3 {
            await clock.untilSleeping(1)
            await patient.pings(1)
            clock.advance(by: .seconds(20))
        }
        beating.cancel()
        await beating.value
    }
}
