import Documents
import Store
import Testing

@Suite("Store")
struct StoreTests {
    @Test("what was committed is there after opening again")
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
        var keys: [String] = []
        again.forEach(.orders) { key, _ in keys.append(key) }
        #expect(keys == ["a \"quoted\"", "b"])
        await again.close()
    }
}
