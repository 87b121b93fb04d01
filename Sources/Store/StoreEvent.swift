/// What the store tells while it works, for the log.
public enum StoreEvent: Sendable, Hashable {
    /// A snapshot of `records` took the place of the journal.
    case compacted(generation: Int, records: Int, bytes: Int)
    /// A snapshot was due and could not be written, the disk being full; it is tried again later.
    case compactionPostponed(FileError)
    /// A sync took longer than `StoreLimits.slowSync`.
    case syncSlow(Duration)
    /// The disk is full: a commit was refused, or made with the reserve.
    case full(FileError)
    /// A commit went through again after the disk was full.
    case roomAgain
    /// The store takes nothing more.
    case failed(StoreError)
    /// The end of a journal was an interrupted write, never acknowledged; it was put aside.
    case tailPutAside(file: String, offset: Int, bytes: Int, quarantine: String?)
}
