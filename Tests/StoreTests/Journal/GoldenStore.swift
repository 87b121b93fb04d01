import Documents
import Simulation
import Store

/// A store on a simulated disk whose files are the golden ones that a test then damages.
struct GoldenStore: Sendable {
    static let directory = "/state"
    static let journal = "/state/journal-1.log"

    let image: SimulatedDisk.Image
    /// The tables after each number of commits.
    let states: [StoreModel]

    /// A store of one generation with this many commits.
    static func make(commits: Int) async throws -> GoldenStore {
        let disk = SimulatedDisk()
        let store = try await Store.open(
            directory: directory, fileSystem: disk, options: StoreOptions(process: 7, reserveBytes: 0))
        var model = StoreModel()
        var states = [model]
        for commit in 0..<commits {
            let changes: [StoreChange] = [.put(.assignments, "ch-\(commit % 30)", ["order": .string("PO-\(commit)")])]
            try await store.commit(changes)
            model.apply(changes)
            states.append(model)
        }
        await store.close()
        return GoldenStore(image: disk.image, states: states)
    }

    /// The journal's bytes.
    var bytes: [UInt8] { image.files[Self.journal] ?? [] }

    /// Where each frame begins, and what it hangs on; the last one is the end.
    func positions(chain: UInt32) throws -> [FramePosition] {
        var positions = [FramePosition(generation: 1, offset: 0, sequence: 0, chain: chain)]
        let bytes = bytes
        while let last = positions.last {
            switch FrameScan.scan(bytes.span.extracting(last.offset..<bytes.count), at: last) {
            case .frame(let header): positions.append(last.after(header))
            case .end: return positions
            default: throw FrameIsDamaged()
            }
        }
        return positions
    }

    struct FrameIsDamaged: Error {}

    /// The checksum of the snapshot, on which the first frame hangs.
    var snapshotChecksum: UInt32 {
        let snapshot = image.files["/state/snapshot-1.json"] ?? []
        let digits = String(decoding: snapshot.dropLast(3).suffix(8), as: UTF8.self)
        return UInt32(digits, radix: 16) ?? 0
    }

    /// The disk with another journal.
    func disk(journal: [UInt8]) -> SimulatedDisk {
        let disk = SimulatedDisk(afterKill: image)
        disk.overwrite(Self.journal, journal)
        return disk
    }

    /// Opens the store of a disk and closes it again.
    static func open(_ disk: SimulatedDisk) async -> Result<StoreView, StoreError> {
        do throws(StoreError) {
            let store = try await Store.open(
                directory: directory, fileSystem: disk, options: StoreOptions(process: 7, reserveBytes: 0))
            let view = store.view
            await store.close()
            return .success(view)
        } catch {
            return .failure(error)
        }
    }
}
