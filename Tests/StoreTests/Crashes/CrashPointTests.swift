import Documents
import Simulation
import Store
import Testing

/// The power fails before every call that a workload of all operations makes of the disk.
///
/// After each failure: what was acknowledged is there, what was not is there as a whole or not at all, opening again
/// changes nothing, and the store can be written. `POSYNCD_SIZES=full` runs the whole workload, otherwise the beginning
/// of it; `POSYNCD_CRASH_SEEDS` says how many random choices of what the disk has kept are tried for each moment and each
/// model (1 unless said otherwise).
@Suite("Crash points")
struct CrashPointTests {
    static let seeds = TestSize.number("POSYNCD_CRASH_SEEDS", small: 1, full: 1)

    @Test("every crash point of a workload, with three ways of losing what was not synced")
    func everyCrashPoint() async throws {
        let workload = try await CrashWorkload.run(operations: TestSize.pick(60, full: 200), seed: 1)
        var random = SeededGenerator(seed: 2)
        for (number, moment) in workload.moments.enumerated() {
            var losses = [PowerLoss.dropsAll]
            if moment.image.pendingChanges > 0 {
                for _ in 0..<Self.seeds {
                    losses.append(Self.prefix(of: moment.image, &random))
                    losses.append(.keepsSubset(seed: random.next()))
                }
            }
            for loss in losses {
                let disk = SimulatedDisk(moment.image, after: loss)
                try await check(disk, moment, "crash point \(number), \(loss)")
            }
        }
        print("crash points: \(workload.moments.count)")
        #expect(workload.moments.count > TestSize.pick(200, full: 500))
    }

    @Test("a killed process leaves everything it was told is safe")
    func everyKill() async throws {
        let workload = try await CrashWorkload.run(operations: TestSize.pick(25, full: 60), seed: 3)
        for (number, moment) in workload.moments.enumerated() {
            try await check(SimulatedDisk(afterKill: moment.image), moment, "kill \(number)")
        }
    }

    @Test("a second crash while the first one is repaired loses nothing either")
    func crashDuringRecovery() async throws {
        let workload = try await CrashWorkload.run(operations: TestSize.pick(16, full: 40), seed: 4)
        var random = SeededGenerator(seed: 5)
        for (number, moment) in workload.moments.enumerated() where number % 7 == 0 {
            let first = SimulatedDisk(moment.image, after: .keepsSubset(seed: random.next()))
            first.record()
            let store = try await Store.open(
                directory: CrashWorkload.directory, fileSystem: first, options: CrashWorkload.options)
            await store.close()
            for (second, image) in first.record().enumerated() {
                for loss in [.dropsAll, Self.prefix(of: image, &random), .keepsSubset(seed: random.next())] {
                    let disk = SimulatedDisk(image, after: loss)
                    try await check(disk, moment, "crash point \(number), then \(second), \(loss)")
                }
            }
        }
    }

    private static func prefix(of image: SimulatedDisk.Image, _ random: inout SeededGenerator) -> PowerLoss {
        guard image.pendingChanges > 0 else { return .dropsAll }
        let changes = Int.random(in: 0..<image.pendingChanges, using: &random)
        return .keepsPrefix(
            changes: changes, bytes: Int.random(in: 0...image.pendingBytes(changes), using: &random))
    }

    private func check(_ disk: SimulatedDisk, _ moment: CrashWorkload.Moment, _ place: String) async throws {
        let reading = try await StoreReader.load(directory: CrashWorkload.directory, fileSystem: disk)
        let store: Store
        do {
            store = try await Store.open(
                directory: CrashWorkload.directory, fileSystem: disk, options: CrashWorkload.options)
        } catch {
            Issue.record("cannot be opened: \(error); \(place)")
            return
        }
        let found = StoreModel(store.view)
        #expect(moment.states.contains(found), "lost or invented: \(place)")
        #expect(StoreModel(reading) == found, "a reader sees something else: \(place)")
        let text = disk.image.files["\(CrashWorkload.directory)/\(CrashWorkload.view)"].map {
            String(decoding: $0, as: UTF8.self)
        }
        #expect(moment.views.contains(text), "a torn view: \(place)")
        try await store.commit([.put(.meta, "after", 1)])
        await store.close()
        var expected = found
        expected.apply([.put(.meta, "after", 1)])
        let again = try await StoreReader.load(directory: CrashWorkload.directory, fileSystem: disk)
        #expect(StoreModel(again) == expected, "not the same after opening again: \(place)")
    }
}
