/// What the files of a state directory come to. Reading them changes nothing.
struct StoreLoad: Sendable {
    /// The tables.
    var view = StoreView()
    /// The position behind the last commit; generation 0 where there is no store yet.
    var position = FramePosition(generation: 0, offset: 0, sequence: 0, chain: 0)
    /// How the journal ends.
    var ending = JournalReplay.Ending.clean
    /// Bytes of the snapshot.
    var snapshotBytes = 0
    /// Frames replayed.
    var frames = 0
    /// The schema in which the tables are.
    var schema: Int
    /// What else is in the directory.
    var listing = StateDirectory.Listing()

    /// Reads the newest generation.
    ///
    /// A newest snapshot that is damaged is no reason to take the one before in silence: that would forget what was
    /// acknowledged since. Going back is `Store.repair`.
    ///
    /// - Throws: `damaged`, `tooNew`, `io`.
    init(_ directory: StateDirectory, schema: Int) throws(StoreError) {
        self.schema = schema
        do {
            listing = try directory.list()
        } catch {
            throw .io(error)
        }
        let generation = listing.snapshots.last ?? 0
        for journal in listing.journals where journal > generation {
            try Self.requireEmpty(journal, in: directory, newest: generation)
        }
        guard generation > 0 else { return }
        let name = StateDirectory.journalName(generation)
        guard listing.journals.contains(generation) else {
            throw .damaged(Damage(file: name, offset: 0, reason: "it is missing beside its snapshot"))
        }
        let snapshot = try SnapshotReader.read(directory, generation: generation, knownSchema: schema)
        var replay = JournalReplay(onto: snapshot.view, at: snapshot.start, name: name)
        var input = try FileInput(directory.path(of: name), of: directory.files)
        try replay.run(&input)
        view = replay.view
        position = replay.committed
        ending = replay.ending
        frames = replay.frames
        snapshotBytes = snapshot.byteCount
        self.schema = snapshot.header.schema
    }

    /// A journal is created, empty, before its snapshot gets its name: without that snapshot it must still be empty.
    private static func requireEmpty(
        _ journal: Int, in directory: StateDirectory, newest: Int
    ) throws(StoreError) {
        let name = StateDirectory.journalName(journal)
        do {
            guard let status = try directory.files.status(directory.path(of: name)), status.size > 0 else { return }
        } catch {
            throw .io(error)
        }
        let reason = "it has commits, but the snapshot that it goes on from is missing"
        throw .damaged(Damage(file: name, offset: 0, reason: reason))
    }
}
