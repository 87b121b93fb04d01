import Reconciliation
import Simulation
import Store
import Synchronization
import Testing

@testable import Daemon

/// The daemon's loop as its service manager, its operator and its clock see it.
@Suite(.timeLimit(.minutes(10))) struct ServiceLoopTests {
    private func host() -> SimulatedHost { SimulatedHost(clock: ManualClock()) }

    @Test func itIsReadyRunsACycleAtOnceAndThenOneAtEveryInterval() async throws {
        let host = host()
        let result = try await RunningDaemon.during(host) { daemon in
            for count in 1...4 {
                await daemon.idle(afterCycles: count)
                // With a jitter of a half the next one comes after 855 of 900 s.
                for _ in 0..<14 {
                    host.clock.advance(by: .seconds(60))
                    await host.clock.untilSleeping(1)
                }
                #expect(host.logged("cycle.started").count == count)
                host.clock.advance(by: .seconds(15))
            }
            await daemon.idle(afterCycles: 5)
            #expect(daemon.status.hasPrefix("last success 2026-11-23T12:57:00Z, nothing queued, next cycle"))
            #expect(daemon.told.filter { !$0.hasPrefix("STATUS") } == ["EXTEND_TIMEOUT_USEC=60000000", "READY=1"])
        }
        #expect(throws: Never.self) { try result.get() }
        #expect(host.carried() == "PO-1")
        #expect(host.logged("daemon.started").count == 1 && host.logged("daemon.stopping").count == 1)
    }

    @Test func memoryIsGivenBackAfterEachCycleAndThenNoMore() async throws {
        let host = host()
        let rests = Mutex(0)
        let setup = RunningDaemon.Setup(interval: "1d", atRest: { rests.withLock { $0 += 1 } })
        try await RunningDaemon.during(host, setup) { daemon in
            await daemon.idle(afterCycles: 1)
            for _ in 0..<10 {
                host.clock.advance(by: .seconds(60))
                await host.clock.untilSleeping(1)
            }
            #expect(rests.withLock { $0 } == 1)
            daemon.inbox.post(.cycle)
            #expect(await daemon.pass(atMost: .seconds(10)) { daemon.cycles == 2 })
            await daemon.idle(afterCycles: 2)
            #expect(rests.withLock { $0 } == 2)
        }
    }

    @Test func itWakesOnceAMinuteWhereNothingIsDue() async throws {
        let host = host()
        try await RunningDaemon.during(host, .init(interval: "1d")) { daemon in
            await daemon.idle(afterCycles: 1)
            let before = host.clock.naps.count
            for _ in 0..<60 {
                host.clock.advance(by: .seconds(60))
                await host.clock.untilSleeping(1)
            }
            #expect(host.clock.naps.count - before == 60)
            #expect(host.network.sightings.allSatisfy { $0.at < host.now - .seconds(3500) })
        }
    }

    @Test func aCycleThatIsAskedForBeginsNowAndOneAskedForMeanwhileAfterIt() async throws {
        let host = host()
        try await RunningDaemon.during(host) { daemon in
            await daemon.idle(afterCycles: 1)
            daemon.inbox.post(.cycle)
            #expect(await daemon.pass(atMost: .seconds(10)) { daemon.cycles == 2 })
        }
        let slow = SimulatedHost(clock: ManualClock(), delay: { .seconds(1) })
        try await RunningDaemon.during(slow) { daemon in
            await daemon.until("cycle.started")
            for _ in 0..<3 { daemon.inbox.post(.cycle) }
            await daemon.pass(atMost: .seconds(120)) { slow.logged("cycle.started").count == 3 }
            #expect(slow.logged("cycle.finished").count == 2, "one for those who asked while the first was running")
        }
    }

    @Test func aGoodReloadIsInForceAtOnceAndABadOneLeavesWhatWas() async throws {
        let host = host()
        try await RunningDaemon.during(host) { daemon in
            await daemon.idle(afterCycles: 1)
            daemon.willReload(.success(try daemon.configuration("60s")))
            daemon.inbox.post(.reload)
            #expect(await daemon.pass(atMost: .seconds(10)) { daemon.cycles == 2 })
            #expect(host.logged("config.reloaded").count == 1)

            daemon.willReload(.failure(ProgramError(.configuration, "posyncd.yaml:1: polcy: there is no such key")))
            daemon.inbox.post(.reload)
            await daemon.until("config.rejected")
            #expect(host.logged("config.rejected").first?.contains("polcy") == true)
            #expect(await daemon.pass(atMost: .seconds(60)) { daemon.cycles == 3 })
            let told = daemon.told.filter { !$0.hasPrefix("STATUS") && !$0.hasPrefix("EXTEND") }
            #expect(told == ["READY=1", "RELOADING=1", "READY=1", "RELOADING=1", "READY=1"])
        }
    }

    @Test func aReloadDuringACycleWaitsForItsEnd() async throws {
        let host = SimulatedHost(clock: ManualClock(), delay: { .seconds(1) })
        try await RunningDaemon.during(host) { daemon in
            await daemon.until("cycle.started")
            daemon.inbox.post(.reload)
            await daemon.pass(atMost: .seconds(120)) { !host.logged("config.reloaded").isEmpty }
            let order = host.log.filter { $0.contains("config.reloaded") || $0.contains("cycle.finished") }
            #expect(order.count == 2 && order[1].contains("config.reloaded"))
        }
    }

    @Test(arguments: [-86_400, 86_400])
    func aClockThatIsSetIsSaidOnceAndKeepsNoCycleAway(seconds: Int) async throws {
        let host = host()
        try await RunningDaemon.during(host) { daemon in
            await daemon.idle(afterCycles: 1)
            host.clock.jump(milliseconds: Int64(seconds) * 1000)
            #expect(await daemon.pass(.seconds(20), atMost: .seconds(980)) { daemon.cycles == 2 })
            #expect(host.logged("clock.jumped").count == 1)
            #expect(host.logged("clock.jumped")[0].contains("\"jump.ms\":\(seconds * 1000)"))
        }
    }

    @Test func whatFailedIsTriedAgainBetweenTwoCycles() async throws {
        let isDown = Mutex(true)
        let host = SimulatedHost(clock: ManualClock()) { sighting in
            sighting.operation == "UpdatePurchaseOrders" && isDown.withLock { $0 }
                ? .status(503, retryAfter: nil) : .answered
        }
        try await RunningDaemon.during(host, .init(interval: "1d")) { daemon in
            await daemon.idle(afterCycles: 1)
            #expect(host.carried() == nil)
            #expect(daemon.status.contains("1 queued"))
            isDown.withLock { $0 = false }
            #expect(await daemon.pass(.seconds(10), atMost: .seconds(7200)) { host.carried() == "PO-1" })
            #expect(host.logged("cycle.started").count == 1, "no whole cycle was needed for it")
        }
    }

    @Test func afterARestartTheStatusKnowsTheLastSuccess() async throws {
        let host = host()
        try await RunningDaemon.during(host) { await $0.idle(afterCycles: 1) }
        host.clock.advance(by: .seconds(3600))
        try await RunningDaemon.during(host) { daemon in
            await daemon.until { daemon.told.contains("READY=1") }
            #expect(daemon.status.hasPrefix("last success 2026-11-23T12:00:00Z"))
        }
    }

    @Test func theWatchdogIsFedWhileItSleeps() async throws {
        let host = host()
        try await RunningDaemon.during(host, .init(environment: ["WATCHDOG_USEC": "60000000"])) { daemon in
            await daemon.idle(afterCycles: 1)
            for round in 1...5 {
                await host.clock.untilSleeping(2)
                host.clock.advance(by: .seconds(20))
                await daemon.until { daemon.told.count { $0 == "WATCHDOG=1" } > round }
            }
        }
    }
}
