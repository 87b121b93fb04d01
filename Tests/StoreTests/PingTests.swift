import Simulation
import Store
import Testing

@Suite(.timeLimit(.minutes(10))) struct PingTests {
    @Test("a store gives a sign of life without touching a file, and a closed one keeps nobody waiting")
    func signOfLife() async throws {
        let disk = SimulatedDisk()
        let store = try await Store.open(directory: "/state", fileSystem: disk, options: StoreOptions(process: 7))
        let calls = disk.calls()
        await store.ping()
        #expect(disk.calls() == calls)
        await store.close()
        await store.ping()
    }
}
