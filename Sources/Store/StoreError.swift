/// Why the store cannot do what it was asked.
public enum StoreError: Error, Sendable, Hashable {
    /// The state directory is not there and cannot be created, or is none.
    case cannotCreate(directory: String, reason: String)
    /// Another process holds the state directory's lock; `holder` is its process id, where it could be read.
    case locked(directory: String, holder: Int?)
    /// The store is damaged in a way that no interrupted write explains. Nothing was changed.
    case damaged(Damage)
    /// The store was written by a newer version of this program. Nothing was changed.
    case tooNew(file: String, schema: Int, known: Int)
    /// The disk failed. What was not acknowledged may or may not be there; the store takes nothing more until it is
    /// opened again.
    case io(FileError)
    /// The disk is full. Nothing is torn, nothing of this commit is there, and it can be made again later.
    case full(FileError)
    /// A record is too long, its key is, or its value cannot be read back.
    case unstorable(table: Table, key: String, reason: String)
    /// A record is whole, but makes no sense: a mistake of this program or of a hand that changed the store.
    case inconsistent(table: Table, key: String, reason: String)
    /// The store is closed.
    case closed
}

/// Where a file of the store is damaged.
public struct Damage: Sendable, Hashable {
    /// The file's name in the state directory.
    public var file: String
    /// The byte at which the damaged part begins.
    public var offset: Int
    /// What is wrong with it.
    public var reason: String

    /// The damage of `file` at `offset`.
    public init(file: String, offset: Int, reason: String) {
        self.file = file
        self.offset = offset
        self.reason = reason
    }
}

extension Damage: CustomStringConvertible {
    /// `journal-3.log at byte 4711: the checksum does not match`.
    public var description: String { "\(file) at byte \(offset): \(reason)" }
}

extension StoreError: CustomStringConvertible {
    /// What happened, and what to do.
    public var description: String {
        switch self {
        case .cannotCreate(let directory, let reason):
            "the state directory \(directory) cannot be created or written: \(reason)"
        case .locked(let directory, let holder):
            "the state directory \(directory) is in use by another posyncd"
                + (holder.map { " (process \($0))" } ?? "")
        case .damaged(let damage):
            """
            the store is damaged: \(damage). Nothing was changed. `posyncd store verify` lists the damage, \
            `posyncd store repair` puts the damaged part aside and says what is lost
            """
        case .tooNew(let file, let schema, let known):
            """
            \(file) was written by a newer posyncd (schema \(schema), this one knows \(known)). Nothing was changed; \
            install that version again
            """
        case .io(let error):
            "\(error). The store takes nothing more until posyncd is started again"
        case .full(let error):
            "the disk is full: \(error). Nothing was lost; make room in the state directory's file system"
        case .unstorable(let table, let key, let reason):
            "the record \(key) of \(table.rawValue) cannot be stored: \(reason)"
        case .inconsistent(let table, let key, let reason):
            "the record \(key) of \(table.rawValue) makes no sense: \(reason)"
        case .closed:
            "the store is closed"
        }
    }
}

extension StoreError {
    /// What a failed call of the file system means for the store.
    init(_ error: FileError) {
        self = error.isFull ? .full(error) : .io(error)
    }
}
