/// The store's files, used by one thread alone: takes commits in order, makes them durable, compacts.
struct StoreWriter {
    let directory: StateDirectory
    let options: StoreOptions
    private let lock: DirectoryLock
    private var journal: Journal
    private var snapshotBytes: Int
    private var reserve: Reserve
    /// The tables as they are durable.
    private(set) var view: StoreView
    /// Why nothing is taken any more.
    private var failure: StoreError?
    /// Whether the last commit found the disk full.
    private var isFull = false
    /// Bytes of journal at which a snapshot is tried again after it found the disk full.
    private var nextAttempt = 0

    init(
        directory: StateDirectory, options: StoreOptions, lock: DirectoryLock, generation: Generation,
        position: FramePosition, view: StoreView
    ) throws(StoreError) {
        self.directory = directory
        self.options = options
        self.lock = lock
        self.view = view
        snapshotBytes = generation.snapshotBytes
        reserve = Reserve(directory, byteCount: options.reserveBytes)
        journal = try Journal(directory, at: position, monotonic: options.monotonic)
    }

    /// Proves that the store can be written, before anything relies on it.
    mutating func recordOpening() throws(StoreError) {
        let payload = Array("{\"schema\":\(options.schema.version)}".utf8)
        do {
            try journal.append(.opened, payload)
        } catch {
            guard case .full(let reason) = error, try reserve.release() else { throw error }
            isFull = true
            options.onEvent(.full(reason))
            try journal.append(.opened, payload)
        }
        _ = try reserve.hold()
    }

    /// Makes several commits durable with one sync for each frame; either all of them are made or none.
    mutating func commit(_ commits: [[EncodedChange]], usingReserve: Bool = false) throws(StoreError) {
        if let failure { throw failure }
        do {
            try journal.requireInPlace()
            if !usingReserve { try requireRoom() }
            try write(commits)
        } catch {
            if case .full(let reason) = error {
                if !isFull { options.onEvent(.full(reason)) }
                isFull = true
                guard usingReserve, try released() else { throw error }
                return try commit(commits, usingReserve: true)
            }
            throw fail(error)
        }
        reportSlowSync()
        if isFull, !usingReserve {
            isFull = false
            options.onEvent(.roomAgain)
        }
        if journal.byteCount >= threshold { try compact() }
    }

    /// Replaces a view file, unless it has these bytes already.
    mutating func replaceView(_ name: String, _ pieces: some Sequence<[UInt8]>) throws(StoreError) {
        if let failure { throw failure }
        do {
            if try !hasView(name, pieces) { try directory.replace(name, pieces: pieces) }
        } catch {
            throw fail(error)
        }
    }

    private func hasView(_ name: String, _ pieces: some Sequence<[UInt8]>) throws(StoreError) -> Bool {
        let path = directory.path(of: name)
        guard try storing({ () throws(FileError) in try directory.files.status(path) }) != nil else { return false }
        var input = try FileInput(path, of: directory.files)
        for piece in pieces {
            guard try input.fill(piece.count), input.buffer[input.next(piece.count)] == piece[...] else { return false }
            input.consume(piece.count)
        }
        return try !input.fill(1)
    }

    /// Writes a snapshot in the place of the journal.
    mutating func compact() throws(StoreError) {
        if let failure { throw failure }
        do {
            let number = journal.committed.generation + 1
            let next = try Generation.begin(
                number, view: view, schema: options.schema.version, sequence: journal.committed.sequence,
                in: directory)
            let opened = try Journal(directory, at: next.start, monotonic: options.monotonic)
            journal.close()
            journal = opened
            snapshotBytes = next.snapshotBytes
            nextAttempt = 0
            // The generation before stays, for a repair; the one before that goes.
            try directory.removeGeneration(number - 2)
            options.onEvent(.compacted(generation: number, records: view.count, bytes: snapshotBytes))
        } catch {
            guard case .full(let reason) = error else { throw fail(error) }
            nextAttempt = journal.byteCount + options.journalBytesBeforeSnapshot
            options.onEvent(.compactionPostponed(reason))
        }
    }

    /// Closes the files and lets go of the lock.
    func close() {
        journal.close()
        lock.release()
    }

    /// A snapshot is due when the journal is as large as the last snapshot, so that a record is written twice on
    /// average; never for less than `journalBytesBeforeSnapshot`, and at `journalBytes` at the latest.
    private var threshold: Int {
        max(
            min(max(snapshotBytes, options.journalBytesBeforeSnapshot), options.journalBytes),
            nextAttempt)
    }

    private mutating func write(_ commits: [[EncodedChange]]) throws(StoreError) {
        var next = view
        var changes = ChangeList()
        var text: [UInt8] = []
        for change in commits.joined() where next.apply(change) {
            text.removeAll(keepingCapacity: true)
            RecordText.append(change, to: &text)
            if !changes.isEmpty, changes.byteCount(with: text) > options.frameBytes {
                try changes.take { (payload) throws(StoreError) in try journal.append(.part, payload) }
            }
            changes.append(text)
        }
        guard !changes.isEmpty else { return }
        try changes.take { (payload) throws(StoreError) in try journal.append(.commit, payload) }
        view = next
    }

    /// Once the reserve is gone, only what may use it is written until it can be held again: so the end of a full disk
    /// is noticed when there is room to speak of.
    private mutating func requireRoom() throws(StoreError) {
        if let reason = try reserve.hold() { throw .full(reason) }
    }

    private mutating func released() throws(StoreError) -> Bool {
        do {
            return try reserve.release()
        } catch {
            throw fail(error)
        }
    }

    private mutating func fail(_ error: StoreError) -> StoreError {
        switch error {
        case .io, .damaged:
            failure = error
            options.onEvent(.failed(error))
        default: break
        }
        return error
    }

    private mutating func reportSlowSync() {
        if journal.slowestSync > StoreLimits.slowSync { options.onEvent(.syncSlow(journal.slowestSync)) }
        journal.slowestSync = .zero
    }
}
