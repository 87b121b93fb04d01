/// As much of a damaged store as is proven by checksums, read without changing anything.
struct Salvage {
    /// The tables as they were at the last commit that everything before it is known of.
    private(set) var view = StoreView()
    /// The sequence of that commit.
    private(set) var sequence = 0
    /// What is lost, and why.
    private(set) var report = RepairReport()
    /// Files that are not needed any more, or never were whole.
    private(set) var files: [String] = []
    /// The newest generation of which there is a file.
    private(set) var newest = 0
    /// The schema of the tables.
    private(set) var schemaVersion: Int
    private let directory: StateDirectory
    private let schema: Schema

    /// Reads what there is to read.
    ///
    /// - Throws: `tooNew`, `io`.
    init(_ directory: StateDirectory, schema: Schema) throws(StoreError) {
        self.directory = directory
        self.schema = schema
        schemaVersion = schema.version
        let listing = try storing { () throws(FileError) in try directory.list() }
        newest = max(listing.snapshots.last ?? 0, listing.journals.last ?? 0)
        files =
            listing.snapshots.map(StateDirectory.snapshotName) + listing.journals.map(StateDirectory.journalName)
        for number in Set(listing.snapshots + listing.journals).sorted(by: >) {
            guard let snapshot = try snapshot(number) else { continue }
            view = snapshot.view
            schemaVersion = snapshot.header.schema
            try rollForward(from: snapshot.start, listing)
            return
        }
        report.notes.append("no snapshot can be read: the store begins anew")
        // The first snapshot of all is of no records.
        if listing.journals.contains(1), let start = remade(1) {
            try rollForward(from: start, listing)
        } else {
            for number in listing.journals { try countLost(number, from: 0) }
        }
    }

    /// Replays the journals from one on.
    ///
    /// The snapshot of the next generation was these tables with this journal, and equal tables give equal bytes: its
    /// checksum, on which the next journal hangs, can be computed where it cannot be read.
    private mutating func rollForward(
        from start: FramePosition, _ listing: StateDirectory.Listing
    ) throws(StoreError) {
        var position = start
        while try replay(position), position.generation < newest, let next = remade(position.generation + 1) {
            position = next
        }
        for number in listing.journals where number > position.generation { try countLost(number, from: 0) }
    }

    private mutating func snapshot(_ number: Int) throws(StoreError) -> SnapshotReader.Loaded? {
        do {
            return try SnapshotReader.read(directory, generation: number, knownSchema: schema.version)
        } catch {
            switch error {
            case .damaged(let damage): report.notes.append("damaged: \(damage)")
            case .io(let reason) where reason.isMissing:
                report.notes.append("missing: \(StateDirectory.snapshotName(number))")
            default: throw error
            }
            return nil
        }
    }

    private func remade(_ number: Int) -> FramePosition? {
        let written = try? SnapshotWriter.write(view, schema: schemaVersion, generation: number, sequence: sequence) {
            _ in
        }
        return written.map {
            FramePosition(generation: number, offset: 0, sequence: sequence, chain: $0.checksum)
        }
    }

    /// Replays a journal as far as it is whole; says whether that is all of it.
    private mutating func replay(_ start: FramePosition) throws(StoreError) -> Bool {
        let name = StateDirectory.journalName(start.generation)
        var replay = JournalReplay(onto: view, at: start, name: name)
        var isWhole = true
        do {
            var input = try FileInput(directory.path(of: name), of: directory.files)
            try replay.run(&input)
            if case .torn(let bytes) = replay.ending {
                report.notes.append("\(name) ends with an interrupted write of \(bytes) bytes, never acknowledged")
            }
        } catch {
            isWhole = false
            switch error {
            case .damaged(let damage):
                report.notes.append("damaged: \(damage)")
                // The damaged one itself has no header to be counted by.
                report.lostCommits += 1
                try countLost(start.generation, from: damage.offset + 1)
            case .io(let reason) where reason.isMissing:
                report.notes.append("missing: \(name), with every commit that was in it")
            default: throw error
            }
        }
        view = replay.view
        sequence = replay.committed.sequence
        return isWhole
    }

    /// Counts the commits of a journal from `offset` on, and names what those that can be read have changed. They are
    /// not made: what they build on is not known.
    private mutating func countLost(_ generation: Int, from offset: Int) throws(StoreError) {
        let path = directory.path(of: StateDirectory.journalName(generation))
        let bytes = try storing { () throws(FileError) in try directory.files.contents(of: path) }
        var place = offset
        while place + FrameHeader.byteCount <= bytes.count {
            guard bytes[place] == FrameHeader.magic[0],
                let header = FrameHeader(bytes.span.extracting(place..<place + FrameHeader.byteCount))
            else {
                place += 1
                continue
            }
            let end = min(place + FrameHeader.byteCount + header.length, bytes.count)
            if header.kind == .commit { report.lostCommits += 1 }
            var changes: [EncodedChange] = []
            if ChangeList.read(bytes.span.extracting(place + FrameHeader.byteCount..<end), into: &changes) {
                for change in changes where report.lostRecords.count < RepairReport.listedRecords {
                    let key = String(decoding: change.record.key, as: UTF8.self)
                    report.lostRecords.append("\(change.table.rawValue) \(key)")
                }
            }
            place = end
        }
    }
}
