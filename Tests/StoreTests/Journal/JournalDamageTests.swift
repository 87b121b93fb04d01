import FoundationEssentials
import Simulation
import Store
import Testing

/// What an interrupted write can leave is repaired; whatever it cannot leave is refused, and nothing is touched.
///
/// `POSYNCD_SIZES=full` takes a longer journal; every bit of it goes through the scan of its frame. `POSYNCD_FLIPS=all`
/// opens a whole store for every flipped bit, otherwise for one in 97.
@Suite("Journal damage")
struct JournalDamageTests {
    static let isThorough = ProcessInfo.processInfo.environment["POSYNCD_FLIPS"] == "all"
    private static let commits = TestSize.pick(30, full: 100)

    @Test("every prefix of a journal gives exactly its whole records")
    func everyPrefix() async throws {
        let golden = try await GoldenStore.make(commits: Self.commits)
        let bytes = golden.bytes
        let positions = try golden.positions(chain: golden.snapshotChecksum)
        #expect(positions.count == Self.commits + 2, "the opening, the commits, and the end")
        for (index, position) in positions.dropLast().enumerated() {
            let end = positions[index + 1].offset
            for length in position.offset..<end {
                let scan = FrameScan.scan(bytes.span.extracting(position.offset..<length), at: position)
                #expect(scan == (length == position.offset ? .end : .torn), "the first \(length) bytes")
                guard Self.isThorough || length % 53 == 0 || [position.offset, end - 1].contains(length) else {
                    continue
                }
                let disk = golden.disk(journal: Array(bytes[..<length]))
                let view = try await GoldenStore.open(disk).get()
                #expect(StoreModel(view) == golden.states[max(0, index - 1)], "the first \(length) bytes")
                let quarantine = disk.image.files.filter { $0.key.contains("/quarantine/") }
                let tail = Array(bytes[position.offset..<length])
                #expect(Array(quarantine.values) == (tail.isEmpty ? [] : [tail]), "the first \(length) bytes")
            }
        }
    }

    @Test("every single flipped bit is refused, in the last frame too, and nothing is changed")
    func everyFlip() async throws {
        let golden = try await GoldenStore.make(commits: Self.commits)
        let positions = try golden.positions(chain: golden.snapshotChecksum)
        var bytes = golden.bytes
        var flips = 0
        for (index, position) in positions.dropLast().enumerated() {
            for place in position.offset..<positions[index + 1].offset {
                for bit in 0..<8 {
                    flips += 1
                    bytes[place] ^= 1 << bit
                    defer { bytes[place] ^= 1 << bit }
                    let scan = FrameScan.scan(bytes.span.extracting(position.offset..<bytes.count), at: position)
                    guard case .damaged = scan else {
                        Issue.record("byte \(place), bit \(bit): \(scan)")
                        continue
                    }
                    guard Self.isThorough || flips % 97 == 0 else { continue }
                    try await expectRefused(golden.disk(journal: bytes), "byte \(place), bit \(bit)")
                }
            }
        }
        #expect(flips == golden.bytes.count * 8)
    }

    @Test("every single flipped bit of a snapshot is refused, and nothing is changed")
    func everySnapshotFlip() async throws {
        let golden = try await GoldenStore.make(commits: 8)
        let disk = SimulatedDisk(afterKill: golden.image)
        let store = try await Store.open(
            directory: GoldenStore.directory, fileSystem: disk, options: StoreOptions(process: 7, reserveBytes: 0))
        try await store.compact()
        await store.close()
        let path = "/state/snapshot-2.json"
        let bytes = try #require(disk.image.files[path])
        for place in bytes.indices {
            for bit in 0..<8 where Self.isThorough || (place * 8 + bit) % 5 == 0 {
                var flipped = bytes
                flipped[place] ^= 1 << bit
                let damaged = SimulatedDisk(afterKill: disk.image)
                damaged.overwrite(path, flipped)
                try await expectRefused(damaged, "byte \(place), bit \(bit)")
            }
        }
    }

    @Test("what an interrupted write cannot leave is refused")
    func refused() async throws {
        let golden = try await GoldenStore.make(commits: 12)
        let bytes = golden.bytes
        let positions = try golden.positions(chain: golden.snapshotChecksum)
        func frame(_ index: Int) -> ArraySlice<UInt8> { bytes[positions[index].offset..<positions[index + 1].offset] }
        func frames(_ order: [Int]) -> [UInt8] { order.flatMap { frame($0) } }
        let all = Array(0..<positions.count - 1)
        var zeroed = bytes
        for place in positions[3].offset..<positions[4].offset { zeroed[place] = 0 }
        let other = try await GoldenStore.make(commits: 11)
        let damages: [(String, [UInt8])] = [
            ("a frame is missing", frames(all.filter { $0 != 5 })),
            ("a frame is doubled", frames(all + [all.count - 1])),
            ("a frame in the middle is doubled", frames(Array(all[...5]) + Array(all[5...]))),
            ("frames are exchanged", frames(Array(all[..<5]) + [6, 5] + Array(all[7...]))),
            ("the first frame is missing", frames(Array(all.dropFirst()))),
            ("a frame in the middle is zeroed", zeroed),
            ("text follows the end", bytes + Array("POSYN2 and so on".utf8)),
            ("a foreign frame follows the end", bytes + other.bytes.suffix(100)),
            ("more follows than a frame may have", bytes + Array(repeating: 0, count: FrameScan.frameBytes + 1)),
            ("the beginning is cut off", Array(bytes.dropFirst(10))),
        ]
        for (what, journal) in damages { try await expectRefused(golden.disk(journal: journal), what) }
    }

    @Test("files that are missing are damage, and not an empty store")
    func missingFiles() async throws {
        let golden = try await GoldenStore.make(commits: 5)
        for name in ["journal-1.log", "snapshot-1.json"] {
            let disk = SimulatedDisk(afterKill: golden.image)
            disk.lose("/state/\(name)")
            try await expectRefused(disk, "\(name) is missing")
        }
    }

    @Test("zeros where the last frame was being written are an interrupted write", arguments: [1, 61, 62, 500, 4096])
    func zeroTail(count: Int) async throws {
        let golden = try await GoldenStore.make(commits: 5)
        let disk = golden.disk(journal: golden.bytes + Array(repeating: 0, count: count))
        let view = try await GoldenStore.open(disk).get()
        #expect(StoreModel(view) == golden.states[5])
    }

    private func expectRefused(_ disk: SimulatedDisk, _ what: String) async throws {
        let before = disk.image.files
        let result = await GoldenStore.open(disk)
        guard case .failure(.damaged) = result else {
            Issue.record("accepted, or refused for another reason: \(what), \(result)")
            return
        }
        var after = disk.image.files
        after["/state/lock"] = before["/state/lock"]
        #expect(after == before, "something was changed: \(what)")
    }
}
