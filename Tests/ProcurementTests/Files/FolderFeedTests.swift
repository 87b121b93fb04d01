import Documents
import Procurement
import Reconciliation
import Simulation
import Synchronization
import Testing
import Transport

/// Which files of a folder are read, when, and what becomes of them.
@Suite struct FolderFeedTests {
    private static let start = Instant(seconds: 1_795_000_000)

    private static func order(_ id: Int) -> SampleOrder { SampleOrder(id: String(id), updatedAt: start) }

    /// A folder with a feed of cXML documents.
    private struct Stage {
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

        func put(_ name: String, _ id: Int) { files.write(name, OrderFiles.cxml(FolderFeedTests.order(id))) }

        func keeper() throws -> FeedKeeper { try FeedKeeper(feed) }
    }

    private func numbers(_ keeper: FeedKeeper) -> [String] { keeper.orders.keys.sorted() }

    // MARK: - Which files

    @Test func onlyFilesOfThePatternAreReadAndNoneThatIsStillWritten() async throws {
        let stage = try Stage { $0.files = "po-?*.xml" }
        for (place, name) in [
            "po-1.xml", "PO-2.XML", "po-.xml", "order.xml", "po-3.xml.tmp", "po-4.xml.filepart", "po-5.xml~",
            ".po-6.xml",
            "~po-7.xml", "po-8.csv", "sub/po-9.xml",
        ].enumerated() {
            stage.put(name, place + 1)
        }
        var keeper = try stage.keeper()
        try await keeper.read()
        #expect(numbers(keeper) == ["PO-1", "PO-2"])
        #expect(keeper.faults.isEmpty)
    }

    @Test func whatIsStillWrittenIsNoneWhateverThePattern() async throws {
        let stage = try Stage { $0.files = "*" }
        stage.put("a.xml.part", 1)
        stage.put("b.xml.uploading", 2)
        stage.put("c", 3)
        var keeper = try stage.keeper()
        try await keeper.read()
        #expect(numbers(keeper) == ["PO-3"])
    }

    // MARK: - Complete files

    @Test func aFileThatIsWrittenToBetweenTwoLooksIsLeftForLater() async throws {
        let stage = try Stage()
        stage.put("a.xml", 1)
        stage.put("b.xml", 2)
        let text = OrderFiles.cxml(Self.order(2))
        stage.files.write("b.xml", String(text.prefix(text.count / 2)))
        stage.folder.afterListing(1) { stage.files.write("b.xml", text) }
        var keeper = try stage.keeper()
        try await keeper.read()
        #expect(numbers(keeper) == ["PO-1"])
        #expect(keeper.faults.isEmpty)
        try await keeper.read()
        #expect(numbers(keeper) == ["PO-1", "PO-2"])
    }

    @Test func theLooksAreAsFarApartAsTheConfigurationSays() async throws {
        let stage = try Stage { $0.settle = .seconds(90) }
        stage.put("a.xml", 1)
        let before = stage.clock.wallMilliseconds()
        var keeper = try stage.keeper()
        try await keeper.read()
        #expect(stage.clock.wallMilliseconds() - before == 90_000)
        // What is known already is not waited for.
        try await keeper.read()
        #expect(stage.clock.wallMilliseconds() - before == 90_000)
    }

    @Test func aFileThatHasNotChangedForLongIsReadAtOnce() async throws {
        let stage = try Stage()
        stage.put("a.xml", 1)
        let written = try #require(try await stage.folder.list().first?.modified)
        stage.clock.advance(by: .milliseconds(written - stage.clock.wallMilliseconds() + 3000))
        let before = stage.clock.wallMilliseconds()
        var keeper = try stage.keeper()
        try await keeper.read()
        #expect(numbers(keeper) == ["PO-1"])
        #expect(stage.clock.wallMilliseconds() == before)
    }

    @Test func aFileThatIsWrittenToWhileItIsReadIsLeftForLater() async throws {
        let stage = try Stage()
        stage.put("a.xml", 1)
        stage.folder.beforeReading { stage.files.write("a.xml", OrderFiles.cxml(Self.order(1)) + "\n") }
        var keeper = try stage.keeper()
        try await keeper.read()
        #expect(keeper.orders.isEmpty && keeper.faults.isEmpty)
        stage.folder.beforeReading {}
        try await keeper.read()
        #expect(numbers(keeper) == ["PO-1"])
    }

    @Test func aFileIsReadOnceItsMarkerLiesBesideIt() async throws {
        let stage = try Stage {
            $0.files = "*"
            $0.marker = ".done"
        }
        stage.put("a.xml", 1)
        stage.put("b.xml", 2)
        stage.files.write("b.xml.done", "")
        stage.files.write("c.xml.done", "")
        let before = stage.clock.wallMilliseconds()
        var keeper = try stage.keeper()
        try await keeper.read()
        #expect(numbers(keeper) == ["PO-2"])
        #expect(keeper.faults.isEmpty)
        stage.files.write("a.xml.done", "")
        try await keeper.read()
        #expect(numbers(keeper) == ["PO-1", "PO-2"])
        // Where there are markers nobody waits.
        #expect(stage.clock.wallMilliseconds() == before)
    }

    // MARK: - What is known

    @Test func theSameContentUnderAnotherNameBringsNothing() async throws {
        let stage = try Stage()
        stage.put("a.xml", 1)
        var keeper = try stage.keeper()
        try await keeper.read()
        #expect(keeper.records == 1)
        stage.put("a-again.xml", 1)
        stage.files.remove("a.xml")
        try await keeper.read()
        #expect(keeper.records == 0)
        #expect(keeper.faults.isEmpty)
        #expect(numbers(keeper) == ["PO-1"])
    }

    @Test func twoFilesOfOneContentAreOne() async throws {
        let stage = try Stage()
        stage.put("a.xml", 1)
        stage.put("b.xml", 1)
        var keeper = try stage.keeper()
        try await keeper.read()
        #expect(keeper.records == 1)
        try await keeper.read(isFull: true)
        #expect(keeper.records == 1)
    }

    @Test func aFileThatHasChangedUnderItsNameIsReadAgain() async throws {
        let stage = try Stage()
        stage.put("a.xml", 1)
        var keeper = try stage.keeper()
        try await keeper.read()
        stage.files.write("a.xml", OrderFiles.cxml(Self.order(1).revised(amount: "7.00")))
        try await keeper.read()
        #expect(keeper.orders["PO-1"]?.lines.first?.amount == Amount("7.00"))
    }

    // MARK: - What cannot be read

    @Test func aFileThatCannotBeReadIsSaidUntilItIsMendedAndStaysWhereItIs() async throws {
        let stage = try Stage { $0.after = .archive("processed") }
        stage.put("a.xml", 1)
        stage.files.write("b.xml", "<cXML><Request>")
        var keeper = try stage.keeper()
        for _ in 0..<3 {
            try await keeper.read()
            #expect(keeper.faults.map { $0.hasPrefix("b.xml, line 1: ") } == [true])
            #expect(await keeper.settle() == [])
        }
        #expect(stage.files.names == ["b.xml", "processed/a.xml"])
        #expect(stage.folder.reads == ["a.xml": 1, "b.xml": 1])
        stage.put("b.xml", 2)
        try await keeper.read()
        #expect(keeper.faults.isEmpty)
        #expect(await keeper.settle() == [])
        #expect(stage.files.names == ["processed/a.xml", "processed/b.xml"])
        #expect(numbers(keeper) == ["PO-1", "PO-2"])
    }

    @Test func aFileThatIsGoneIsSaidNoMore() async throws {
        let stage = try Stage()
        stage.files.write("b.xml", "no XML")
        var keeper = try stage.keeper()
        try await keeper.read()
        #expect(keeper.faults.count == 1)
        stage.files.remove("b.xml")
        try await keeper.read()
        #expect(keeper.faults.isEmpty)
    }

    @Test func aDocumentForSomebodyElseIsLeftAlone() async throws {
        let stage = try Stage { $0.after = .delete }
        stage.files.write("other.xml", "<cXML payloadID='x'><Request><PunchOutSetupRequest/></Request></cXML>")
        var keeper = try stage.keeper()
        try await keeper.read()
        #expect(keeper.faults.isEmpty && keeper.orders.isEmpty)
        #expect(await keeper.settle() == [])
        #expect(stage.files.names == ["other.xml"])
    }

    // MARK: - Putting away

    @Test func nothingIsPutAwayBeforeItIsSettled() async throws {
        for after in [FolderOptions.Aftermath.archive("processed/2026"), .delete] {
            let stage = try Stage { $0.after = after }
            stage.put("a.xml", 1)
            var keeper = try stage.keeper()
            try await keeper.read()
            #expect(stage.files.names == ["a.xml"])
            #expect(await keeper.settle() == [])
            #expect(stage.files.names == (after == .delete ? [] : ["processed/2026/a.xml"]))
        }
    }

    @Test func whatStaysStays() async throws {
        let stage = try Stage()
        stage.put("a.xml", 1)
        var keeper = try stage.keeper()
        try await keeper.read()
        #expect(await keeper.settle() == [])
        #expect(stage.files.names == ["a.xml"])
    }

    @Test func afterACrashBetweenCommitAndArchiveTheFileIsPutAwayAndReadOnce() async throws {
        let stage = try Stage { $0.after = .archive("processed") }
        stage.put("a.xml", 1)
        var keeper = try stage.keeper()
        try await keeper.read()
        // The process ends here: what was read is durable, and the file is still there.
        try await keeper.read()
        #expect(keeper.records == 0)
        #expect(numbers(keeper) == ["PO-1"])
        #expect(await keeper.settle() == [])
        #expect(stage.files.names == ["processed/a.xml"])
    }

    @Test func afterACrashBeforeTheCommitTheFileIsReadAgain() async throws {
        let stage = try Stage { $0.after = .delete }
        stage.put("a.xml", 1)
        var lost = try stage.keeper()
        try await lost.read()
        // Nothing of it was kept: a settlement with what is durable leaves the file alone.
        var keeper = try stage.keeper()
        #expect(await keeper.settle() == [])
        #expect(stage.files.names == ["a.xml"])
        try await keeper.read()
        #expect(numbers(keeper) == ["PO-1"])
    }

    @Test func aFileThatHasChangedSinceItWasReadIsNotPutAway() async throws {
        let stage = try Stage { $0.after = .delete }
        stage.put("a.xml", 1)
        var keeper = try stage.keeper()
        try await keeper.read()
        stage.put("a.xml", 2)
        #expect(await keeper.settle() == [])
        #expect(stage.files.names == ["a.xml"])
        try await keeper.read()
        #expect(numbers(keeper) == ["PO-1", "PO-2"])
    }

    @Test func theMarkerGoesWithItsFile() async throws {
        let stage = try Stage {
            $0.marker = ".ok"
            $0.after = .archive("processed")
        }
        stage.put("a.xml", 1)
        stage.files.write("a.xml.ok", "")
        var keeper = try stage.keeper()
        try await keeper.read()
        #expect(await keeper.settle() == [])
        #expect(stage.files.names == ["processed/a.xml", "processed/a.xml.ok"])
    }

    @Test func whatIsInTheArchiveIsNotOverwritten() async throws {
        let stage = try Stage { $0.after = .archive("processed") }
        stage.put("a.xml", 1)
        stage.files.write("processed/a.xml", "older")
        var keeper = try stage.keeper()
        try await keeper.read()
        #expect(await keeper.settle() == [])
        #expect(stage.files.names == ["processed/a-1.xml", "processed/a.xml"])
        #expect(stage.files.text("processed/a.xml") == "older")
    }

    @Test func whatIsGivenAgainIsPutAwayToo() async throws {
        let stage = try Stage { $0.after = .archive("processed") }
        var keeper = try stage.keeper()
        for name in ["a.xml", "b.xml"] {
            stage.put(name, 1)
            try await keeper.read()
            #expect(await keeper.settle() == [])
        }
        #expect(stage.files.names == ["processed/a.xml", "processed/b.xml"])
    }

    @Test func aFileThatCannotBePutAwayIsSaidAndTriedAgain() async throws {
        let stage = try Stage { $0.after = .delete }
        stage.put("a.xml", 1)
        var keeper = try stage.keeper()
        try await keeper.read()
        stage.folder.refuseChanges(true)
        #expect(await keeper.settle().count == 1)
        try await keeper.read()
        #expect(keeper.records == 0)
        #expect(await keeper.settle().count == 1)
        stage.folder.refuseChanges(false)
        #expect(await keeper.settle() == [])
        #expect(stage.files.names == [])
    }

    @Test func whatWasPutAwayIsReadAgainWhenOtherOrdersAreAskedFor() async throws {
        let stage = try Stage { $0.after = .archive("processed") }
        stage.put("a.xml", 1)
        var keeper = try stage.keeper()
        try await keeper.read()
        await keeper.settle()
        stage.put("b.xml", 2)
        try await keeper.read(isAnew: true)
        #expect(keeper.records == 2)
        #expect(numbers(keeper) == ["PO-1", "PO-2"])
        #expect(await keeper.settle() == [])
        #expect(stage.files.names == ["processed/a.xml", "processed/b.xml"])
    }

    @Test func anEmptyFolderIsNoSignWhereFilesArePutAway() async throws {
        let stage = try Stage { $0.after = .delete }
        stage.put("a.xml", 1)
        var keeper = try stage.keeper()
        try await keeper.read()
        await keeper.settle()
        #expect(try await keeper.read(isFull: true) == nil)
        #expect(keeper.orders["PO-1"]?.state == .issued)
    }

    // MARK: - The folder

    @Test func aFolderThatIsNotThereIsAFault() async throws {
        let feed = FolderFeed(
            FolderOptions(name: "docs", files: "*.xml"), cxml: CXMLOptions(),
            folder: LocalFolder(path: "/nonexistent/orders"), time: ManualClock(isImpatient: true))
        let error = await #expect(throws: FeedError.self) { _ = try await feed.everything() }
        #expect(error?.kind == .rejected)
        #expect(error?.message.contains("/nonexistent/orders") == true)
        await #expect(throws: FeedError.self) { _ = try await feed.probe() }
    }

    @Test func aProbeCountsAndReadsNothing() async throws {
        let stage = try Stage { $0.after = .delete }
        #expect(try await stage.feed.probe() == "no files that match *.xml")
        stage.put("a.xml", 1)
        #expect(try await stage.feed.probe() == "1 files that match *.xml")
        #expect(stage.folder.reads.isEmpty)
        #expect(stage.files.names == ["a.xml"])
    }
}

/// A folder in which something happens between looks, and which counts what is read.
private final class WatchedFolder: Folder {
    private struct Inside {
        var listings = 0
        var reads: [String: Int] = [:]
        var isRefusing = false
        var afterListing: (number: Int, body: @Sendable () -> Void)?
        var beforeReading: @Sendable () -> Void = {}
    }

    private let base: any Folder
    private let inside = Mutex(Inside())

    init(base: any Folder) { self.base = base }

    var reads: [String: Int] { inside.withLock { $0.reads } }

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
        return try await base.read(file, limit: limit)
    }

    func move(_ file: FolderFile, into subfolder: String) async throws(TransportError) -> String {
        if inside.withLock({ $0.isRefusing }) { throw .denied("\(address)/\(file.name) may not be moved") }
        return try await base.move(file, into: subfolder)
    }

    func remove(_ file: FolderFile) async throws(TransportError) {
        if inside.withLock({ $0.isRefusing }) { throw .denied("\(address)/\(file.name) may not be deleted") }
        try await base.remove(file)
    }

    func subfolder(_ name: String) -> any Folder { base.subfolder(name) }
}
