internal import Glibc

/// How a store is opened.
public struct StoreOptions: Sendable {
    /// Told of every event, on the store's thread; it must not wait for the store.
    public var onEvent: @Sendable (StoreEvent) -> Void
    /// Time since an arbitrary moment, for slow syncs.
    public var monotonic: @Sendable () -> Duration
    /// The process id that is written into the lock file, for messages.
    public var process: Int
    /// Bytes of journal below which no snapshot is written.
    public var journalBytesBeforeSnapshot: Int
    /// Bytes of journal at which a snapshot is written however large the last one was.
    public var journalBytes: Int
    /// Bytes of payload at which a commit is written as several frames; at most `StoreLimits.frameBytes`.
    public var frameBytes: Int
    /// Bytes that are held back for a full disk; 0 for none.
    public var reserveBytes: Int
    /// The schema that this program writes, and how older ones become it.
    public var schema: Schema
    /// Whether all file work is done by whoever asks for it instead of a thread of the store's own: for simulations, which
    /// replay to the same order of events.
    package var isThreadless = false

    /// The usual options; this process' id unless said otherwise.
    public init(
        onEvent: @escaping @Sendable (StoreEvent) -> Void = { _ in },
        monotonic: @escaping @Sendable () -> Duration = { .zero },
        process: Int? = nil,
        journalBytesBeforeSnapshot: Int = StoreLimits.journalBytesBeforeSnapshot,
        journalBytes: Int = StoreLimits.journalBytes,
        frameBytes: Int = StoreLimits.frameBytes,
        reserveBytes: Int = StoreLimits.reserveBytes,
        schema: Schema = .current
    ) {
        self.onEvent = onEvent
        self.monotonic = monotonic
        self.process = process ?? Int(getpid())
        self.journalBytesBeforeSnapshot = journalBytesBeforeSnapshot
        self.journalBytes = journalBytes
        self.frameBytes = min(frameBytes, StoreLimits.frameBytes)
        self.reserveBytes = reserveBytes
        self.schema = schema
    }
}

/// The meaning of tables, keys and values, by a number that counts up.
public struct Schema: Sendable {
    /// The number of this schema.
    public var version: Int
    /// For each older schema, how it becomes the next one: a pure function from the tables to what is to be changed.
    public var migrations: [Int: @Sendable (StoreView) -> [StoreChange]]

    /// The schema `version`, reached by `migrations`.
    public init(version: Int, migrations: [Int: @Sendable (StoreView) -> [StoreChange]]) {
        self.version = version
        self.migrations = migrations
    }

    /// The schema of this program.
    public static let current = Schema(version: 1, migrations: [:])

    /// Brings tables of the schema `version` up to this one.
    func migrate(_ view: StoreView, from version: Int) throws(StoreError) -> StoreView {
        var view = view
        for step in version..<max(version, self.version) {
            for change in migrations[step]?(view) ?? [] {
                _ = view.apply(try EncodedChange(change))
            }
        }
        return view
    }
}
