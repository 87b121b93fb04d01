import Glibc
import Simulation
import Store
import Testing

@Suite("Lock")
struct LockTests {
    @Test("of many that race for a directory one gets it, and the others learn who has it")
    func races() async throws {
        for _ in 0..<10 {
            let directory = try TemporaryDirectory()
            let path = directory.path(of: "state")
            let results = await withTaskGroup(of: Result<Store, StoreError>.self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        do throws(StoreError) {
                            return .success(try await Store.open(directory: path))
                        } catch {
                            return .failure(error)
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let winners = results.compactMap { try? $0.get() }
            #expect(winners.count == 1)
            for case .failure(let error) in results {
                // One that looks before the winner has written its process id finds none.
                guard case .locked(path, _) = error else {
                    Issue.record("\(error)")
                    continue
                }
            }
            await #expect(throws: StoreError.locked(directory: path, holder: Int(getpid()))) {
                try await Store.open(directory: path)
            }
            for winner in winners { await winner.close() }
            let next = try await Store.open(directory: path)
            await next.close()
        }
    }

    @Test("whoever is refused changes nothing")
    func refusedChangesNothing() async throws {
        let disk = SimulatedDisk()
        let store = try await Store.open(directory: "/state", fileSystem: disk)
        let before = disk.image.files
        await #expect(throws: StoreError.self) { try await Store.open(directory: "/state", fileSystem: disk) }
        await #expect(throws: StoreError.self) { try await Store.repair(directory: "/state", fileSystem: disk) }
        #expect(disk.image.files == before)
        await store.close()
    }

    @Test("a descriptor that a starting child process still has does not keep the lock")
    func inheritedDescriptor() throws {
        let directory = try TemporaryDirectory()
        let files = PosixFileSystem()
        let first = try files.open(directory.path(of: "lock"), .createOrOpen)
        #expect(try files.lock(first))
        let inherited = dup(first.number)
        defer { _ = close(inherited) }
        try files.close(first)
        let second = try files.open(directory.path(of: "lock"), .createOrOpen)
        #expect(try files.lock(second))
        try files.close(second)
    }
}
