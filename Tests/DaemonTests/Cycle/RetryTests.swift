import Reconciliation
import Simulation
import Store
import Synchronization
import Testing

@testable import Daemon

/// What becomes of writes that do not go through: seen through whole cycles against both upstreams.
@Suite struct RetryTests {
    private let retry = CycleKind(isRetry: true)

    /// The one entry of the queue.
    private func entry(_ store: Store) throws -> QueueEntry? { try RetryQueue(store.view).entries.first }

    @Test func whatWasOnItsWayWhenTheProgramEndedIsReadBackAndFinished() async throws {
        let host = SimulatedHost()
        let store = try await host.open()
        var queue = RetryQueue()
        let intent = QueueIntent(
            account: AccountID(SimulatedHost.account), agreement: "agmt-1", charge: "ch-0", order: "PO-1", revision: 1,
            assignment: "\(SimulatedHost.account)/ch-0")
        _ = queue.handle(.intend(intent), at: host.now, jitter: 0)
        _ = queue.handle(.send(intent.id), at: host.now, jitter: 0)
        try await store.commit(try queue.takeChanges())

        _ = try await host.sync(store).run(CycleKind())
        #expect(host.carried() == "PO-1")
        #expect(try entry(store) == nil)
        #expect(try RetryQueue(store.view).tally.done == 1)
        await store.close()
    }

    @Test func aClockThatWasSetBackKeepsNoWriteAway() async throws {
        let host = SimulatedHost { $0.operation == "UpdatePurchaseOrders" ? .status(503, retryAfter: 600) : .answered }
        let store = try await host.open()
        let sync = try host.sync(store)
        _ = try await sync.run(CycleKind())
        host.clock.jump(milliseconds: -86_400_000)
        _ = try await sync.run(CycleKind())
        let next = try #require(try entry(store)).nextAttemptAt
        #expect(next <= host.now + RetryPolicy().longestPause)
        await store.close()
    }

    @Test func anAccountThatCannotBeReadPutsItsWritesOffWithoutCountingThem() async throws {
        let isDown = Mutex(false)
        let host = SimulatedHost { sighting in
            if isDown.withLock({ $0 }), sighting.host.contains("agreement") { return .unreachable }
            return sighting.operation == "UpdatePurchaseOrders" ? .unreachable : .answered
        }
        let store = try await host.open()
        let sync = try host.sync(store)
        _ = try await sync.run(CycleKind())
        isDown.withLock { $0 = true }
        for _ in 0..<20 {
            let due = try #require(try RetryQueue(store.view).nextDue)
            host.clock.advance(by: max(due - host.now, .zero))
            _ = try await sync.run(retry)
            #expect(try #require(try RetryQueue(store.view).nextDue) > host.now, "it is due again at once")
        }
        #expect(try entry(store)?.attempts == 0)
        #expect(try entry(store)?.isDead == false)
        await store.close()
    }

    @Test func aDeniedAccountIsRetriedSlowlyAndForEver() async throws {
        let host = SimulatedHost { $0.operation == "UpdatePurchaseOrders" ? .unreachable : .answered }
        let store = try await host.open()
        let sync = try host.sync(store)
        _ = try await sync.run(CycleKind())
        host.network.change { _, marketplace in marketplace.denied = [SimulatedHost.account] }
        for _ in 0..<30 {
            let due = try #require(try RetryQueue(store.view).nextDue)
            host.clock.advance(by: max(due - host.now, .zero))
            _ = try await sync.run(retry)
            #expect(try #require(try RetryQueue(store.view).nextDue) >= host.now + RetryPolicy().deniedPause)
        }
        #expect(try entry(store)?.attempts == 0)
        await store.close()
    }

    @Test func anOverloadedServiceIsNotAskedAgainWithinTheSameCycle() async throws {
        let host = SimulatedHost { $0.operation == "UpdatePurchaseOrders" ? .status(503, retryAfter: nil) : .answered }
        let store = try await host.open()
        _ = try await host.sync(store).run(CycleKind())
        #expect(host.network.sightings.count { $0.operation == "UpdatePurchaseOrders" } == 1)
        #expect(try entry(store)?.attempts == 1)
        #expect(try #require(try RetryQueue(store.view).nextDue) > host.now)
        await store.close()
    }

    @Test func aNumberThatShowsLateIsWrittenOnce() async throws {
        let host = SimulatedHost()
        host.network.change { _, marketplace in marketplace.lag = .seconds(3) }
        let store = try await host.open()
        let sync = try host.sync(store)
        _ = try await sync.run(CycleKind())
        let due = try #require(try RetryQueue(store.view).nextDue)
        #expect(due > host.now)
        host.clock.advance(by: due - host.now)
        _ = try await sync.run(retry)
        #expect(host.network.marketplace.writes.count == 1)
        #expect(try RetryQueue(store.view).tally.done == 1)
        await store.close()
    }

    @Test func whatSomebodyElseWroteMeanwhileIsNotOverwritten() async throws {
        let host = Mutex<SimulatedHost?>(nil)
        let made = SimulatedHost { sighting in
            // Between reading and writing, a person sets another number.
            if sighting.operation == "UpdatePurchaseOrders" {
                host.withLock { $0 }?.network.change { _, marketplace in
                    if marketplace.charge("ch-0")?.order == nil { marketplace.set("ch-0", order: "PO-FOREIGN") }
                }
            }
            return .answered
        }
        host.withLock { $0 = made }
        let store = try await made.open()
        _ = try await made.sync(store).run(CycleKind())
        #expect(made.carried() == "PO-FOREIGN")
        #expect(made.network.marketplace.writes.isEmpty)
        #expect(try entry(store) == nil)
        await store.close()
        host.withLock { $0 = nil }
    }

    @Test func aRetryIsNoSuccessOfACycle() async throws {
        let isDown = Mutex(true)
        let host = SimulatedHost { sighting in
            if sighting.operation == "UpdatePurchaseOrders", isDown.withLock({ $0 }) { return .unreachable }
            return .answered
        }
        let store = try await host.open()
        let sync = try host.sync(store)
        _ = try await sync.run(CycleKind())
        let before = try World(store.view).status
        isDown.withLock { $0 = false }
        host.clock.advance(by: .seconds(60))
        _ = try await sync.run(retry)
        #expect(host.carried() == "PO-1")
        let after = try World(store.view).status
        #expect(after.lastSuccess == before.lastSuccess)
        #expect(after.lastAttempt == before.lastAttempt)
        #expect(host.logged("cycle.finished").isEmpty, "an alert that waits for cycles would be silenced")
        await store.close()
    }

    @Test func onePoisonedChargeCostsTheOthersNothing() async throws {
        let host = SimulatedHost(charges: 86)
        host.network.change { _, marketplace in
            marketplace.agreements[0].charges[41].refusal = "INVALID_CHARGE"
        }
        let store = try await host.open()
        _ = try await host.sync(store).run(CycleKind())
        #expect(host.network.marketplace.writes.count == 85)
        #expect(try entry(store)?.isDead == true)
        #expect(try entry(store)?.charge == "ch-41")
        let calls = host.network.sightings.count { $0.operation == "UpdatePurchaseOrders" }
        #expect(calls <= 1 + 2 * 7)
        await store.close()
    }

    @Test func aWriteThatIsTriedAgainIsSaidOnce() async throws {
        let host = SimulatedHost { $0.operation == "UpdatePurchaseOrders" ? .status(500, retryAfter: nil) : .answered }
        let store = try await host.open()
        _ = try await host.sync(store).run(CycleKind())
        #expect(host.logged("change.failed").count == 1)
        #expect(host.logged("retry.scheduled").count == 1)
        await store.close()
    }
}
