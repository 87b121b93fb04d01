import Documents
import Simulation
import Store
import Testing

@Suite("Format")
struct FormatTests {
    /// A store as the first released version wrote it. It must open for ever; nothing here is to be changed.
    static let snapshot = """
        {"snapshot":1,"schema":1,"generation":2,"sequence":2,"count":2,"records":[
        ["orders","coupa-main/4711",{"number":"PO-1"}],
        ["meta","cycle",42]
        ],"checksum":"80a942ce"}

        """
    static let journal = #"""
        POSYN1 C 00000044 00000002 0000000000000003 7fc85f67 94ecb5ff
        {"changes":[["findings","a \"b\"",[1,"ü",null]],["meta","cycle"]]}

        """#
    private static let schema = Schema(version: 1, migrations: [:])

    private func checksum(_ bytes: [UInt8], cut: Int = 0) -> UInt32 {
        let (first, second) = (Array(bytes[..<cut]), Array(bytes[cut...]))
        var sum = CRC32C()
        sum.add(first.span)
        sum.add(second.span)
        return sum.value
    }

    @Test("the checksum is the same by tables as by the processor's instruction, for every length and cut")
    func checksumsByTables() {
        for length in Array(0..<100) + [1000, 4097] {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255) }
            let (first, second) = (Array(bytes.prefix(length / 3)), Array(bytes.dropFirst(length / 3)))
            var sum = CRC32C()
            sum.addByTables(first.span)
            sum.addByTables(second.span)
            #expect(sum.value == checksum(bytes, cut: Int.random(in: 0...length)), "\(bytes)")
        }
    }

    @Test("the checksum is CRC-32C: the values of RFC 3720, and in parts as in one")
    func checksums() {
        #expect(checksum(Array("123456789".utf8)) == 0xE306_9283)
        #expect(checksum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
        #expect(checksum([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
        #expect(checksum((0..<32).map { UInt8($0) }) == 0x46DD_794E)
        #expect(checksum((0..<32).reversed().map { UInt8($0) }) == 0x113F_DB5C)
        let bytes = (0..<200).map { UInt8($0) }
        for cut in bytes.indices { #expect(checksum(bytes, cut: cut) == checksum(bytes)) }
    }

    @Test("a store of schema 1 opens")
    func opens() async throws {
        let disk = SimulatedDisk()
        try disk.makeDirectory("/state", permissions: 0o700)
        disk.overwrite("/state/snapshot-2.json", Array(Self.snapshot.utf8))
        disk.overwrite("/state/journal-2.log", Array(Self.journal.utf8))
        let store = try await Store.open(
            directory: "/state", fileSystem: disk, options: StoreOptions(process: 7, schema: Self.schema))
        #expect(store.get(.orders, "coupa-main/4711") == ["number": "PO-1"])
        #expect(store.get(.findings, "a \"b\"") == [1, "ü", nil])
        #expect(store.view.count == 2)
        await store.close()
    }

    @Test("the same commits give the same bytes")
    func writes() async throws {
        let disk = SimulatedDisk()
        let store = try await Store.open(
            directory: "/state", fileSystem: disk,
            options: StoreOptions(process: 7, reserveBytes: 0, schema: Self.schema))
        try await store.commit([.put(.orders, "coupa-main/4711", ["number": "PO-1"]), .put(.meta, "cycle", 42)])
        try await store.compact()
        try await store.commit([.put(.findings, "a \"b\"", [1, "ü", nil]), .remove(.meta, "cycle")])
        await store.close()
        let files = disk.image.files
        #expect(String(decoding: files["/state/snapshot-2.json"] ?? [], as: UTF8.self) == Self.snapshot)
        #expect(String(decoding: files["/state/journal-2.log"] ?? [], as: UTF8.self) == Self.journal)
    }
}
