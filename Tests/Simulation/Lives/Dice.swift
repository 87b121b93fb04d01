import Synchronization
public import Transport

/// Chance, shared by everything in a simulation: the same throws in the same order for the same seed.
public final class Dice: Entropy {
    private let generator: Mutex<SeededGenerator>

    /// The dice of a seed.
    public init(seed: UInt64) {
        generator = Mutex(SeededGenerator(seed: seed))
    }

    public func unit() -> Double { generator.withLock { $0.unit() } }

    /// Whether something happens that has this probability.
    public func chance(_ probability: Double) -> Bool { unit() < probability }

    /// A whole number of a range.
    public func number(_ range: Range<Int>) -> Int {
        generator.withLock { Int.random(in: range, using: &$0) }
    }

    /// One of these.
    public func pick<Element>(_ elements: [Element]) -> Element {
        elements[number(0..<elements.count)]
    }

    /// What a disk loses when its process dies: nothing (`nil`) where only the process does.
    func loss(_ image: SimulatedDisk.Image) -> PowerLoss? {
        switch number(0..<4) {
        case 0: return nil
        case 1: return .dropsAll
        case 2 where image.pendingChanges > 0:
            let changes = number(0..<image.pendingChanges)
            return .keepsPrefix(changes: changes, bytes: number(0..<image.pendingBytes(changes) + 1))
        default: return .keepsSubset(seed: UInt64(number(0..<Int.max)))
        }
    }
}
