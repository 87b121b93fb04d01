/// How much the store bears, and why.
public enum StoreLimits {
    /// Bytes in a frame's payload: small enough to be read in one go and to be shown, large enough that a cycle's
    /// decisions are a few frames.
    public static let frameBytes = 1 << 20
    /// Bytes in a key, as UTF-8: keys are built of identifiers, and a page of memory holds some.
    public static let keyBytes = 1024
    /// Bytes in one value: it must fit in a frame, with room for its key, escaped, and what is around it.
    public static let recordBytes = frameBytes - 8192
    /// Bytes of journal at which a snapshot is due even where the last one is larger: the bound on what a start has to
    /// replay.
    public static let journalBytes = 16 << 20
    /// Bytes of journal below which no snapshot is worth its two syncs.
    public static let journalBytesBeforeSnapshot = 1 << 20
    /// Bytes read from, or written to, a file at a time.
    public static let chunkBytes = 256 << 10
    /// Bytes in the reserve file: room for a handful of frames on a full disk.
    public static let reserveBytes = 64 << 10
    /// Torn tails kept in quarantine; each holds nothing that was acknowledged, so that the oldest may go.
    public static let quarantinedTails = 32
    /// How often a reader beside a running writer starts over before it believes that a file is damaged.
    public static let readerAttempts = 20
    /// How long a sync may take before it is said aloud (the threshold of etcd).
    public static let slowSync = Duration.seconds(1)
}
