import Glibc
import Reconciliation
import Simulation
import Store
import Synchronization
import Testing
import Transport

@testable import Daemon

/// A stop ends the daemon soon whatever it is busy with, and leaves a state in which nothing is lost.
@Suite(.timeLimit(.minutes(10))) struct ServiceStopTests {
    /// How many writes the queue of a host's disk knows, in each state.
    private func tally(_ host: SimulatedHost) async throws -> QueueTally {
        let store = try await host.open()
        let tally = try RetryQueue(store.view).tally
        await store.close()
        return tally
    }

    @Test func whileItSleeps() async throws {
        let host = SimulatedHost(clock: ManualClock())
        let result = try await RunningDaemon.during(host) { daemon in
            await daemon.idle(afterCycles: 1)
            daemon.inbox.post(.stop("SIGTERM"))
            await daemon.ended()
            #expect(daemon.told.last == "STOPPING=1")
        }
        #expect(throws: Never.self) { try result.get() }
        #expect(host.logged("daemon.stopping")[0].contains("\"signal\":\"SIGTERM\""))
    }

    @Test func whileARequestHasNoAnswer() async throws {
        let host = SimulatedHost(clock: ManualClock(), delay: { .seconds(50) })
        let result = try await RunningDaemon.during(host) { daemon in
            await daemon.until("cycle.started")
            await host.clock.untilSleeping(1)
            daemon.inbox.post(.stop("SIGTERM"))
            await daemon.ended()
        }
        #expect(throws: Never.self) { try result.get() }
        #expect(host.clock.monotonic() == .zero)
        #expect(host.logged("cycle.incomplete").count == 1)
        #expect(host.logged("feed.failed") + host.logged("account.failed") + host.logged("finding.firing") == [])
    }

    @Test func aWriteOnItsWayIsGivenTimeToBeAnswered() async throws {
        let isSlow = Mutex(false)
        let host = SimulatedHost(
            clock: ManualClock(),
            fate: { sighting in
                isSlow.withLock { $0 = sighting.operation == "UpdatePurchaseOrders" }
                return .answered
            }, delay: { isSlow.withLock { $0 } ? .seconds(3) : .zero })
        try await RunningDaemon.during(host) { daemon in
            await daemon.until { host.network.sightings.last?.operation == "UpdatePurchaseOrders" }
            await host.clock.untilSleeping(1)
            daemon.inbox.post(.stop("SIGTERM"))
            // The grace of the service, that of the write, and the write.
            await host.clock.untilSleeping(3)
            host.clock.advance(by: .seconds(3))
            await daemon.ended()
        }
        #expect(host.carried() == "PO-1")
        let tally = try await tally(host)
        #expect(tally.enqueued == 1 && tally.pending + tally.done == 1 && tally.inFlight == 0)
        #expect(host.network.marketplace.writes.count == 1)
    }

    @Test func aWriteThatIsNotAnsweredIsReadBackAfterTheNextStart() async throws {
        let host = SimulatedHost(clock: ManualClock())
        let network = GatedTransport(host.network) { GatedTransport.asks($0, for: "UpdatePurchaseOrders") }
        try await RunningDaemon.during(host, .init(transport: { _ in network })) { daemon in
            await daemon.until { network.hanging == 1 }
            daemon.inbox.post(.stop("SIGTERM"))
            // The grace of the service and that of the write.
            await host.clock.untilSleeping(2)
            host.clock.advance(by: Dispatcher.stopGrace)
            await daemon.ended()
            #expect(host.clock.monotonic() < .seconds(10))
        }
        let stopped = try await tally(host)
        #expect(stopped.enqueued == 1 && stopped.pending == 1)
        try await RunningDaemon.during(host) { daemon in
            #expect(await daemon.pass(atMost: .seconds(900)) { host.carried() == "PO-1" && daemon.cycles > 0 })
            await host.clock.untilSleeping(1)
        }
        #expect(try await tally(host).done == 1)
    }

    @Test func whatDoesNotEndIsLeftAfterItsGrace() async throws {
        let host = SimulatedHost(clock: ManualClock())
        let network = GatedTransport(host.network, heedsCancellation: false) {
            GatedTransport.asks($0, for: "ListAgreementCharges")
        }
        let result = try await RunningDaemon.during(host, .init(transport: { _ in network })) { daemon in
            await daemon.until { network.hanging == 1 }
            daemon.inbox.post(.stop("SIGTERM"))
            await host.clock.untilSleeping(1)
            host.clock.advance(by: Service.stopGrace)
            await daemon.ended()
        }
        #expect(throws: Never.self) { try result.get() }
        #expect(host.logged("daemon.note").contains { $0.contains("did not end within 8 s") })
        network.open()
        try await RunningDaemon.during(host) { daemon in
            #expect(await daemon.pass(atMost: .seconds(900)) { host.carried() == "PO-1" })
        }
    }

    @Test func whileAnAlertCommandRuns() async throws {
        let host = SimulatedHost(clock: ManualClock())
        host.network.change { procurement, _ in
            procurement.issue("PO-2", agreement: "agmt-none", amount: "5.00", at: host.now)
        }
        let mark = "/tmp/posyncd-service-stop-\(host.now.milliseconds)-\(UInt64.random(in: 0 ... .max))"
        let further = "alerts: {command: [/bin/sh, -c, 'echo x > \(mark); sleep 600']}"
        let clock = ContinuousClock()
        let began = clock.now
        try await RunningDaemon.during(host, .init(further: further)) { daemon in
            await daemon.until { access(mark, F_OK) == 0 }
            daemon.inbox.post(.stop("SIGTERM"))
            await daemon.ended()
        }
        unlink(mark)
        #expect(clock.now - began < .seconds(300), "it was waited for")
        #expect(host.logged("alert.failed").isEmpty, "it is told after the next start, and is no failure")
        let store = try await host.open()
        #expect(try AlertOutbox(try #require(store.get(.meta, AlertOutbox.key))).notices.count == 1)
        await store.close()
    }

    @Test func whileCredentialsAreLookedFor() async throws {
        let host = SimulatedHost(clock: ManualClock(), delay: { .seconds(50) })
        let environment = ["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "HOME": "/nonexistent"]
        let network = GatedTransport(host.network) { $0.url.hasPrefix("http://169.254") }
        let result = try await RunningDaemon.during(
            host, .init(environment: environment, transport: { _ in network })
        ) { daemon in
            await daemon.until { network.hanging == 1 }
            daemon.inbox.post(.stop("SIGTERM"))
            await daemon.ended()
        }
        #expect(throws: Never.self) { try result.get() }
        #expect(host.logged("daemon.stopping").count == 1)
    }

    @Test func aDiskThatFailsEndsTheDaemonWithItsExitCode() async throws {
        let host = SimulatedHost(clock: ManualClock())
        let result = try await RunningDaemon.during(host) { daemon in
            await daemon.idle(afterCycles: 1)
            host.disk.inject(.init(.synchronizeData, ordinal: 1, count: 100, code: EIO))
            daemon.inbox.post(.cycle)
            #expect(await daemon.pass(atMost: .seconds(60)) { daemon.hasEnded })
        }
        let error = #expect(throws: ProgramError.self) { try result.get() }
        #expect(error?.exitCode == .inputOutput)
    }
}
