import Foundation
import Procurement
import Reconciliation
import Simulation
import Synchronization
import Transport

/// A folder of files for the conformance suite.
final class FolderStage: FeedStage {
    /// What the files are written in.
    enum Form: Sendable {
        case cxml, csv
    }

    let feed: any Feed
    let files: OrderFiles
    private let form: Form
    private let folder: FlakyFolder

    /// A folder of this machine.
    convenience init(_ form: Form) throws {
        let files = try OrderFiles()
        self.init(form, files, LocalFolder(path: files.path))
    }

    /// A folder of a server.
    convenience init(_ form: Form, on served: ServedFolders) throws {
        let (files, folder) = try served.next()
        self.init(form, files, folder)
    }

    private init(_ form: Form, _ files: OrderFiles, _ base: any Folder) {
        self.form = form
        self.files = files
        folder = FlakyFolder(base: base)
        let clock = ManualClock(isImpatient: true)
        switch form {
        case .cxml:
            feed = FolderFeed(
                FolderOptions(name: "docs", files: "*.xml"), cxml: CXMLOptions(), folder: folder, time: clock)
        case .csv:
            feed = FolderFeed(
                FolderOptions(name: "table", files: "*.csv"), csv: OrderFiles.columns, folder: folder, time: clock)
        }
    }

    func publish(_ orders: [SampleOrder]) {
        switch form {
        case .cxml: for order in orders { files.write("\(order.id)-\(order.version).xml", OrderFiles.cxml(order)) }
        case .csv: files.write("export-\(files.count).csv", OrderFiles.csv(orders))
        }
    }

    /// The same bytes under another name, and the same orders in other bytes.
    func redeliver(_ orders: [SampleOrder]) {
        switch form {
        case .cxml:
            for order in orders {
                files.write("again-\(order.id).xml", OrderFiles.cxml(order))
                files.write("anew-\(order.id).xml", OrderFiles.cxml(order) + "\n<!-- -->")
            }
        case .csv:
            files.write("again-\(files.count).csv", OrderFiles.csv(orders))
            files.write("anew-\(files.count).csv", OrderFiles.csv(orders) + "\r\n")
        }
    }

    func publishUnreadable() {
        switch form {
        case .cxml: files.write("bad.xml", "<cXML payloadID=\"x\"><Request>")
        case .csv: files.write("bad.csv", OrderFiles.csv([]) + ",issued,1,,AWS,1,,1.00,USD\r\n")
        }
    }

    func publishOversized() {
        files.grow(form == .cxml ? "big.xml" : "big.csv", to: UInt64(FolderOptions.fileBytes) + 1)
    }

    func clear() { files.clear() }

    func meanwhile(_ body: @escaping @Sendable () -> Void) { folder.event.plan(body) }

    func breakOff(_ isBreaking: Bool) { folder.isBreaking.withLock { $0 = isBreaking } }
}

/// A folder whose server goes away after some files.
final class FlakyFolder: Folder {
    let base: any Folder
    let isBreaking = Mutex(false)
    let event = Event()

    init(base: any Folder) { self.base = base }

    var address: String { base.address }

    func list() async throws(TransportError) -> [FolderFile] { try await base.list() }

    func read(_ file: FolderFile, limit: Int) async throws(TransportError) -> [UInt8] {
        if isBreaking.withLock({ $0 }) { throw .unreachable("the server is gone") }
        defer { event.happen() }
        return try await base.read(file, limit: limit)
    }

    func move(_ file: FolderFile, into subfolder: String) async throws(TransportError) -> String {
        if isBreaking.withLock({ $0 }) { throw .denied("nothing may be moved") }
        return try await base.move(file, into: subfolder)
    }

    func remove(_ file: FolderFile) async throws(TransportError) {
        if isBreaking.withLock({ $0 }) { throw .denied("nothing may be deleted") }
        try await base.remove(file)
    }

    func subfolder(_ name: String) -> any Folder { base.subfolder(name) }
}

/// Folders of one server, a fresh one for each who asks.
final class ServedFolders: Sendable {
    private let server: FileServer
    private let transport: CurlTransport
    private let count = Mutex(0)

    init(_ kind: FileServer.Kind) async throws {
        server = try await FileServer.start(kind)
        transport = try CurlTransport(server.settings)
    }

    func next() throws -> (OrderFiles, any Folder) {
        let name = count.withLock { count in
            count += 1
            return "folder-\(count)"
        }
        let files = try OrderFiles(path: "\(server.root.path)/\(name)")
        guard let address = FolderAddress(server.url("\(name)/")) else {
            throw FileServer.Failure(reason: server.url())
        }
        return (files, RemoteFolder(address, login: server.login, transport: transport, time: SystemTime()))
    }

    func end() async { await transport.shutdown() }
}
