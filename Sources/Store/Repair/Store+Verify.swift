extension Store {
    /// Looks at all files of a store, without its lock and without changing anything.
    ///
    /// - Throws: `io`, where a file cannot be read at all; `tooNew`. Damage is no error here but what is reported.
    public static func verify(
        directory: String, fileSystem: any FileSystem = PosixFileSystem(), schema: Schema = .current
    ) async throws(StoreError) -> StoreReport {
        try await BlockingThread.run { () throws(StoreError) in
            let directory = StateDirectory(path: directory, files: fileSystem)
            // Beside a writer that is compacting, files come and go: what is really damaged stays so.
            var report = try StoreReport(directory, schema: schema)
            for _ in 1..<StoreLimits.readerAttempts where !report.isSound {
                report = try StoreReport(directory, schema: schema)
            }
            return report
        }
    }
}

extension StoreReport {
    init(_ directory: StateDirectory, schema: Schema) throws(StoreError) {
        self.init(directory: directory.path, generations: [], records: nil, sequence: nil, damage: [])
        let listing: StateDirectory.Listing
        do {
            listing = try directory.list()
        } catch {
            guard error.isMissing else { throw .io(error) }
            records = 0
            return
        }
        for number in Set(listing.snapshots + listing.journals).sorted() {
            generations.append(try Generation(number, directory, schema))
        }
        do {
            let load = try StoreLoad(directory, schema: schema.version)
            records = load.view.count
            sequence = load.position.sequence
        } catch {
            guard case .damaged(let found) = error else { throw error }
            damage.append(found)
        }
    }
}

extension StoreReport.Generation {
    fileprivate init(_ number: Int, _ directory: StateDirectory, _ schema: Schema) throws(StoreError) {
        self.init(number: number, snapshotRecords: nil, frames: nil, tornBytes: 0, damage: [])
        do {
            let snapshot = try SnapshotReader.read(directory, generation: number, knownSchema: schema.version)
            snapshotRecords = snapshot.header.count
            var replay = JournalReplay(
                onto: snapshot.view, at: snapshot.start, name: StateDirectory.journalName(number))
            var input = try FileInput(
                directory.path(of: StateDirectory.journalName(number)), of: directory.files)
            try replay.run(&input)
            frames = replay.frames
            if case .torn(let bytes) = replay.ending { tornBytes = bytes }
        } catch {
            switch error {
            case .damaged(let found): damage.append(found)
            case .io(let reason) where reason.isMissing:
                let name = reason.path.split(separator: "/").last.map(String.init) ?? reason.path
                damage.append(Damage(file: name, offset: 0, reason: "it is missing"))
            default: throw error
            }
        }
    }
}
