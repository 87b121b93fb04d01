extension Store {
    /// Makes a damaged store one that can be opened: keeps what is proven by checksums, puts everything else aside, and
    /// says what is lost. A sound store is left as it is, but for an interrupted write at its end.
    ///
    /// What is lost here is read again from feeds and charges; what this program wrote and when is not.
    ///
    /// - Throws: `locked`, `tooNew`, `io`, `full`.
    public static func repair(
        directory: String, fileSystem: any FileSystem = PosixFileSystem(), options: StoreOptions = StoreOptions()
    ) async throws(StoreError) -> RepairReport {
        try await BlockingThread.run { () throws(StoreError) in
            let directory = StateDirectory(path: directory, files: fileSystem)
            let status = try storing { () throws(FileError) in try fileSystem.status(directory.path) }
            guard status != nil else { return RepairReport() }
            let lock = try DirectoryLock(directory, process: options.process)
            defer { lock.release() }
            return try RepairReport(repairing: directory, options: options)
        }
    }
}

extension RepairReport {
    fileprivate init(repairing directory: StateDirectory, options: StoreOptions) throws(StoreError) {
        do {
            let load = try StoreLoad(directory, schema: options.schema.version)
            records = load.view.count
            guard case .torn(let bytes) = load.ending else { return }
            try directory.putTailAside(of: load.position, bytes: bytes, options: options)
            notes.append(
                """
                \(StateDirectory.journalName(load.position.generation)) ended with an interrupted write of \
                \(bytes) bytes; nothing that was acknowledged is lost
                """)
        } catch {
            guard case .damaged = error else { throw error }
            let salvage = try Salvage(directory, schema: options.schema)
            self = salvage.report
            let view = try options.schema.migrate(salvage.view, from: salvage.schemaVersion)
            records = view.count
            // The new generation first: until it counts, the store is as damaged as it was, and nothing is moved.
            _ = try Generation.begin(
                salvage.newest + 1, view: view, schema: options.schema.version, sequence: salvage.sequence,
                in: directory)
            quarantined = try directory.moveToQuarantine(salvage.files)
        }
    }
}
