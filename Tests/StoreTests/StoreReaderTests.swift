import Documents
import Simulation
import Store
import Synchronization
import Testing

@Suite("Reader")
struct StoreReaderTests {
    @Test("a directory that is not there is an empty store, and stays not there")
    func missing() async throws {
        let directory = try TemporaryDirectory()
        let view = try await StoreReader.load(directory: directory.path(of: "state"))
        #expect(view.count == 0)
        #expect(try directory.names(in: ".").isEmpty)
    }

    @Test("reading makes no call that changes anything, an interrupted write or not")
    func changesNothing() async throws {
        let golden = try await GoldenStore.make(commits: 20)
        for cut in [0, 1, 30, 100] {
            let disk = golden.disk(journal: Array(golden.bytes.dropLast(cut)))
            let before = disk.image.files
            let view = try await StoreReader.load(directory: "/state", fileSystem: disk)
            #expect(golden.states.contains(StoreModel(view)))
            #expect(disk.image.files == before)
            let report = try await Store.verify(directory: "/state", fileSystem: disk)
            #expect(report.isSound)
            let kinds: [FileError.Operation] = [
                .write, .create, .remove, .rename, .truncate, .makeDirectory, .lock, .synchronize, .synchronizeData,
                .synchronizeDirectory,
            ]
            for kind in kinds { #expect(disk.calls(kind) == 0, "\(kind)") }
        }
    }

    @Test("damage is refused as the writer refuses it")
    func damaged() async throws {
        let golden = try await GoldenStore.make(commits: 5)
        var bytes = golden.bytes
        bytes[200] ^= 1
        await #expect(throws: StoreError.self) {
            try await StoreReader.load(directory: "/state", fileSystem: golden.disk(journal: bytes))
        }
    }

    @Test("beside a writer that compacts all the time, each look is at a whole commit, and later ones are not older")
    func besideWriter() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path(of: "state")
        let options = StoreOptions(journalBytesBeforeSnapshot: 1000, journalBytes: 2000, frameBytes: 300)
        let store = try await Store.open(directory: path, options: options)
        // The writer goes on for as long as it is looked at, however slow the looks are.
        let isSeen = Mutex(false)
        async let writing: Int = {
            var number = 0
            while !isSeen.withLock({ $0 }) || number < 200 {
                number += 1
                try await store.commit((0..<5).map { .put(.orders, "o-\($0)", JSONValue(number)) })
            }
            return number
        }()
        var last = 0
        for _ in 0..<60 {
            let view = try await StoreReader.load(directory: path)
            var seen: Set<Int> = []
            view.forEach(.orders) { _, value in seen.insert(value.integer ?? -1) }
            #expect(seen.count <= 1, "a part of a commit: \(seen)")
            let number = seen.first ?? 0
            #expect(number >= last)
            last = number
        }
        isSeen.withLock { $0 = true }
        let commits = try await writing
        await store.close()
        let view = try await StoreReader.load(directory: path)
        #expect(view.get(.orders, "o-0") == JSONValue(commits))
    }
}
