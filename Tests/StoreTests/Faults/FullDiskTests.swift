import Documents
import Glibc
import Simulation
import Store
import Testing

@Suite("Full disk")
struct FullDiskTests {
    private let log = EventLog()

    private func options(reserve: Int) -> StoreOptions {
        StoreOptions(
            onEvent: log.record, process: 7, journalBytesBeforeSnapshot: 4000, journalBytes: 8000,
            reserveBytes: reserve)
    }

    private func open(_ disk: SimulatedDisk, reserve: Int) async throws -> Store {
        try await Store.open(directory: "/state", fileSystem: disk, options: options(reserve: reserve))
    }

    private func isRefused(_ store: Store, _ changes: [StoreChange], usingReserve: Bool = false) async -> Bool {
        do throws(StoreError) {
            try await store.commit(changes, usingReserve: usingReserve)
            return false
        } catch {
            guard case .full = error else {
                Issue.record("refused for another reason: \(error)")
                return true
            }
            return true
        }
    }

    /// Commits until the disk is full; how many went in.
    private func fill(_ store: Store) async -> Int {
        for number in 0..<10_000 where await isRefused(store, [.put(.files, "f-\(number)", "xxxxxxxxxxxxxxxx")]) {
            return number
        }
        return 10_000
    }

    @Test("a disk that fills up at any byte leaves no torn record, and takes commits when there is room again")
    func fillsUp() async throws {
        for capacity in stride(from: 3000, to: 9000, by: 151) {
            let disk = SimulatedDisk(capacity: capacity)
            let store = try await open(disk, reserve: 0)
            let count = await fill(store)
            #expect(store.count(.files) == count)
            for survivor in [SimulatedDisk(disk.image, after: .dropsAll), SimulatedDisk(afterKill: disk.image)] {
                let view = try await StoreReader.load(directory: "/state", fileSystem: survivor)
                #expect(view.count(.files) == count, "capacity \(capacity)")
            }
            disk.setCapacity(capacity + 1000)
            let isRefused = await isRefused(store, [.put(.files, "f-\(count)", "xxxxxxxxxxxxxxxx")])
            #expect(!isRefused, "capacity \(capacity)")
            await store.close()
            let view = try await StoreReader.load(directory: "/state", fileSystem: disk)
            #expect(view.count(.files) == count + 1, "capacity \(capacity)")
        }
    }

    @Test("a torn record that cannot be cut off ends the store, and the next start finds what was acknowledged")
    func tornEndStays() async throws {
        for operation in [FileError.Operation.truncate, .synchronizeData] {
            let disk = SimulatedDisk(capacity: 6000)
            let store = try await open(disk, reserve: 0)
            try await store.commit([.put(.meta, "kept", 1)])
            // Of the next frame a part goes in; cutting it off, or making sure of that, fails.
            disk.inject(SimulatedDisk.Fault(operation, ordinal: 1, code: EIO))
            let large: [StoreChange] = [.put(.orders, "large", .string(String(repeating: "x", count: 7000)))]
            for _ in 0..<3 {
                await #expect("taken after \(operation) had failed") {
                    try await store.commit(large)
                } throws: { error in
                    guard case .io(let reason) = error as? StoreError else { return false }
                    return reason.operation == operation && reason.code == EIO
                }
            }
            await store.close()
            disk.inject(nil)
            disk.setCapacity(nil)
            for survivor in [disk, SimulatedDisk(disk.image, after: .dropsAll), SimulatedDisk(afterKill: disk.image)] {
                let again = try await open(survivor, reserve: 0)
                #expect(again.get(.meta, "kept") == 1 && again.count(.orders) == 0, "\(operation)")
                await again.close()
            }
        }
    }

    @Test("the reserve takes the last word, and others wait until it can be held again")
    func reserve() async throws {
        let disk = SimulatedDisk(capacity: 6000)
        let store = try await open(disk, reserve: 1500)
        let count = await fill(store)
        let finding: [StoreChange] = [.put(.findings, "store-full", ["state": "firing"])]
        let first = await isRefused(store, finding, usingReserve: true)
        #expect(!first)
        // The space that became free is not for everyone.
        let ordinary = await isRefused(store, [.put(.files, "late", 1)])
        #expect(ordinary)
        disk.setCapacity(6010)
        let stillOrdinary = await isRefused(store, [.put(.files, "late", 1)])
        #expect(stillOrdinary)
        disk.setCapacity(12_000)
        let again = await isRefused(store, [.put(.files, "late", 1)])
        #expect(!again)
        let told = log.all.filter { event in
            switch event {
            case .full, .roomAgain: true
            default: false
            }
        }
        #expect(told.count == 2, "the disk full once, and room again once: \(told)")
        #expect(told.last == .roomAgain)
        await store.close()
        let view = try await StoreReader.load(directory: "/state", fileSystem: disk)
        #expect(view.get(.findings, "store-full") != nil)
        #expect(view.count(.files) == count + 1)
    }

    @Test("a store opens on a full disk by its reserve, also after an interrupted write")
    func opensWhenFull() async throws {
        let disk = SimulatedDisk(capacity: 6000)
        let store = try await open(disk, reserve: 1500)
        let count = await fill(store)
        await store.close()
        disk.setCapacity(disk.image.files.values.reduce(0) { $0 + $1.count })
        let torn = SimulatedDisk(afterKill: disk.image)
        let names = torn.image.files.keys.filter { $0.hasPrefix("/state/journal-") }.sorted()
        let journal = try #require(names.last)
        torn.overwrite(journal, (torn.image.files[journal] ?? []) + Array("POSYN1 C 0000".utf8))
        for full in [SimulatedDisk(afterKill: disk.image), torn] {
            let again = try await open(full, reserve: 1500)
            #expect(again.count(.files) == count)
            await again.close()
        }
    }

    @Test("a snapshot that finds the disk full is postponed, and commits go on")
    func compactionPostponed() async throws {
        let disk = SimulatedDisk(capacity: 7000)
        let store = try await open(disk, reserve: 0)
        try await store.commit([.put(.orders, "large", .string(String(repeating: "x", count: 4200)))])
        let isPostponed = log.all.contains { if case .compactionPostponed = $0 { true } else { false } }
        #expect(isPostponed)
        try await store.commit([.put(.meta, "small", 1)])
        disk.setCapacity(nil)
        try await store.compact()
        await store.close()
        let view = try await StoreReader.load(directory: "/state", fileSystem: disk)
        #expect(view.count == 2)
        #expect(disk.image.files["/state/snapshot-2.json"] != nil)
    }
}
