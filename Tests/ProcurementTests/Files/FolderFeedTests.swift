import Documents
import Procurement
import Reconciliation
import Simulation
import Synchronization
import Testing
import Transport

/// Which files of a folder are read, when, and what becomes of them.
@Suite struct FolderFeedTests {
    private func numbers(_ keeper: FeedKeeper) -> [String] { keeper.orders.keys.sorted() }

    // MARK: - Which files

    @Test func onlyFilesOfThePatternAreReadAndNoneThatIsStillWritten() async throws {
        let stage = try FolderFeedStage { $0.files = "po-?*.xml" }
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
        let stage = try FolderFeedStage { $0.files = "*" }
        stage.put("a.xml.part", 1)
        stage.put("b.xml.uploading", 2)
        stage.put("c", 3)
        var keeper = try stage.keeper()
        try await keeper.read()
        #expect(numbers(keeper) == ["PO-3"])
    }

    // MARK: - Complete files

    @Test func aFileThatIsWrittenToBetweenTwoLooksIsLeftForLater() async throws {
        let stage = try FolderFeedStage()
        stage.put("a.xml", 1)
        stage.put("b.xml", 2)
        let text = OrderFiles.cxml(FolderFeedStage.order(2))
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
        let stage = try FolderFeedStage { $0.settle = .seconds(90) }
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
        let stage = try FolderFeedStage()
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
        let stage = try FolderFeedStage()
        stage.put("a.xml", 1)
        stage.folder.beforeReading { stage.files.write("a.xml", OrderFiles.cxml(FolderFeedStage.order(1)) + "\n") }
        var keeper = try stage.keeper()
        try await keeper.read()
        #expect(keeper.orders.isEmpty && keeper.faults.isEmpty)
        stage.folder.beforeReading {}
        try await keeper.read()
        #expect(numbers(keeper) == ["PO-1"])
    }

    @Test func aFileIsReadOnceItsMarkerLiesBesideIt() async throws {
        let stage = try FolderFeedStage {
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
        let stage = try FolderFeedStage()
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
        let stage = try FolderFeedStage()
        stage.put("a.xml", 1)
        stage.put("b.xml", 1)
        var keeper = try stage.keeper()
        try await keeper.read()
        #expect(keeper.records == 1)
        try await keeper.read(isFull: true)
        #expect(keeper.records == 1)
    }

    @Test func aFileThatHasChangedUnderItsNameIsReadAgain() async throws {
        let stage = try FolderFeedStage()
        stage.put("a.xml", 1)
        var keeper = try stage.keeper()
        try await keeper.read()
        stage.files.write("a.xml", OrderFiles.cxml(FolderFeedStage.order(1).revised(amount: "7.00")))
        try await keeper.read()
        #expect(keeper.orders["PO-1"]?.lines.first?.amount == Amount("7.00"))
    }

    // MARK: - What cannot be read

    @Test func aFileThatCannotBeReadIsSaidUntilItIsMendedAndStaysWhereItIs() async throws {
        let stage = try FolderFeedStage { $0.after = .archive("processed") }
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

    @Test(
        arguments: [
            ([0x50, 0x4b, 0x03, 0x04, 0x14, 0x00], "ZIP archive"), (Array("%PDF-1.7\n".utf8), "PDF"),
            ([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], "workbook"),
            (Array("MIME-Version: 1.0\n\n<a/>".utf8), "a message with attachments"),
            ([0x1f, 0x8b, 0x08, 0x00], "gzip"),
            (Array("-----BEGIN PGP MESSAGE-----\r\n".utf8), "PGP"),
        ] as [([UInt8], String)])
    func aFileThatIsPackedIsSaidAndCostsNoOther(bytes: [UInt8], word: String) async throws {
        let stage = try FolderFeedStage()
        stage.put("a.xml", 1)
        stage.files.write("b.xml", bytes)
        var keeper = try stage.keeper()
        try await keeper.read()
        #expect(keeper.orders.keys.sorted() == ["PO-1"])
        #expect(keeper.faults.count == 1)
        #expect(keeper.faults.first?.hasPrefix("b.xml is ") == true && keeper.faults.first?.contains(word) == true)
    }

    @Test func aFileThatCannotBeAskedForIsSaidAndCostsNoOther() async throws {
        let stage = try FolderFeedStage()
        stage.put("a.xml", 1)
        stage.files.write("tab\there.xml", "x")
        stage.files.write("tab\there.txt", "x")
        var keeper = try stage.keeper()
        for _ in 0..<2 {
            try await keeper.read()
            #expect(keeper.orders.keys.sorted() == ["PO-1"])
            #expect(keeper.faults.count == 1)
            #expect(keeper.faults.first?.contains("the file tab?here.xml has a name with control characters") == true)
        }
        stage.files.remove("tab\there.xml")
        try await keeper.read()
        #expect(keeper.faults.isEmpty)
    }

    @Test func aFileThatIsGoneIsSaidNoMore() async throws {
        let stage = try FolderFeedStage()
        stage.files.write("b.xml", "no XML")
        var keeper = try stage.keeper()
        try await keeper.read()
        #expect(keeper.faults.count == 1)
        stage.files.remove("b.xml")
        try await keeper.read()
        #expect(keeper.faults.isEmpty)
    }

    @Test func aDocumentForSomebodyElseIsLeftAlone() async throws {
        let stage = try FolderFeedStage { $0.after = .delete }
        stage.files.write("other.xml", "<cXML payloadID='x'><Request><PunchOutSetupRequest/></Request></cXML>")
        var keeper = try stage.keeper()
        try await keeper.read()
        #expect(keeper.faults.isEmpty && keeper.orders.isEmpty)
        #expect(await keeper.settle() == [])
        #expect(stage.files.names == ["other.xml"])
    }

    @Test func aFileThatTheDiskOrTheServerDoesNotGiveCostsNoOther() async throws {
        for error: TransportError in [.failed("2.xml: I/O error"), .denied("2.xml: no"), .refused("2.xml: a link")] {
            let stage = try FolderFeedStage { $0.after = .delete }
            for id in 1...3 { stage.put("\(id).xml", id) }
            stage.folder.fail("2.xml", error)
            var keeper = try stage.keeper()
            try await keeper.read()
            #expect(numbers(keeper) == ["PO-1", "PO-3"])
            #expect(keeper.faults.count == 1 && keeper.faults[0].hasPrefix("2.xml: "))
            #expect(await keeper.settle() == [])
            #expect(stage.files.names == ["2.xml"])
            stage.folder.fail("2.xml", nil)
            try await keeper.read()
            #expect(numbers(keeper) == ["PO-1", "PO-2", "PO-3"])
            #expect(keeper.faults.isEmpty)
        }
    }

    @Test func aServerThatGoesAwayCostsTheReading() async throws {
        let stage = try FolderFeedStage()
        for id in 1...3 { stage.put("\(id).xml", id) }
        stage.folder.fail("2.xml", .unreachable("gone"))
        var keeper = try stage.keeper()
        await #expect(throws: FeedError.self) { _ = try await keeper.read() }
        #expect(keeper.orders.isEmpty)
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
        let stage = try FolderFeedStage { $0.after = .delete }
        #expect(try await stage.feed.probe() == "no files that match *.xml")
        stage.put("a.xml", 1)
        #expect(try await stage.feed.probe() == "1 files that match *.xml")
        #expect(stage.folder.reads.isEmpty)
        #expect(stage.files.names == ["a.xml"])
    }
}
