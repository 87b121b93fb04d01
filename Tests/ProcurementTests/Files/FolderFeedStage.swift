import Procurement
import Reconciliation
import Simulation
import Synchronization
import Transport

/// A folder with a feed of cXML documents.
struct FolderFeedStage {
    let files: OrderFiles
    let clock: ManualClock
    let folder: WatchedFolder
    let feed: FolderFeed

    init(_ change: (inout FolderOptions) -> Void = { _ in }) throws {
        files = try OrderFiles()
        // Files have the dates of this machine.
        clock = ManualClock(wallMilliseconds: SystemTime().wallMilliseconds(), isImpatient: true)
        folder = WatchedFolder(base: LocalFolder(path: files.path))
        var options = FolderOptions(name: "docs", files: "*.xml")
        change(&options)
        feed = FolderFeed(options, cxml: CXMLOptions(), folder: folder, time: clock)
    }

    func put(_ name: String, _ id: Int) { files.write(name, OrderFiles.cxml(Self.order(id))) }

    func keeper() throws -> FeedKeeper { try FeedKeeper(feed) }

    static func order(_ id: Int) -> SampleOrder {
        SampleOrder(id: String(id), updatedAt: Instant(seconds: 1_795_000_000))
    }
}

/// A folder in which something happens between looks, and which counts what is read.
final class WatchedFolder: Folder {
    private struct Inside {
        var listings = 0
        var reads: [String: Int] = [:]
        var isRefusing = false
        var failures: [String: TransportError] = [:]
        var afterListing: (number: Int, body: @Sendable () -> Void)?
        var beforeReading: @Sendable () -> Void = {}
    }

    private let base: any Folder
    private let inside = Mutex(Inside())

    init(base: any Folder) { self.base = base }

    var reads: [String: Int] { inside.withLock { $0.reads } }

    func fail(_ name: String, _ error: TransportError?) { inside.withLock { $0.failures[name] = error } }

    func refuseChanges(_ isRefusing: Bool) { inside.withLock { $0.isRefusing = isRefusing } }

    func afterListing(_ number: Int, _ body: @escaping @Sendable () -> Void) {
        inside.withLock { $0.afterListing = ($0.listings + number, body) }
    }

    func beforeReading(_ body: @escaping @Sendable () -> Void) { inside.withLock { $0.beforeReading = body } }

    var address: String { base.address }

    func list() async throws(TransportError) -> [FolderFile] {
        let files = try await base.list()
        let due = inside.withLock { inside -> (@Sendable () -> Void)? in
            inside.listings += 1
            return inside.afterListing?.number == inside.listings ? inside.afterListing?.body : nil
        }
        due?()
        return files
    }

    func read(_ file: FolderFile, limit: Int) async throws(TransportError) -> [UInt8] {
        inside.withLock {
            $0.reads[file.name, default: 0] += 1
            return $0.beforeReading
        }()
        if let error = inside.withLock({ $0.failures[file.name] }) { throw error }
        return try await base.read(file, limit: limit)
    }

    func move(_ file: FolderFile, into subfolder: String) async throws(TransportError) -> String {
        if let error = inside.withLock({ $0.failures[file.name] }) { throw error }
        if inside.withLock({ $0.isRefusing }) { throw .denied("\(address)/\(file.name) may not be moved") }
        return try await base.move(file, into: subfolder)
    }

    func remove(_ file: FolderFile) async throws(TransportError) {
        if let error = inside.withLock({ $0.failures[file.name] }) { throw error }
        if inside.withLock({ $0.isRefusing }) { throw .denied("\(address)/\(file.name) may not be deleted") }
        try await base.remove(file)
    }

    func subfolder(_ name: String) -> any Folder { base.subfolder(name) }
}
