import Reconciliation
import Simulation
import Store
import Supervision
import Synchronization
import Testing
import Transport

@testable import Daemon

@Suite struct GuardedTransportTests {
    private let clock = ManualClock()
    private let breakers = Breakers()
    private let url = "https://procurement.example/api/orders?offset=0"
    private let origin = "https://procurement.example"

    private var now: Instant { Instant(milliseconds: clock.wallMilliseconds()) }

    private func guarded(_ base: any Transport) -> GuardedTransport {
        GuardedTransport(
            base: base, breakers: breakers, time: clock, entropy: FixedEntropy(),
            log: EventLog(form: .json(hasPriority: false), minimumLevel: .error, wall: { 0 }, monotonic: { .zero }) {
                _ in
            })
    }

    /// The status of the answer, or what it failed with.
    private func ask(_ transport: GuardedTransport, _ url: String? = nil) async -> String {
        do throws(TransportError) {
            return "\(try await transport.send(Request(.get, url ?? self.url)).status)"
        } catch {
            return "\(error)"
        }
    }

    /// Lets a destination fail for long enough that it is left alone.
    private func open(_ transport: GuardedTransport) async {
        for _ in 0..<Breaker.failuresToOpen {
            _ = await ask(transport)
            clock.advance(by: .seconds(20))
        }
    }

    @Test(
        "each of these says that the destination is down",
        arguments: [
            ScriptedTransport.Answer.failure(.unreachable("no route")), .failure(.timeout("slow")),
            .failure(.interrupted("reset")), .failure(.tls("expired")), .failure(.failed("?")), .status(500),
            .status(503), .status(429),
        ])
    func down(_ answer: ScriptedTransport.Answer) async throws {
        let base = ScriptedTransport(time: clock) { _ in answer }
        let transport = guarded(base)
        await open(transport)
        let sent = base.requests.count
        #expect(sent == Breaker.failuresToOpen)
        for _ in 0..<10 {
            let answer = await ask(transport)
            #expect(answer.contains("\(origin) is not asked again before"))
        }
        #expect(base.requests.count == sent)
    }

    @Test(
        "each of these does not",
        arguments: [
            ScriptedTransport.Answer.status(200), .status(302), .status(400), .status(401), .status(404),
            .failure(.tooLarge("")), .failure(.denied("")), .failure(.notFound("")), .failure(.addressForbidden("")),
            .failure(.refused("")), .failure(.cancelled),
        ])
    func up(_ answer: ScriptedTransport.Answer) async {
        let base = ScriptedTransport(time: clock) { _ in answer }
        let transport = guarded(base)
        await open(transport)
        await open(transport)
        #expect(base.requests.count == 2 * Breaker.failuresToOpen)
    }

    @Test func theRefusalSaysWhyAndUntilWhen() async throws {
        let transport = guarded(ScriptedTransport(time: clock) { _ in .failure(.unreachable("Connection refused")) })
        await open(transport)
        let next = try #require(breakers.nextProbe(of: [url], at: now))
        let answer = await ask(transport)
        #expect(answer.contains("before \(next): Connection refused"))
    }

    @Test func destinationsDoNotAnswerForEachOther() async {
        let base = ScriptedTransport(time: clock) { request in
            request.url.contains("procurement.example/") ? .failure(.unreachable("")) : .status(200)
        }
        let transport = guarded(base)
        await open(transport)
        for other in ["https://procurement.example:8443/", "https://procurement.example.org/", "https://aws.example/"] {
            #expect(await ask(transport, other) == "200")
        }
    }

    @Test func retryAfterIsHeeded() async throws {
        let base = ScriptedTransport(time: clock) { _ in
            .status(503, headers: [Request.Header("Retry-After", "1800")])
        }
        let transport = guarded(base)
        await open(transport)
        #expect(try #require(breakers.nextProbe(of: [url], at: now)) >= now + .seconds(1800 - 20))
    }

    @Test func oneProbeGoesOutAndTheOthersWaitForIt() async throws {
        let isDown = Mutex(true)
        let isSlow = Mutex(true)
        let time = clock
        let base = ScriptedTransport(time: clock) { _ in
            // Down for a while, then slow once.
            guard !isDown.withLock({ $0 }) else { return .failure(.unreachable("")) }
            let isFirst = isSlow.withLock { isSlow in
                defer { isSlow = false }
                return isSlow
            }
            if isFirst { try? await time.sleep(for: .seconds(5)) }
            return .status(200)
        }
        let transport = guarded(base)
        await open(transport)
        isDown.withLock { $0 = false }
        clock.advance(by: Breaker.longestPause)
        let sent = base.requests.count
        let asking = Task { () -> [String] in
            await withTaskGroup(of: String.self) { group in
                for _ in 0..<8 { group.addTask { await ask(transport) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        // The probe on its way, and seven that wait for it with a bound.
        await clock.untilSleeping(8)
        #expect(base.requests.count == sent + 1)
        clock.advance(by: .seconds(5))
        #expect(await asking.value == Array(repeating: "200", count: 8))
    }

    @Test func thoseThatWaitForAProbeThatFailsAreRefusedWithIt() async throws {
        let time = clock
        let base = ScriptedTransport(time: clock) { _ in
            try? await time.sleep(for: .seconds(5))
            return .failure(.timeout("slow"))
        }
        let transport = guarded(base)
        for _ in 0..<Breaker.failuresToOpen {
            let asking = Task { await ask(transport) }
            await clock.untilSleeping(1)
            clock.advance(by: .seconds(20))
            _ = await asking.value
        }
        clock.advance(by: Breaker.longestPause)
        let sent = base.requests.count
        let asking = Task { () -> [String] in
            await withTaskGroup(of: String.self) { group in
                for _ in 0..<4 { group.addTask { await ask(transport) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        await clock.untilSleeping(4)
        clock.advance(by: .seconds(5))
        let answers = await asking.value
        #expect(answers.count { $0.contains("not asked again before") } == 3)
        #expect(base.requests.count == sent + 1)
    }

    @Test func aProbeThatIsCancelledMakesRoomForAnother() async throws {
        let isDown = Mutex(true)
        let base = ScriptedTransport(time: clock) { _ in
            isDown.withLock { $0 } ? .failure(.unreachable("")) : .silence
        }
        let transport = guarded(base)
        await open(transport)
        isDown.withLock { $0 = false }
        clock.advance(by: Breaker.longestPause)
        let probe = Task { await ask(transport) }
        await clock.untilSleeping(1)
        probe.cancel()
        _ = await probe.value
        #expect(breakers.permit(origin, at: now) == .asProbe)
    }

    @Test func whoeverAsksForACycleIsGivenAProbe() async {
        let isDown = Mutex(true)
        let base = ScriptedTransport(time: clock) { _ in isDown.withLock { $0 } ? .status(503) : .status(200) }
        let transport = guarded(base)
        await open(transport)
        isDown.withLock { $0 = false }
        #expect(await ask(transport) != "200")
        breakers.probeAtOnce(at: now)
        #expect(await ask(transport) == "200")
        #expect(breakers.change == .remove(.meta, Breakers.key))
    }

    @Test func aRestartIsNoNewRush() async throws {
        let transport = guarded(ScriptedTransport(time: clock) { _ in .failure(.unreachable("")) })
        await open(transport)
        let disk = SimulatedDisk()
        let store = try await Store.open(directory: "/state", fileSystem: disk)
        try await store.commit([breakers.change])
        let again = Breakers()
        again.restore(store.view, at: now)
        #expect(again.nextProbe(of: [url], at: now) == breakers.nextProbe(of: [url], at: now))
        let muchLater = Breakers()
        muchLater.restore(store.view, at: now + .seconds(2 * 86_400))
        #expect(muchLater.permit(origin, at: now) == .granted)
        await store.close()
    }

    @Test(
        "the origin is scheme, host and port",
        arguments: [
            ("https://Host.example/a/b", "https://host.example"), ("http://127.0.0.1:9100?x", "http://127.0.0.1:9100"),
            ("https://user:secret@host.example/x", "https://host.example"), ("sftp://host/out/", "sftp://host"),
            ("file:///var/spool", "file://"), ("nonsense", "nonsense"),
        ])
    func origins(url: String, origin: String) {
        #expect(Breakers.origin(url) == origin)
    }
}
