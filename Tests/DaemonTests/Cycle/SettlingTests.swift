import Documents
import FoundationEssentials
import Procurement
import Reconciliation
import Sandbox
import Simulation
import Store
import Synchronization
import Testing

@testable import Daemon

/// What is done at a source after a reading (marking orders, putting files away) comes last, and not at all where the
/// reading was not made durable.
@Suite struct SettlingTests {
    /// A feed that lists one order and keeps what it is asked to settle.
    private final class TellingFeed: Feed {
        let name: FeedName = "coupa"
        /// What is looked at while it settles.
        private let atSettlement: @Sendable () -> Void
        private let settled = Mutex(0)

        init(_ atSettlement: @escaping @Sendable () -> Void = {}) { self.atSettlement = atSettlement }

        var settlements: Int { settled.withLock { $0 } }

        func read(
            _ pass: FeedPass, _ take: (FeedPage) async throws(FeedError) -> Void
        ) async throws(FeedError) -> JSONValue? {
            let line = OrderLine(
                id: "1", number: "1", auxiliaryPart: "agmt-1", amount: Amount("100.00"), currency: "USD")
            let order = PurchaseOrder(key: OrderKey(feed: name, id: "7"), number: OrderNumber("PO-7"), lines: [line])
            try await take(FeedPage(orders: [order], files: [FileMark("7.xml", "read")]))
            return ["place": 1]
        }

        func probe() async throws(FeedError) -> String { "" }

        func settle(_ memory: FeedMemory) async -> FeedSettlement {
            settled.withLock { $0 += 1 }
            atSettlement()
            return FeedSettlement(cursor: memory.cursor)
        }
    }

    private func sync(_ host: SimulatedHost, _ store: Store, _ feed: any Feed) throws -> Sync {
        let usual = try host.sync(store)
        let edges = CycleEdges(
            feeds: [.init(feed: feed, selection: "")], client: usual.edges.client, scope: usual.edges.scope,
            register: nil, time: usual.edges.time, entropy: usual.edges.entropy, log: usual.edges.log)
        return Sync(
            look: Look(
                edges: edges, rules: usual.look.rules, fullEvery: usual.look.fullEvery,
                staleAfter: usual.look.staleAfter, log: usual.look.log),
            store: store, policy: usual.policy, remind: usual.remind)
    }

    @Test func itComesAfterTheCommitAndTheWrites() async throws {
        let host = SimulatedHost()
        let seen = Mutex<(image: SimulatedDisk.Image, carried: String?)?>(nil)
        let feed = TellingFeed { seen.withLock { $0 = (host.disk.image, host.carried()) } }
        let store = try await host.open()
        _ = try await sync(host, store, feed).run(CycleKind())
        await store.close()
        #expect(feed.settlements == 1)
        let (image, carried) = try #require(seen.withLock { $0 })
        #expect(carried == "PO-7")
        // Whatever the power takes at that moment, the order and its file are known.
        let disk = SimulatedDisk(image, after: .dropsAll)
        let again = try await Store.open(
            directory: SimulatedHost.directory, fileSystem: disk, options: StoreOptions(process: 8))
        let world = try World(again.view)
        #expect(world.orders.values.map(\.number.text) == ["PO-7"])
        #expect(world.files["coupa"] == ["7.xml": "read"])
        await again.close()
    }

    @Test(arguments: [FileError.Operation.write, .synchronizeData])
    func itDoesNotComeWhereTheCommitFails(_ operation: FileError.Operation) async throws {
        let host = SimulatedHost()
        let feed = TellingFeed()
        let store = try await host.open()
        // EIO.
        host.disk.inject(.init(operation, ordinal: 1, count: 1000, code: 5))
        await #expect(throws: SyncError.self) { _ = try await sync(host, store, feed).run(CycleKind()) }
        #expect(feed.settlements == 0)
        #expect(host.carried() == nil)
        await store.close()
    }

    @Test func itDoesNotComeWhereTheDiskIsFull() async throws {
        let host = SimulatedHost()
        let feed = TellingFeed()
        let store = try await host.open()
        // ENOSPC.
        host.disk.inject(.init(.write, ordinal: 1, code: 28))
        _ = try await sync(host, store, feed).run(CycleKind())
        #expect(feed.settlements == 0)
        #expect(host.carried() == nil)
        host.disk.inject(nil)
        _ = try await sync(host, store, feed).run(CycleKind())
        #expect(feed.settlements == 1)
        #expect(host.carried() == "PO-7")
        await store.close()
    }

    @Test func itDoesNotComeWithARetry() async throws {
        let host = SimulatedHost()
        let feed = TellingFeed()
        let store = try await host.open()
        _ = try await sync(host, store, feed).run(CycleKind(isRetry: true))
        #expect(feed.settlements == 0)
        await store.close()
    }

    // MARK: - Files

    private static let table = """
        Number,Reference,Amount,Currency
        PO-9,agmt-one,100.00,USD

        """

    /// A company with a table of orders in a folder, of which files are deleted once they are read.
    private func withTable(_ body: (Company, URL) async throws -> Void) async throws {
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: 20)])
        try await Company.run(world) { company in
            let folder = URL(filePath: "\(company.folder)/orders")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let file = folder.appending(path: "orders.csv")
            try Data(Self.table.utf8).write(to: file)
            try company.configure {
                $0.otherFeeds = [
                    "- {name: table, kind: csv, url: 'file://\(folder.path)/', after: delete, columns: {order.number: "
                        + "Number, line.auxiliaryPart: Reference, line.amount: Amount, line.currency: Currency}}"
                ]
            }
            try await body(company, file)
        }
    }

    @Test func aPlanLeavesFilesWhereTheyAreAndACycleReadsThemOnce() async throws {
        try await withTable { company, file in
            _ = try await company.program.plan(isFull: false)
            _ = try await company.program.plan(isFull: true)
            #expect(FileManager.default.fileExists(atPath: file.path))
            try await company.sync()
            #expect(!FileManager.default.fileExists(atPath: file.path))
            #expect(company.held == ["ch-one": "PO-9"])
            // The same once more, under another name.
            try Data(Self.table.utf8).write(to: file.deletingLastPathComponent().appending(path: "again.csv"))
            let writes = company.writes
            try await company.sync()
            #expect(company.writes == writes)
            #expect(company.held == ["ch-one": "PO-9"])
        }
    }

    @Test func aFileThatCannotBePutAwayIsAFindingAndRepeatsNoWrite() async throws {
        try await withTable { company, file in
            try company.configure {
                $0.otherFeeds = $0.otherFeeds.map {
                    $0.replacing("after: delete", with: "after: archive, archive: processed/")
                }
            }
            // A file stands where the archive should be.
            try Data().write(to: file.deletingLastPathComponent().appending(path: "processed"))
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-9"])
            let writes = company.writes
            for _ in 0..<3 { try await company.sync() }
            #expect(company.writes == writes)
            let finding = try await company.only(.feedUnreachable)
            #expect(finding.detail.contains("what is to be done there afterwards was not"))
            #expect(FileManager.default.fileExists(atPath: file.path))
            try FileManager.default.removeItem(at: file.deletingLastPathComponent().appending(path: "processed"))
            try await company.sync()
            try await company.expect(firing: [])
            #expect(!FileManager.default.fileExists(atPath: file.path))
            #expect(company.writes == writes)
        }
    }

    @Test func aFileThatCannotBeReadIsAFindingUntilItIsReplaced() async throws {
        try await withTable { company, file in
            let bad = file.deletingLastPathComponent().appending(path: "bad.csv")
            try Data("Number,Amount\n2.5E+09,1\n".utf8).write(to: bad)
            try await company.sync()
            try await company.sync()
            let finding = try await company.only(.orderInvalid)
            #expect(finding.detail.contains("bad.csv, line 1: there is no column"))
            #expect(company.held == ["ch-one": "PO-9"])
            #expect(FileManager.default.fileExists(atPath: bad.path))
            try Data(Self.table.utf8).write(to: bad)
            try await company.sync()
            try await company.expect(firing: [])
        }
    }
}
