extension StoreWriter {
    /// Takes the lock, reads what is there, puts an interrupted write aside and proves that the store can be written.
    static func open(_ path: String, files: any FileSystem, options: StoreOptions) throws(StoreError) -> StoreWriter {
        let directory = StateDirectory(path: path, files: files)
        try directory.create()
        let lock = try DirectoryLock(directory, process: options.process)
        do {
            return try open(directory, lock: lock, options: options)
        } catch {
            lock.release()
            throw error
        }
    }

    private static func open(
        _ directory: StateDirectory, lock: DirectoryLock, options: StoreOptions
    ) throws(StoreError) -> StoreWriter {
        let load = try StoreLoad(directory, schema: options.schema.version)
        // Nothing was changed up to here: whatever is refused is refused as it was found.
        if case .torn(let bytes) = load.ending {
            try directory.putTailAside(of: load.position, bytes: bytes, options: options)
        }
        try directory.removeLeftovers(load.listing, newest: load.position.generation)
        var view = load.view
        var position = load.position
        var generation = Generation(start: position, snapshotBytes: load.snapshotBytes)
        if position.generation == 0 || load.schema < options.schema.version {
            view = try options.schema.migrate(view, from: load.schema)
            generation = try Generation.begin(
                position.generation + 1, view: view, schema: options.schema.version, sequence: position.sequence,
                in: directory)
            position = generation.start
        }
        var writer = try StoreWriter(
            directory: directory, options: options, lock: lock, generation: generation, position: position, view: view)
        try writer.recordOpening()
        return writer
    }
}

extension StateDirectory {
    /// Creates the directory, for its owner alone, where it is not there.
    func create() throws(StoreError) {
        do {
            if try files.status(path) == nil {
                try files.makeDirectory(path, permissions: 0o700)
                try files.synchronizeDirectory(parent)
            }
        } catch {
            // Another one may have created it in between; the lock decides who uses it.
            guard error.operation == .makeDirectory, error.isTaken else {
                throw .cannotCreate(directory: path, reason: "\(error)")
            }
        }
    }

    private var parent: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Removes what was never finished, and generations that are older than the one before the newest.
    func removeLeftovers(_ listing: Listing, newest: Int) throws(StoreError) {
        for name in listing.temporaries { try discard(name) }
        for journal in listing.journals where journal > newest { try discard(Self.journalName(journal)) }
        let generations = Set(listing.snapshots + listing.journals).filter { $0 < newest - 1 }
        for generation in generations.sorted() { try removeGeneration(generation) }
    }

    /// Removes the files of a generation, where they are there.
    func removeGeneration(_ generation: Int) throws(StoreError) {
        try discard(Self.snapshotName(generation))
        try discard(Self.journalName(generation))
    }
}
