import Documents
import Simulation
import Store
import Testing

@Suite("Schema")
struct SchemaTests {
    private func options(_ schema: Schema) -> StoreOptions {
        StoreOptions(process: 7, reserveBytes: 0, schema: schema)
    }

    /// Schema 3: 1 to 2 renames a member, 2 to 3 moves a record.
    private let third = Schema(
        version: 3,
        migrations: [
            1: { view in
                var changes: [StoreChange] = []
                view.forEach(.orders) { key, value in
                    changes.append(.put(.orders, key, ["number": value["nr"] ?? .null]))
                }
                return changes
            },
            2: { view in [.put(.meta, "cycle", view.get(.meta, "run") ?? 0), .remove(.meta, "run")] },
        ])

    private func firstStore(torn: Bool) async throws -> SimulatedDisk {
        let disk = SimulatedDisk()
        let store = try await Store.open(
            directory: "/state", fileSystem: disk, options: options(Schema(version: 1, migrations: [:])))
        try await store.commit([.put(.orders, "a", ["nr": "PO-1"]), .put(.meta, "run", 42)])
        await store.close()
        let journal = try #require(disk.image.files["/state/journal-1.log"])
        if torn { disk.overwrite("/state/journal-1.log", journal + Array("POSYN1 C".utf8)) }
        return disk
    }

    @Test("an older store is brought up step by step as a new generation; a reader does so in memory alone")
    func migrates() async throws {
        for torn in [false, true] {
            let disk = try await firstStore(torn: torn)
            let before = disk.image.files
            let view = try await StoreReader.load(directory: "/state", fileSystem: disk, schema: third)
            #expect(disk.image.files == before)
            let store = try await Store.open(directory: "/state", fileSystem: disk, options: options(third))
            for tables in [view, store.view] {
                #expect(tables.get(.orders, "a") == ["number": "PO-1"])
                #expect(tables.get(.meta, "cycle") == 42)
                #expect(tables.get(.meta, "run") == nil)
            }
            await store.close()
            #expect(disk.image.files["/state/snapshot-2.json"] != nil)
            let again = try await Store.open(directory: "/state", fileSystem: disk, options: options(third))
            #expect(again.get(.meta, "cycle") == 42)
            await again.close()
        }
    }

    @Test("a newer store is refused by everyone, and nothing is changed")
    func newer() async throws {
        let disk = try await firstStore(torn: false)
        let store = try await Store.open(directory: "/state", fileSystem: disk, options: options(third))
        await store.close()
        let before = disk.image.files
        let refusal = StoreError.tooNew(file: "snapshot-2.json", schema: 3, known: 1)
        let first = Schema(version: 1, migrations: [:])
        await #expect(throws: refusal) {
            try await Store.open(directory: "/state", fileSystem: disk, options: options(first))
        }
        await #expect(throws: refusal) {
            try await StoreReader.load(directory: "/state", fileSystem: disk, schema: first)
        }
        await #expect(throws: refusal) {
            try await Store.verify(directory: "/state", fileSystem: disk, schema: first)
        }
        await #expect(throws: refusal) {
            try await Store.repair(directory: "/state", fileSystem: disk, options: options(first))
        }
        var after = disk.image.files
        after["/state/lock"] = before["/state/lock"]
        #expect(after == before)
    }

    @Test("a migration that is cut off at any call is made again")
    func crashes() async throws {
        let disk = try await firstStore(torn: false)
        disk.record()
        let store = try await Store.open(directory: "/state", fileSystem: disk, options: options(third))
        await store.close()
        for (number, image) in disk.record().enumerated() {
            for loss in [PowerLoss.dropsAll, .keepsSubset(seed: UInt64(number))] {
                let survivor = SimulatedDisk(image, after: loss)
                let again = try await Store.open(directory: "/state", fileSystem: survivor, options: options(third))
                #expect(again.get(.meta, "cycle") == 42, "call \(number)")
                #expect(again.get(.orders, "a") == ["number": "PO-1"], "call \(number)")
                await again.close()
            }
        }
    }
}
