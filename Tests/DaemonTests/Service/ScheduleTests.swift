import Reconciliation
import Testing

@testable import Daemon

@Suite struct ScheduleTests {
    private let start = Instant(milliseconds: 1_795_435_200_000)
    private let interval = Duration.seconds(900)

    private func after(_ seconds: Int) -> Instant { start + .seconds(seconds) }

    @Test func theFirstCycleIsDueAtOnce() {
        let schedule = Schedule(interval: interval, now: start)
        #expect(schedule.work(at: start, retryDue: nil) == .cycle)
        #expect(schedule.pause(from: start, retryDue: nil) == .zero)
    }

    @Test(arguments: [(0.0, 900), (0.5, 855), (0.999, 811), (-3, 900), (7, 810)])
    func cyclesComeEarlyByUpToATenthAndNeverLate(jitter: Double, seconds: Int) {
        var schedule = Schedule(interval: interval, now: start)
        schedule.began(.cycle, at: start, jitter: jitter)
        #expect(schedule.work(at: after(seconds - 1), retryDue: nil) == nil)
        #expect(schedule.work(at: after(seconds), retryDue: nil) == .cycle)
    }

    @Test func aRetryIsDueAtItsTimeButNotBeforeABreathAfterTheLastWork() {
        var schedule = Schedule(interval: interval, now: start)
        schedule.began(.cycle, at: start, jitter: 0)
        schedule.ended(at: after(60))
        #expect(schedule.work(at: after(62), retryDue: after(10)) == nil)
        #expect(schedule.pause(from: after(62), retryDue: after(10)) == .seconds(3))
        #expect(schedule.work(at: after(65), retryDue: after(10)) == .retry)
        #expect(schedule.work(at: after(65), retryDue: after(100)) == nil)
        #expect(schedule.pause(from: after(65), retryDue: after(100)) == .seconds(35))
    }

    @Test func aCycleGoesBeforeARetry() {
        let schedule = Schedule(interval: interval, now: start)
        #expect(schedule.work(at: start, retryDue: start) == .cycle)
    }

    @Test func nothingIsWaitedForLongerThanAClockMayGoUnwatched() {
        var schedule = Schedule(interval: .seconds(86_400), now: start)
        schedule.began(.cycle, at: start, jitter: 0)
        #expect(schedule.pause(from: after(10), retryDue: nil) == Schedule.longestPause)
        #expect(schedule.pause(from: after(86_399), retryDue: nil) == .seconds(1))
        #expect(schedule.pause(from: after(90_000), retryDue: nil) == .zero)
    }

    @Test func aCycleThatIsWantedComesNowAndDoesNotPutOffTheOneThatIsDue() {
        var schedule = Schedule(interval: interval, now: start)
        schedule.began(.cycle, at: start, jitter: 0)
        schedule.wantCycle(at: after(100))
        #expect(schedule.work(at: after(100), retryDue: nil) == .cycle)
        schedule.wantCycle(at: after(200))
        #expect(schedule.nextCycle == after(100))
    }

    @Test func aShorterIntervalHoldsFromTheNextCycleOn() {
        var schedule = Schedule(interval: interval, now: start)
        schedule.interval = .seconds(60)
        schedule.began(.cycle, at: start, jitter: 0)
        #expect(schedule.nextCycle == after(60))
    }

    // MARK: - Clocks

    /// A schedule that has seen both clocks agree at the start, and whose next cycle is an interval away.
    private func settled() -> Schedule {
        var schedule = Schedule(interval: interval, now: start)
        _ = schedule.see(wall: start, monotonic: .seconds(1000))
        schedule.began(.cycle, at: start, jitter: 0)
        return schedule
    }

    @Test(arguments: [0, 4999, -4999])
    func adjustmentsAreNoJump(milliseconds: Int) {
        var schedule = settled()
        let wall = after(60) + .milliseconds(milliseconds)
        #expect(schedule.see(wall: wall, monotonic: .seconds(1060)) == nil)
    }

    @Test func aClockSetBackKeepsTheNextCycleNoLongerAwayThanAnInterval() {
        var schedule = settled()
        let jump = schedule.see(wall: after(-86_400), monotonic: .seconds(1060))
        #expect(jump == Schedule.Jump(by: .seconds(-86_460)))
        #expect(schedule.nextCycle == after(-86_400 + 900))
        #expect(schedule.work(at: after(-86_400 + 5), retryDue: after(-86_400)) == .retry)
    }

    @Test func aClockSetForwardMakesDueWhatIsDueAndIsSaidOnce() {
        var schedule = settled()
        #expect(schedule.see(wall: after(7200), monotonic: .seconds(1010)) == Schedule.Jump(by: .seconds(7190)))
        #expect(schedule.see(wall: after(7201), monotonic: .seconds(1011)) == nil)
        #expect(schedule.work(at: after(7201), retryDue: nil) == .cycle)
    }

    @Test func aSuspendedHostHasNoJumpWhereBothClocksWentOn() {
        var schedule = settled()
        #expect(schedule.see(wall: after(40_000), monotonic: .seconds(41_000)) == nil)
    }
}
