import Simulation
import Testing

@testable import Reconciliation

/// What holds of every plan, in worlds drawn from seeds; `POSYNCD_SIZES=full` draws more of them.
@Suite struct PropertyTests {
    private static let seeds = 1...UInt64(TestSize.isFull ? 5000 : 150)

    /// Calls `body` with each world until some of them have failed, and lets other tests go on in between.
    private func eachWorld(_ body: (World, inout SeededGenerator) -> [String]) async {
        var failures = 0
        for seed in Self.seeds where failures < 5 {
            if seed.isMultiple(of: 16) { await Task.yield() }
            var dice = SeededGenerator(seed: seed &+ 1_000_000)
            for wrong in body(RandomUniverse.world(seed: seed), &dice) {
                failures += 1
                Issue.record("seed \(seed): \(wrong)")
            }
        }
    }

    @Test func noPlanDoesWhatItMustNot() async {
        await eachWorld { world, _ in Invariants.violations(of: world.plan, in: world) }
    }

    @Test func thePlanIsTheSameInWhateverOrderThingsWereRead() async {
        await eachWorld { world, dice in
            let plan = world.plan
            let turned = Turned.shuffled(world, by: &dice).plan
            return Turned.isSame(plan, turned) ? [] : [Turned.difference(plan, turned)]
        }
    }

    @Test func whatIsWrittenDoesNotDependOnTheOrderOfLines() async {
        await eachWorld { world, dice in
            var turned = world
            for place in turned.snapshot.orders.indices { turned.snapshot.orders[place].lines.shuffle(using: &dice) }
            let (plan, other) = (world.plan, turned.plan)
            return plan.written == other.written && plan.numbers == other.numbers
                ? [] : ["\(plan.numbers) became \(other.numbers)"]
        }
    }

    @Test func afterItsWritesNothingIsLeftToWrite() async {
        await eachWorld { world, _ in
            var world = world
            let plan = world.plan
            world.apply(plan)
            let again = world.plan
            var wrongs = again.writes.isEmpty ? [] : ["writes \(again.written) again"]
            if plan.numbers != again.numbers { wrongs.append("\(plan.numbers) became \(again.numbers)") }
            if plan.lines.map(\.result) != again.lines.map(\.result) { wrongs.append("lines end in another way") }
            world.remember(again)
            if !Turned.isSame(again, world.plan) { wrongs.append(Turned.difference(again, world.plan)) }
            return wrongs
        }
    }

    @Test func timeAloneTakesNothingOffAndPutsNothingWrongOn() async {
        await eachWorld { world, dice in
            var world = world
            var wrongs: [String] = []
            for _ in 0..<4 {
                let plan = world.plan
                wrongs += Invariants.violations(of: plan, in: world)
                world.apply(plan)
                world.now = world.now + .seconds(Int64.random(in: 3600...4_000_000, using: &dice))
            }
            return wrongs
        }
    }
}
