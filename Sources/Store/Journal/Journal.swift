internal import Glibc

/// The journal of one generation, open for appending.
///
/// A frame is written and synced before the next one is begun, so that at most the last frame of the file can be torn;
/// see `FrameScan`. A commit of several frames counts when its last one is synced.
struct Journal {
    /// The position behind the last commit.
    private(set) var committed: FramePosition
    /// The position behind the last frame, which may be a part of a commit that has not ended.
    private var written: FramePosition
    /// The longest that a sync took since this was last set to nothing.
    var slowestSync = Duration.zero

    private let file: OpenFile
    private let identity: UInt64
    private let files: any FileSystem
    private let monotonic: @Sendable () -> Duration

    /// Opens the journal that was replayed, or created empty, up to `position`.
    init(
        _ directory: StateDirectory, at position: FramePosition, monotonic: @escaping @Sendable () -> Duration
    ) throws(StoreError) {
        files = directory.files
        self.monotonic = monotonic
        committed = position
        written = position
        do {
            let path = directory.path(of: StateDirectory.journalName(position.generation))
            file = try files.open(path, .append)
            identity = try files.status(path)?.identity ?? 0
        } catch {
            throw .io(error)
        }
    }

    /// Makes sure that the journal's name still is this file's: what is written to a file that was removed, or whose
    /// directory was exchanged, is written for nobody.
    func requireInPlace() throws(StoreError) {
        do throws(FileError) {
            guard try files.status(file.path)?.identity == identity else {
                throw FileError(.status, file.path, code: ENOENT)
            }
        } catch {
            throw .io(error)
        }
    }

    /// Bytes of the journal.
    var byteCount: Int { committed.offset }

    /// Writes a frame and syncs it. After `part`, either `commit` or `rollBack` follows.
    ///
    /// - Throws: `full`, after which the journal is as it was before the commit began; anything else leaves the journal
    ///   in doubt, and it is not to be used again.
    mutating func append(_ kind: FrameHeader.Kind, _ payload: [UInt8]) throws(StoreError) {
        let (bytes, _) = FrameHeader.encode(
            kind, generation: written.generation, sequence: written.sequence + 1, after: written.chain,
            payload: payload)
        // Read as it will be read: what memory or the encoder spoiled must not become durable.
        guard case .frame(let header) = FrameScan.scan(bytes.span, at: written) else {
            throw .damaged(
                Damage(
                    file: StateDirectory.journalName(written.generation), offset: written.offset,
                    reason: "a frame that was about to be written does not verify; the memory may be faulty"))
        }
        do {
            try files.appendAll(bytes.span, to: file)
        } catch {
            guard error.isFull else { throw .io(error) }
            try rollBack()
            throw .full(error)
        }
        try synchronize()
        written = written.after(header)
        if kind != .part { committed = written }
    }

    /// Takes back what was written of a commit that does not end.
    mutating func rollBack() throws(StoreError) {
        do {
            try files.truncate(file, to: committed.offset)
        } catch {
            throw .io(error)
        }
        try synchronize()
        written = committed
    }

    /// Closes the file.
    func close() {
        try? files.close(file)
    }

    /// A sync that fails is never tried again: the kernel has marked the pages clean, and the next one would succeed
    /// without having written them (Rebello et al., ATC 2020). Not even for want of space.
    private mutating func synchronize() throws(StoreError) {
        let start = monotonic()
        do {
            try files.synchronizeData(file)
        } catch {
            throw .io(error)
        }
        slowestSync = max(slowestSync, monotonic() - start)
    }
}
