import Simulation
import Synchronization
import Testing

@testable import Reconciliation

/// Every universe of up to three orders and three charges, against the rules said by trying everything.
///
/// `POSYNCD_SIZES=full` takes larger alphabets. Prints how many there were.
@Suite struct SmallUniverseTests {
    private static let parts = 4
    private static let count = Mutex((parts: 0, universes: 0))

    @Test(arguments: 0..<parts) func everySmallUniverseEndsAsTheRulesSay(_ part: Int) async {
        var failures = 0
        var turn = 0
        let count = await Universes.size(isFull: TestSize.isFull).forEach(part: part, of: Self.parts) { universe in
            guard failures < 5 else { return }
            turn += 1
            for wrong in Self.wrongs(universe, isTurned: TestSize.isFull || turn.isMultiple(of: 3)) {
                failures += 1
                Issue.record("\(wrong) in \(universe)")
            }
        }
        let total = Self.count.withLock { sum in
            sum = (sum.parts + 1, sum.universes + count)
            return sum
        }
        if total.parts == Self.parts { print("small universes: \(total.universes)") }
    }

    /// - Parameter isTurned: whether it is read in another order as well.
    private static func wrongs(_ universe: Universe, isTurned: Bool) -> [String] {
        var world = universe.world
        let plan = world.plan
        var wrongs = Invariants.violations(of: plan, in: world)
        let expected = Expectation(universe)
        if plan.numbers != expected.decided { wrongs.append("decided \(plan.numbers), not \(expected.decided)") }
        if plan.written != expected.written { wrongs.append("wrote \(plan.written), not \(expected.written)") }
        if isTurned, !Turned.isSame(plan, Turned.around(world).plan) { wrongs.append("the order of reading tells") }
        world.apply(plan)
        let again = world.plan
        if !again.writes.isEmpty { wrongs.append("writes again: \(again.written)") }
        if again.numbers != plan.numbers { wrongs.append("decides anew: \(again.numbers)") }
        return wrongs
    }
}
