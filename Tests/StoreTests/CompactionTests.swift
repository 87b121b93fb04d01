import Documents
import Simulation
import Store
import Testing

@Suite("Compaction")
struct CompactionTests {
    private let log = EventLog()

    @Test("a snapshot takes the journal's place by its rule, and two generations are kept")
    func rule() async throws {
        let disk = SimulatedDisk()
        let options = StoreOptions(
            onEvent: log.record, process: 7, journalBytesBeforeSnapshot: 1000, journalBytes: 3000, reserveBytes: 0)
        let store = try await Store.open(directory: "/state", fileSystem: disk, options: options)
        for number in 0..<200 {
            try await store.commit([.put(.files, "f-\(number)", "xxxxxxxxxxxxxxxxxxxxxxxx")])
            let journals = disk.image.files.filter { $0.key.hasPrefix("/state/journal-") }
            #expect(journals.count <= 2)
            let newest = journals.keys.compactMap { Int($0.dropFirst("/state/journal-".count).dropLast(4)) }.max()
            let bytes = journals["/state/journal-\(newest ?? 0).log"]?.count ?? 0
            #expect(bytes < 3000)
        }
        let generations = log.all.compactMap { if case .compacted(let number, _, _) = $0 { number } else { nil } }
        #expect(generations == Array(2..<2 + generations.count))
        // Some at 1000 bytes, then as large as the snapshot, then every 3000 bytes.
        #expect((8...18).contains(generations.count))
        await store.close()
        #expect(try await StoreReader.load(directory: "/state", fileSystem: disk).count(.files) == 200)
    }

    @Test("members that this version does not know stay through snapshots, starts and repairs")
    func unknownMembers() async throws {
        let disk = SimulatedDisk()
        let value: JSONValue = ["number": "PO-1", "later": ["deep": [1, "1.0", .null]], "zeta": 1]
        let options = StoreOptions(process: 7, journalBytesBeforeSnapshot: 1000, journalBytes: 3000, reserveBytes: 0)
        var store = try await Store.open(directory: "/state", fileSystem: disk, options: options)
        try await store.commit([.put(.orders, "a", value)])
        for round in 0..<200 { try await store.commit([.put(.meta, "cycle", JSONValue(round))]) }
        await store.close()
        #expect(disk.image.files["/state/snapshot-1.json"] == nil)
        _ = try await Store.repair(directory: "/state", fileSystem: disk, options: options)
        store = try await Store.open(directory: "/state", fileSystem: disk, options: options)
        #expect(store.view.get(.orders, "a")?.canonicalBytes() == value.canonicalBytes())
        await store.close()
    }

    @Test("between the last write and the answer there is a sync, and after each rename one of the directory")
    func callOrder() async throws {
        let disk = SimulatedDisk()
        let options = StoreOptions(process: 7, reserveBytes: 0)
        let store = try await Store.open(directory: "/state", fileSystem: disk, options: options)
        _ = disk.trace()
        try await store.commit([.put(.meta, "a", 1)])
        #expect(
            disk.trace() == [
                "stat /state/journal-1.log", "write /state/journal-1.log", "fdatasync /state/journal-1.log",
            ])
        try await store.replaceView(name: "status.json", bytes: [0x7B, 0x7D])
        let view = disk.trace().filter { !$0.hasPrefix("stat") && !$0.hasPrefix("unlink") }
        #expect(
            view == [
                "creation /state/status.json.tmp", "write /state/status.json.tmp", "fsync /state/status.json.tmp",
                "close /state/status.json.tmp", "rename /state/status.json.tmp", "fsync of the directory /state",
            ])
        try await store.compact()
        let order = disk.trace().filter { call in
            ["creation", "fsync", "rename"].contains { call.hasPrefix($0) }
        }
        #expect(
            order == [
                "creation /state/snapshot-2.json.tmp", "fsync /state/snapshot-2.json.tmp",
                "creation /state/journal-2.log", "fsync /state/journal-2.log", "fsync of the directory /state",
                "rename /state/snapshot-2.json.tmp", "fsync of the directory /state",
            ])
        await store.close()
    }

    @Test("a snapshot whose bytes come back changed does not take the journal's place")
    func readBack() async throws {
        let disk = SimulatedDisk()
        let store = try await Store.open(directory: "/state", fileSystem: disk, options: StoreOptions(process: 7))
        try await store.commit([.put(.meta, "a", 1)])
        disk.corruptReads(of: "/state/snapshot-2.json.tmp")
        await #expect(throws: StoreError.self) { try await store.compact() }
        await store.close()
        let survivor = SimulatedDisk(disk.image, after: .dropsAll)
        let again = try await Store.open(directory: "/state", fileSystem: survivor)
        #expect(again.get(.meta, "a") == 1)
        await again.close()
    }
}
