import Simulation
import Testing
import Transport

@Suite("The manual clock")
struct ManualClockTests {
    @Test func sleepersWakeInTheOrderOfTheirDueTimes() async throws {
        let clock = ManualClock(wallMilliseconds: 1000)
        let woken = await withTaskGroup(of: (Duration, Duration).self) { group in
            for span in [3, 1, 2].map({ Duration.seconds($0) }) {
                group.addTask {
                    try? await clock.sleep(for: span)
                    return (span, clock.monotonic())
                }
            }
            await clock.untilSleeping(3)
            var woken: [Duration] = []
            for second in 1...3 {
                clock.advance(by: .seconds(1))
                if let (span, _) = await group.next() { woken.append(span) }
                #expect(clock.monotonic() == .seconds(second))
            }
            return woken
        }
        #expect(woken == [.seconds(1), .seconds(2), .seconds(3)])
        #expect(clock.wallMilliseconds() == 4000)
        #expect(clock.naps.sorted() == [.seconds(1), .seconds(2), .seconds(3)])
    }

    @Test func aCancelledSleeperWakesAtOnce() async {
        let clock = ManualClock()
        let sleeper = Task { try await clock.sleep(for: .seconds(3600)) }
        await clock.untilSleeping(1)
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
        #expect(clock.monotonic() == .zero)
    }

    @Test func anImpatientClockSleepsInNoTime() async throws {
        let clock = ManualClock(wallMilliseconds: 0, isImpatient: true)
        try await clock.sleep(for: .seconds(86_400))
        #expect(clock.wallMilliseconds() == 86_400_000)
    }

    @Test func theWallMayJumpWithoutTimePassing() {
        let clock = ManualClock(wallMilliseconds: 5000)
        clock.jump(milliseconds: -3000)
        #expect(clock.wallMilliseconds() == 2000)
        #expect(clock.monotonic() == .zero)
    }
}
