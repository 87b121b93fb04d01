import Store

/// A disk with its cache, as a value: what programs see, what would be left without power, and what lies between.
struct DiskState: Sendable {
    /// A file's bytes, apart from its names.
    struct File: Sendable, Hashable {
        /// What programs read.
        var content: [UInt8] = []
        /// What is on the platter for certain.
        var durable: [UInt8] = []
    }

    /// A change that is in the cache only.
    struct Pending: Sendable, Hashable {
        var change: Change
        /// A sync of it has failed: it will never be written by a later one, though programs still see it.
        var isLost = false
    }

    /// One change of a file's bytes or of a directory's names.
    enum Change: Sendable, Hashable {
        case write(file: UInt64, offset: Int, bytes: [UInt8])
        case truncate(file: UInt64, size: Int)
        case link(path: String, file: UInt64)
        case unlink(path: String)
        case rename(path: String, newPath: String, file: UInt64)
        case makeDirectory(path: String)
    }

    /// An open file.
    struct Opened: Sendable, Hashable {
        var file: UInt64
        var path: String
        var canWrite: Bool
        var holdsLock = false
    }

    var files: [UInt64: File] = [:]
    /// The names as programs see them.
    var names: [String: UInt64] = [:]
    var directories: Set<String> = ["/"]
    /// The names that are on the platter for certain.
    var durableNames: [String: UInt64] = [:]
    var durableDirectories: Set<String> = ["/"]
    /// What is in the cache only, in the order it was done.
    var pending: [Pending] = []
    var opened: [Int32: Opened] = [:]
    var nextDescriptor: Int32 = 3
    var nextFile: UInt64 = 1
    /// Counts what changed the disk or its cache.
    var version = 0
    /// Bytes that fit on the disk.
    var capacity: Int?

    /// Bytes on the disk, of files that have a name or are open.
    var used: Int {
        let present = Set(names.values).union(opened.values.map(\.file))
        return present.reduce(0) { $0 + (files[$1]?.content.count ?? 0) }
    }

    /// Does a change where programs see it.
    mutating func perform(_ change: Change) {
        Self.apply(change, &names, &directories)
        if let file = change.file { Self.apply(change, to: &files[file, default: File()].content) }
        pending.append(Pending(change: change))
        version += 1
    }

    /// Makes a file's bytes durable: all that was done to it but what an earlier sync has lost.
    mutating func makeDurable(file: UInt64) {
        for entry in pending where entry.change.file == file && !entry.isLost {
            Self.apply(entry.change, to: &files[file, default: File()].durable)
        }
        pending.removeAll { $0.change.file == file && !$0.isLost }
        version += 1
    }

    /// A sync that fails: the cache counts the pages as clean from now on.
    mutating func lose(file: UInt64) {
        for index in pending.indices where pending[index].change.file == file { pending[index].isLost = true }
        version += 1
    }

    /// Makes a directory's names durable.
    mutating func makeDurable(directory: String) {
        for entry in pending where entry.change.directory == directory {
            Self.apply(entry.change, &durableNames, &durableDirectories)
        }
        pending.removeAll { $0.change.directory == directory }
        version += 1
        forgetNameless()
    }

    /// Lets go of files that nothing leads to any more: a year replaces tens of thousands.
    private mutating func forgetNameless() {
        guard files.count > 2 * (names.count + opened.count) + 8 else { return }
        var reachable = Set(names.values).union(durableNames.values).union(opened.values.map(\.file))
        for entry in pending {
            switch entry.change {
            case .write(let file, _, _), .truncate(let file, _), .link(_, let file), .rename(_, _, let file):
                reachable.insert(file)
            case .unlink, .makeDirectory: break
            }
        }
        files = files.filter { reachable.contains($0.key) }
    }

    /// Does a change to a file's bytes.
    static func apply(_ change: Change, to bytes: inout [UInt8]) {
        switch change {
        case .write(_, let offset, let new):
            if bytes.count < offset + new.count {
                bytes.append(contentsOf: repeatElement(0, count: offset + new.count - bytes.count))
            }
            bytes.replaceSubrange(offset..<offset + new.count, with: new)
        case .truncate(_, let size):
            if bytes.count > size { bytes.removeSubrange(size...) }
        default: break
        }
    }

    /// Does a change to names; one in a directory that is not there is without effect.
    static func apply(_ change: Change, _ names: inout [String: UInt64], _ directories: inout Set<String>) {
        guard let directory = change.directory, directories.contains(directory) else { return }
        switch change {
        case .link(let path, let file): names[path] = file
        case .unlink(let path): names[path] = nil
        case .rename(let path, let newPath, let file):
            names[path] = nil
            names[newPath] = file
        case .makeDirectory(let path): directories.insert(path)
        case .write, .truncate: break
        }
    }
}

extension DiskState.Change {
    /// The file whose bytes it changes.
    var file: UInt64? {
        switch self {
        case .write(let file, _, _), .truncate(let file, _): file
        default: nil
        }
    }

    /// The directory whose names it changes.
    var directory: String? {
        switch self {
        case .link(let path, _), .unlink(let path), .rename(let path, _, _), .makeDirectory(let path):
            DiskState.parent(of: path)
        default: nil
        }
    }
}

extension DiskState {
    /// The directory that a path is in.
    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }
}
