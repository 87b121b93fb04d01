import Documents
import Procurement
import Reconciliation
import Simulation
import Synchronization
import Testing
import Transport

/// What becomes of files that were read, and when.
@Suite struct FolderAftermathTests {
    private func numbers(_ keeper: FeedKeeper) -> [String] { keeper.orders.keys.sorted() }

    @Test func nothingIsPutAwayBeforeItIsSettled() async throws {
        for after in [FolderOptions.Aftermath.archive("processed/2026"), .delete] {
            let stage = try FolderFeedStage { $0.after = after }
            stage.put("a.xml", 1)
            var keeper = try stage.keeper()
            try await keeper.read()
            #expect(stage.files.names == ["a.xml"])
            #expect(await keeper.settle() == [])
            #expect(stage.files.names == (after == .delete ? [] : ["processed/2026/a.xml"]))
        }
    }

    @Test func whatStaysStays() async throws {
        let stage = try FolderFeedStage()
        stage.put("a.xml", 1)
        var keeper = try stage.keeper()
        try await keeper.read()
        #expect(await keeper.settle() == [])
        #expect(stage.files.names == ["a.xml"])
    }

    @Test func afterACrashBetweenCommitAndArchiveTheFileIsPutAwayAndReadOnce() async throws {
        let stage = try FolderFeedStage { $0.after = .archive("processed") }
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
        let stage = try FolderFeedStage { $0.after = .delete }
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
        let stage = try FolderFeedStage { $0.after = .delete }
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
        let stage = try FolderFeedStage {
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
        let stage = try FolderFeedStage { $0.after = .archive("processed") }
        stage.put("a.xml", 1)
        stage.files.write("processed/a.xml", "older")
        var keeper = try stage.keeper()
        try await keeper.read()
        #expect(await keeper.settle() == [])
        #expect(stage.files.names == ["processed/a-1.xml", "processed/a.xml"])
        #expect(stage.files.text("processed/a.xml") == "older")
    }

    @Test func whatIsGivenAgainIsPutAwayToo() async throws {
        let stage = try FolderFeedStage { $0.after = .archive("processed") }
        var keeper = try stage.keeper()
        for name in ["a.xml", "b.xml"] {
            stage.put(name, 1)
            try await keeper.read()
            #expect(await keeper.settle() == [])
        }
        #expect(stage.files.names == ["processed/a.xml", "processed/b.xml"])
    }

    @Test func aFileThatCannotBePutAwayIsSaidAndTriedAgain() async throws {
        let stage = try FolderFeedStage { $0.after = .delete }
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

    /// FTP servers answer 550 and SFTP servers that there is no such file, whatever is in the way.
    @Test(arguments: [FolderOptions.Aftermath.archive("processed"), .delete])
    func aFileThatIsNotFoundAndStillThereIsSaid(after: FolderOptions.Aftermath) async throws {
        let stage = try FolderFeedStage { $0.after = after }
        stage.put("a.xml", 1)
        stage.put("b.xml", 2)
        var keeper = try stage.keeper()
        try await keeper.read()
        stage.folder.fail("a.xml", .notFound("550"))
        let faults = await keeper.settle()
        #expect(faults == ["a.xml is still there, and could not be put away: 550"])
        // Somebody else has put it away.
        stage.files.remove("a.xml")
        #expect(await keeper.settle() == [])
    }

    @Test func whatWasPutAwayIsReadAgainWhenOtherOrdersAreAskedFor() async throws {
        let stage = try FolderFeedStage { $0.after = .archive("processed") }
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
        let stage = try FolderFeedStage { $0.after = .delete }
        stage.put("a.xml", 1)
        var keeper = try stage.keeper()
        try await keeper.read()
        await keeper.settle()
        #expect(try await keeper.read(isFull: true) == nil)
        #expect(keeper.orders["PO-1"]?.state == .issued)
    }
}
