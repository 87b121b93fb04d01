import Glibc
import Simulation
import Store
import Testing

/// The simulated disk forgets what a real one may forget: otherwise the crash tests prove nothing.
@Suite("Simulated disk")
struct SimulatedDiskTests {
    /// A disk with `/d` and, durably, `/d/a` of 1000 times `a`.
    private func disk() throws -> (SimulatedDisk, OpenFile) {
        let disk = SimulatedDisk()
        try disk.makeDirectory("/d", permissions: 0o700)
        try disk.synchronizeDirectory("/")
        let file = try disk.open("/d/a", .create)
        try disk.appendAll([UInt8](repeating: 97, count: 1000), to: file)
        try disk.synchronizeData(file)
        try disk.synchronizeDirectory("/d")
        return (disk, file)
    }

    @Test("bytes that were not synced are gone, synced ones are not")
    func bytes() throws {
        let (disk, file) = try disk()
        try disk.appendAll([UInt8](repeating: 98, count: 5000), to: file)
        #expect(disk.image.files["/d/a"]?.count == 6000)
        let survivor = SimulatedDisk(disk.image, after: .dropsAll)
        #expect(survivor.image.files["/d/a"] == [UInt8](repeating: 97, count: 1000))
        let prefix = SimulatedDisk(disk.image, after: .keepsPrefix(changes: 0, bytes: 7))
        #expect(prefix.image.files["/d/a"]?.count == 1007)
    }

    @Test("names that were not synced are gone, though the file was")
    func names() throws {
        let (disk, _) = try disk()
        let file = try disk.open("/d/b", .create)
        try disk.synchronize(file)
        try disk.rename("/d/b", to: "/d/a")
        let survivor = SimulatedDisk(disk.image, after: .dropsAll)
        #expect(survivor.image.files.mapValues(\.count) == ["/d/a": 1000])
        try disk.synchronizeDirectory("/d")
        #expect(SimulatedDisk(disk.image, after: .dropsAll).image.files.mapValues(\.count) == ["/d/a": 0])
    }

    @Test("any subset of sectors may be kept, with zeros where one is not; durable bytes always are")
    func subsets() throws {
        let (disk, file) = try disk()
        try disk.appendAll([UInt8](repeating: 98, count: 3000), to: file)
        var sizes: Set<Int> = []
        var holes = 0
        for seed in 0..<200 as Range<UInt64> {
            let bytes = try #require(SimulatedDisk(disk.image, after: .keepsSubset(seed: seed)).image.files["/d/a"])
            #expect(bytes.prefix(1000).allSatisfy { $0 == 97 })
            #expect(bytes.dropFirst(1000).allSatisfy { $0 == 98 || $0 == 0 })
            #expect(bytes.count <= 4000)
            sizes.insert(bytes.count)
            if let hole = bytes.firstIndex(of: 0), bytes[hole...].contains(98) { holes += 1 }
        }
        #expect(sizes.count > 20)
        #expect(holes > 20)
    }

    @Test("what a failed sync has lost is seen by programs, and not made durable by the next one")
    func lostSync() throws {
        let (disk, file) = try disk()
        try disk.appendAll([1, 2, 3], to: file)
        disk.inject(SimulatedDisk.Fault(.synchronizeData, ordinal: 1, code: EIO))
        #expect(throws: FileError(.synchronizeData, "/d/a", code: EIO)) { try disk.synchronizeData(file) }
        try disk.synchronizeData(file)
        #expect(disk.image.files["/d/a"]?.count == 1003)
        #expect(SimulatedDisk(disk.image, after: .dropsAll).image.files["/d/a"]?.count == 1000)
    }

    @Test("a disk that fills up takes a part first, and removing a file makes room")
    func capacity() throws {
        let (disk, file) = try disk()
        disk.setCapacity(1100)
        let other = try disk.open("/d/b", .create)
        let bytes = [UInt8](repeating: 1, count: 500)
        #expect(try disk.append(bytes.span, to: other) == 100)
        #expect(throws: FileError(.write, "/d/b", code: ENOSPC)) { _ = try disk.append(bytes.span, to: other) }
        try disk.close(file)
        try disk.remove("/d/a")
        #expect(try disk.append(bytes.span, to: other) == 500)
    }
}

extension SimulatedDisk {
    fileprivate func appendAll(_ bytes: [UInt8], to file: OpenFile) throws {
        let written = try append(bytes.span, to: file)
        #expect(written == bytes.count)
    }
}
