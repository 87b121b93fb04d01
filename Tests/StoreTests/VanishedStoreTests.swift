import Documents
import Glibc
import Simulation
import Store
import Testing

@Suite("Vanished store")
struct VanishedStoreTests {
    private func commit(_ store: Store) async -> StoreError? {
        do throws(StoreError) {
            try await store.commit([.put(.meta, "after", 1)])
            return nil
        } catch {
            return error
        }
    }

    private func isGone(_ error: StoreError?) -> Bool {
        if case .io(let reason)? = error { reason.isMissing } else { false }
    }

    @Test("nothing is acknowledged into a file that has lost its name")
    func removed() async throws {
        let disk = SimulatedDisk()
        let store = try await Store.open(directory: "/state", fileSystem: disk)
        disk.lose("/state/journal-1.log")
        let first = await commit(store)
        #expect(isGone(first))
        let second = await commit(store)
        #expect(second == first, "taken after a failure")
        await store.close()
    }

    @Test("nor into one whose name another file has by now")
    func exchanged() async throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/state"
        let store = try await Store.open(directory: path)
        #expect(rename(path, path + ".old") == 0)
        let other = try await Store.open(directory: path)
        let late = await commit(store)
        #expect(isGone(late))
        let error = await commit(other)
        #expect(error == nil)
        await store.close()
        await other.close()
    }
}
