import Simulation
import Synchronization
import Testing

@testable import Supervision

@Suite("The watchdog")
struct WatchdogTests {
    @Test("the schedule is what the manager says, a quarter of it between looks")
    func schedule() throws {
        let schedule = try #require(
            WatchdogSchedule(environment: ["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "42"], processID: 42))
        #expect(schedule.timeout == .seconds(30))
        #expect(schedule.interval == .seconds(10))
        #expect(WatchdogSchedule(environment: ["WATCHDOG_USEC": "30000000"], processID: 1) != nil)
    }

    @Test(
        "there is none for another process, without a time, or with one that is none",
        arguments: [
            [:], ["WATCHDOG_PID": "42"], ["WATCHDOG_USEC": "0"], ["WATCHDOG_USEC": "-5"], ["WATCHDOG_USEC": "soon"],
            ["WATCHDOG_USEC": "1000", "WATCHDOG_PID": "43"], ["WATCHDOG_USEC": "1000", "WATCHDOG_PID": ""],
        ])
    func noSchedule(environment: [String: String]) {
        #expect(WatchdogSchedule(environment: environment, processID: 42) == nil)
    }

    @Test("progress is proven only while every loop keeps its promise")
    func roll() {
        var roll = LivenessRoll()
        #expect(!roll.isProven(now: .zero))
        roll.beat("cycle", nextWithin: .seconds(60), now: .zero)
        roll.beat("retry", nextWithin: .seconds(10), now: .zero)
        #expect(roll.isProven(now: .seconds(10)))
        #expect(!roll.isProven(now: .seconds(11)))
        #expect(roll.overdue(now: .seconds(11)) == [.init(name: "retry", by: .seconds(1))])
        roll.beat("retry", nextWithin: .seconds(10), now: .seconds(55))
        #expect(roll.isProven(now: .seconds(60)))
        #expect(roll.overdue(now: .seconds(70)).map(\.name) == ["cycle", "retry"])
        roll.leave("cycle")
        #expect(roll.isProven(now: .seconds(65)))
        roll.leave("retry")
        #expect(!roll.isProven(now: .seconds(65)))
    }

    @Test("the manager is pinged while all loops move, and hears nothing while one does not")
    func pings() throws {
        let manager = try DatagramReceiver(isAbstract: true)
        let now = Mutex(Duration.zero)
        let liveness = Liveness(monotonic: { now.withLock { $0 } })
        let schedule = try #require(WatchdogSchedule(environment: ["WATCHDOG_USEC": "4000000"], processID: 1))
        let notifier = ServiceNotifier(environment: ["NOTIFY_SOCKET": manager.name])
        let watchdog = Watchdog(schedule: schedule, liveness: liveness, notifier: notifier)
        #expect(watchdog.look().isEmpty)
        #expect(manager.received().isEmpty)

        liveness.beat("cycle", nextWithin: .seconds(2))
        #expect(watchdog.look().isEmpty)
        #expect(manager.received() == ["WATCHDOG=1"])

        now.withLock { $0 = .seconds(3) }
        #expect(watchdog.look() == [.init(name: "cycle", by: .seconds(1))])
        #expect(manager.received().isEmpty)

        liveness.beat("cycle", nextWithin: .seconds(2))
        watchdog.look()
        #expect(manager.received() == ["WATCHDOG=1"])
    }
}
