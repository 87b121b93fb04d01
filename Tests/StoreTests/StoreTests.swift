import Documents
import Glibc
import Simulation
import Store
import Testing

@Suite("Store")
struct StoreTests {
    private let options = StoreOptions(process: 7)

    private func open(_ disk: SimulatedDisk, _ options: StoreOptions? = nil) async throws -> Store {
        try await Store.open(directory: "/state", fileSystem: disk, options: options ?? self.options)
    }

    @Test("what was committed is there after opening again, on the host's file system")
    func survivesReopening() async throws {
        let directory = try TemporaryDirectory()
        let store = try await Store.open(directory: directory.path(of: "state"))
        try await store.commit([
            .put(.orders, "b", ["n": 1]), .put(.orders, "a \"quoted\"", ["text": "ü\n"]), .put(.meta, "x", 3),
        ])
        try await store.commit([.remove(.meta, "x"), .put(.orders, "b", ["n": 2])])
        #expect(store.get(.orders, "b") == ["n": 2])
        await store.close()
        let again = try await Store.open(directory: directory.path(of: "state"))
        #expect(again.get(.orders, "b") == ["n": 2])
        #expect(again.get(.orders, "a \"quoted\"") == ["text": "ü\n"])
        #expect(again.get(.meta, "x") == nil)
        #expect(again.count(.orders) == 2)
        await again.close()
    }

    @Test("records come in bytewise order of their keys, from a prefix on where one is given")
    func order() async throws {
        let store = try await open(SimulatedDisk())
        var random = SeededGenerator(seed: 1)
        var expected: [String: Int] = [:]
        for round in 0..<30 {
            var changes: [StoreChange] = []
            for _ in 0..<60 {
                let key =
                    ["a/", "a", "b/ü", "", "z/"][Int.random(in: 0..<5, using: &random)]
                    + String(Int.random(in: 1...900, using: &random))
                if random.chance(0.3) {
                    changes.append(.remove(.invoices, key))
                    expected[key] = nil
                } else {
                    changes.append(.put(.invoices, key, JSONValue(round)))
                    expected[key] = round
                }
            }
            try await store.commit(changes)
        }
        for prefix in ["", "a", "a/", "b/ü1", "z/9", "zz", "nothing"] {
            var keys: [String] = []
            store.forEach(.invoices, prefix: prefix) { key, value in
                keys.append(key)
                #expect(value.integer == expected[key])
            }
            let wanted = expected.keys.filter { $0.utf8.starts(with: prefix.utf8) }
            #expect(keys == wanted.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        }
        #expect(store.count(.invoices) == expected.count)
        await store.close()
    }

    @Test("a commit that changes nothing makes no call")
    func identical() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        try await store.commit([.put(.meta, "a", ["x": 1, "y": 2]), .put(.meta, "b", 1)])
        try await store.replaceView(name: "status.json", bytes: [1, 2, 3])
        let writes = disk.calls(.write)
        let syncs = disk.calls(.synchronizeData)
        try await store.commit([])
        try await store.commit([.put(.meta, "a", ["y": 2, "x": 1]), .remove(.meta, "nothing")])
        try await store.replaceView(name: "status.json", bytes: [1, 2, 3])
        #expect(disk.calls(.write) == writes)
        #expect(disk.calls(.synchronizeData) == syncs)
        await store.close()
    }

    @Test("of two changes of one key in a commit the later one counts")
    func laterCounts() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        try await store.commit([.put(.meta, "a", 1), .put(.meta, "a", 2), .put(.meta, "b", 1), .remove(.meta, "b")])
        #expect(store.get(.meta, "a") == 2)
        #expect(store.get(.meta, "b") == nil)
        await store.close()
        let view = try await StoreReader.load(directory: "/state", fileSystem: disk)
        #expect(StoreModel(view) == StoreModel(store.view))
    }

    @Test("a view stays as it was, and reading goes on while the store changes")
    func views() async throws {
        let store = try await open(SimulatedDisk())
        try await store.commit((0..<500).map { .put(.files, "f-\($0)", 0) })
        let before = store.view
        try await store.commit((0..<500).map { .put(.files, "f-\($0)", 1) })
        before.forEach(.files) { _, value in #expect(value == 0) }
        store.forEach(.files) { key, value in
            #expect(value == 1)
            #expect(store.get(.files, key) == 1)
        }
        await store.close()
    }

    @Test("commits of many tasks share their syncs, and each is durable")
    func groupCommit() async throws {
        let disk = SimulatedDisk()
        // The clock is read around every sync: a slow one, in which the other commits come in.
        let slow = StoreOptions(monotonic: {
            usleep(5000)
            return .zero
        })
        let store = try await open(disk, slow)
        let before = disk.calls(.synchronizeData)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<200 { group.addTask { try await store.commit([.put(.queue, "\(task)", JSONValue(task))]) } }
            try await group.waitForAll()
        }
        #expect(disk.calls(.synchronizeData) - before < 100)
        let survivor = SimulatedDisk(disk.image, after: .dropsAll)
        let view = try await StoreReader.load(directory: "/state", fileSystem: survivor)
        #expect(view.count(.queue) == 200)
        await store.close()
    }

    @Test("a commit of more than a frame is there as a whole or not at all")
    func largeCommit() async throws {
        let disk = SimulatedDisk()
        let options = StoreOptions(process: 7, frameBytes: 2000)
        let store = try await open(disk, options)
        let text = JSONValue.string(String(repeating: "x", count: 150))
        disk.record()
        try await store.commit((0..<100).map { .put(.orders, "o-\($0)", text) })
        let frames = disk.calls(.synchronizeData)
        #expect(frames > 9)
        for image in disk.record() {
            let view = try await StoreReader.load(
                directory: "/state", fileSystem: SimulatedDisk(image, after: .keepsPrefix(changes: 99, bytes: 0)))
            #expect([0, 100].contains(view.count(.orders)))
        }
        await store.close()
        #expect(try await StoreReader.load(directory: "/state", fileSystem: disk).count(.orders) == 100)
    }

    @Test("what could not be read back is not stored")
    func unstorable() async throws {
        let store = try await open(SimulatedDisk())
        var deep: JSONValue = 1
        for _ in 0..<80 { deep = .array([deep]) }
        let long = JSONValue.string(String(repeating: "x", count: StoreLimits.recordBytes))
        let changes: [StoreChange] = [
            .put(.meta, "deep", deep), .put(.meta, "long", long), .put(.meta, "", 1), .remove(.meta, ""),
            .put(.meta, String(repeating: "k", count: StoreLimits.keyBytes + 1), 1),
            .put(.meta, "number", .number("1.")),
        ]
        for change in changes {
            await #expect(throws: StoreError.self) { try await store.commit([.put(.meta, "good", 1), change]) }
        }
        #expect(store.view.count == 0)
        let longest = JSONValue.string(String(repeating: "x", count: StoreLimits.recordBytes - 2))
        let key = String(repeating: "\u{1}", count: StoreLimits.keyBytes)
        try await store.commit([.put(.meta, key, longest)])
        #expect(store.get(.meta, key) == longest)
        await store.close()
    }

    @Test("a closed store refuses, and its lock is free")
    func closed() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        await store.close()
        await store.close()
        await #expect(throws: StoreError.closed) { try await store.commit([.put(.meta, "a", 1)]) }
        let again = try await open(disk)
        await again.close()
    }

    @Test("a store that is let go without being closed frees its lock", .timeLimit(.minutes(10)))
    func letGo() async throws {
        let disk = SimulatedDisk()
        do {
            let store = try await open(disk)
            try await store.commit([.put(.meta, "a", 1)])
        }
        // Its thread closes it when it gets to it.
        while true {
            do throws(StoreError) {
                let store = try await Store.open(directory: "/state", fileSystem: disk, options: options)
                await store.close()
                return
            } catch {
                guard case .locked = error else { throw error }
                await Task.yield()
            }
        }
    }

    @Test("the files are readable by their owner alone, and stale ones go")
    func files() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path(of: "state")
        var store = try await Store.open(directory: path)
        await store.close()
        #expect(try directory.permissions(of: "state") == 0o700)
        for name in ["snapshot-1.json", "journal-1.log", "lock"] {
            #expect(try directory.permissions(of: "state/\(name)") == 0o600)
        }
        try directory.write("state/snapshot-2.json.tmp", "half")
        try directory.write("state/journal-2.log", "")
        store = try await Store.open(directory: path)
        try await store.replaceView(name: "assignments.json", bytes: Array("{}".utf8))
        await store.close()
        #expect(
            try directory.names(in: "state")
                == ["assignments.json", "journal-1.log", "lock", "reserve", "snapshot-1.json"])
    }

    @Test("a directory that cannot be created is said so")
    func cannotCreate() async throws {
        let disk = SimulatedDisk()
        disk.overwrite("/file", [])
        for path in ["/file", "/file/state", "/nowhere/state"] {
            await #expect(
                performing: {
                    try await Store.open(directory: path, fileSystem: disk)
                },
                throws: { error in
                    if case .cannotCreate(path, _)? = error as? StoreError { true } else { false }
                })
        }
    }
}
