internal import Glibc

/// A call of the file system that failed: which, on what, and why.
public struct FileError: Error, Sendable, Hashable {
    /// What was asked of the file system.
    public enum Operation: String, Sendable, Hashable {
        case makeDirectory = "mkdir"
        case list = "list"
        case status = "stat"
        case open = "open"
        case create = "creation"
        case read = "read"
        case write = "write"
        case truncate = "truncate"
        case synchronize = "fsync"
        case synchronizeData = "fdatasync"
        case synchronizeDirectory = "fsync of the directory"
        case lock = "flock"
        case close = "close"
        case rename = "rename"
        case remove = "unlink"
    }

    /// What was asked.
    public var operation: Operation
    /// On which file or directory.
    public var path: String
    /// The number of the error, as `errno` has it.
    public var code: Int32

    /// The failure of `operation` on `path` with the error number `code`.
    public init(_ operation: Operation, _ path: String, code: Int32) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    /// Whether there was no space, or no quota, left.
    public var isFull: Bool { code == ENOSPC || code == EDQUOT }

    /// Whether the file or directory is not there.
    public var isMissing: Bool { code == ENOENT }

    /// Whether the disk itself failed.
    public var isDiskFailure: Bool { code == EIO }

    /// Whether something is in the way: the name is taken, or a part of the path is no directory.
    public var isTaken: Bool { code == EEXIST }
}

extension FileError: CustomStringConvertible {
    /// `fsync of /var/lib/posyncd/journal-3.log: Input/output error`.
    public var description: String {
        "\(operation.rawValue) of \(path): \(String(cString: strerror(code)))"
    }
}
