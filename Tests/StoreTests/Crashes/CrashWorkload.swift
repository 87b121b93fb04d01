import Documents
import Simulation
import Store

/// What a store should hold, kept beside it by simpler means.
struct StoreModel: Equatable, Sendable {
    /// Canonical JSON by table and key.
    var records: [Table: [String: [UInt8]]] = [:]

    mutating func apply(_ changes: [StoreChange]) {
        for change in changes {
            switch change {
            case .put(let table, let key, let value): records[table, default: [:]][key] = value.canonicalBytes()
            case .putBytes(let table, let key, let bytes): records[table, default: [:]][key] = bytes
            case .remove(let table, let key): records[table]?[key] = nil
            }
        }
        records = records.filter { !$0.value.isEmpty }
    }

    /// What a store does hold.
    init(_ view: StoreView) {
        for table in Table.allCases {
            view.forEachBytes(table) { key, value in records[table, default: [:]][key] = value }
        }
    }

    init() {}
}

/// A workload on a simulated disk, with the disk as it was before each of its calls.
struct CrashWorkload: Sendable {
    static let directory = "/state"
    static let view = "assignments.json"
    static let options = StoreOptions(
        process: 7, journalBytesBeforeSnapshot: 2000, journalBytes: 4000, frameBytes: 400, reserveBytes: 700)

    /// A moment at which the power may fail.
    struct Moment: Sendable {
        var image: SimulatedDisk.Image
        /// What was acknowledged by then, and what it would be with the operation that was under way.
        var states: [StoreModel]
        /// The view file's text by then, and the one that was being written.
        var views: [String?]
    }

    var moments: [Moment] = []

    /// Runs `operations` of all kinds and keeps every moment.
    static func run(operations: Int, seed: UInt64) async throws -> CrashWorkload {
        var random = SeededGenerator(seed: seed)
        var workload = CrashWorkload()
        var model = StoreModel()
        var view: String?
        let disk = SimulatedDisk()
        disk.record()
        var store = try await Store.open(directory: directory, fileSystem: disk, options: options)
        workload.keep(disk, [model], [view])
        for operation in 0..<operations {
            var next = model
            var nextView = view
            switch Int.random(in: 0..<12, using: &random) {
            case 0:
                nextView = "{\"operation\":\(operation)}\n"
                try await store.replaceView(name: Self.view, bytes: Array((nextView ?? "").utf8))
            case 1:
                await store.close()
                store = try await Store.open(directory: directory, fileSystem: disk, options: options)
            case 2 where operation % 5 == 0: try await store.compact()
            default:
                let changes = changes(&random, operation)
                next.apply(changes)
                try await store.commit(changes)
            }
            workload.keep(disk, [model, next], [view, nextView])
            (model, view) = (next, nextView)
        }
        await store.close()
        workload.keep(disk, [model], [view])
        return workload
    }

    private mutating func keep(_ disk: SimulatedDisk, _ states: [StoreModel], _ views: [String?]) {
        for image in disk.record() { moments.append(Moment(image: image, states: states, views: views)) }
    }

    /// One to eight changes; the larger commits need several frames.
    static func changes(_ random: inout SeededGenerator, _ operation: Int) -> [StoreChange] {
        (0..<Int.random(in: 1...8, using: &random)).map { _ in
            let table = [Table.orders, .assignments, .queue, .meta].randomElement(using: &random) ?? .meta
            let key = "key-\(Int.random(in: 0..<7, using: &random))"
            if random.chance(0.25) { return .remove(table, key) }
            let text = String(repeating: "x", count: Int.random(in: 0..<120, using: &random))
            return .put(table, key, ["operation": JSONValue(operation), "text": .string(text)])
        }
    }
}
