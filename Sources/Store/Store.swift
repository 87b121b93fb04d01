public import Documents

/// The durable truth: named tables of JSON values, in one directory, that survive a crash at any moment.
///
/// A commit is durable when it returns, and after a crash either all of its changes are there or none. Reads see the
/// last durable commit and never wait for the disk. All file work is done by one thread of the store's own.
public final class Store: Sendable {
    /// The state directory.
    public let directory: String
    private let thread: StoreThread

    private init(_ directory: String, _ thread: StoreThread) {
        self.directory = directory
        self.thread = thread
    }

    deinit {
        thread.ask(.close(nil))
    }

    /// Opens the store of a directory for writing: creates it where it is not there, takes its lock, replays, puts an
    /// interrupted write aside, removes what was never finished, and proves that it can be written.
    ///
    /// - Throws: `cannotCreate`, `locked`, `damaged`, `tooNew`, `io`, `full`.
    public static func open(
        directory: String, fileSystem: any FileSystem = PosixFileSystem(), options: StoreOptions = StoreOptions()
    ) async throws(StoreError) -> Store {
        Store(directory, try await StoreThread.start(directory, fileSystem, options))
    }

    // MARK: Reading

    /// The tables as they are now, unchanged by what comes later.
    public var view: StoreView { thread.view }

    /// The value at `key`; `nil` where there is none.
    public func get(_ table: Table, _ key: String) -> JSONValue? {
        view.get(table, key)
    }

    /// How many records a table has.
    public func count(_ table: Table) -> Int {
        view.count(table)
    }

    /// Hands every record of a table to `body`, in bytewise order of the keys, as they are at the beginning; with a
    /// `prefix`, those whose key begins with it. `body` may use the store.
    public func forEach<Failure>(
        _ table: Table, prefix: String = "", _ body: (String, JSONValue) throws(Failure) -> Void
    ) throws(Failure) {
        try view.forEach(table, prefix: prefix, body)
    }

    /// As `forEach`, with the values as canonical JSON.
    public func forEachBytes<Failure>(
        _ table: Table, prefix: String = "", _ body: (String, [UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        try view.forEachBytes(table, prefix: prefix, body)
    }

    // MARK: Writing

    /// Makes changes durable, all of them or none; they are visible and safe when this returns. Of two changes of one
    /// key the later one counts. What changes nothing is not written.
    ///
    /// - Parameter usingReserve: whether the space held back for a full disk may be used: for the outcome of what was
    ///   sent already, and for the finding that the disk is full.
    /// - Throws: `full`, after which the same commit can be made again later; `unstorable`; `io`, after which the store
    ///   takes nothing more; `closed`.
    public func commit(_ changes: [StoreChange], usingReserve: Bool = false) async throws(StoreError) {
        var batch = StoreBatch()
        for change in changes { try batch.append(change) }
        try await commit(batch, usingReserve: usingReserve)
    }

    /// As `commit` of single changes.
    public func commit(_ batch: consuming StoreBatch, usingReserve: Bool = false) async throws(StoreError) {
        let changes = batch.changes
        guard !changes.isEmpty else { return }
        try await ask {
            .commit(StoreThread.Request(changes: changes, usesReserve: usingReserve, answer: $0))
        }
    }

    /// Replaces a file of the state directory that other programs read, as a whole; not written where it has these
    /// bytes already.
    ///
    /// - Parameter name: such as `assignments.json`; none of the store's own names.
    /// - Throws: `full`, with the file as it was; `io`; `closed`.
    public func replaceView(name: String, bytes: [UInt8]) async throws(StoreError) {
        try await replaceView(name: name, pieces: [bytes])
    }

    /// As `replaceView` of bytes, for a file that is made piece by piece; the pieces may be asked for twice.
    public func replaceView(
        name: String, pieces: some Sequence<[UInt8]> & Sendable
    ) async throws(StoreError) {
        precondition(!name.isEmpty && !name.contains("/") && !StateDirectory.isOwn(name), "not a view's name: \(name)")
        try await ask { .replaceView(name: name, pieces: pieces, $0) }
    }

    /// Writes a snapshot now, whether one is due or not.
    ///
    /// - Throws: `io`, `closed`. A full disk postpones it and is told as an event.
    public func compact() async throws(StoreError) {
        try await ask { .compact($0) }
    }

    /// Returns as soon as the store's thread has done what was asked before: a sign of life. Touches no file.
    public func ping() async {
        await withCheckedContinuation { thread.ask(.ping($0)) }
    }

    /// Finishes what was asked before, closes the files and lets go of the lock. Whatever is asked later is refused with
    /// `closed`.
    public func close() async {
        await withCheckedContinuation { thread.ask(.close($0)) }
    }

    private func ask(_ message: (StoreThread.Answer) -> StoreThread.Message) async throws(StoreError) {
        let result = await withCheckedContinuation { thread.ask(message($0)) }
        try result.get()
    }
}
