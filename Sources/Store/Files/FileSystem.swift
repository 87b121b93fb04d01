/// The seam to files: the few calls that a store which survives a power loss is made of.
///
/// `PosixFileSystem` is the real one, the simulation has a disk that forgets what was not synced. Both pass one
/// conformance suite. Every call blocks; none is made on Swift's cooperative pool. A file is only ever appended to,
/// cut off at its end, or replaced by another one under its name: nothing is written in its middle.
public protocol FileSystem: Sendable {
    /// Creates one directory, its parent being there. The C function is `mkdir`.
    func makeDirectory(_ path: String, permissions: UInt32) throws(FileError)
    /// The names in a directory, without `.` and `..`, in no order. The C function is `readdir`.
    func list(_ directory: String) throws(FileError) -> [String]
    /// What a path names; `nil` where there is nothing. The C function is `lstat`.
    func status(_ path: String) throws(FileError) -> FileStatus?
    /// Opens a file; the descriptor is not inherited by other programs. The C function is `open`.
    func open(_ path: String, _ access: FileAccess) throws(FileError) -> OpenFile
    /// Reads up to `count` bytes from `offset` on; fewer only at the end of the file. The C function is `pread`.
    func read(_ file: OpenFile, at offset: Int, count: Int) throws(FileError) -> [UInt8]
    /// Writes at the end of the file and says how many bytes went in, which may be fewer than there are: a disk that
    /// fills up takes a part first. The C function is `write`.
    func append(_ bytes: Span<UInt8>, to file: OpenFile) throws(FileError) -> Int
    /// Cuts the file off after `size` bytes. The C function is `ftruncate`.
    func truncate(_ file: OpenFile, to size: Int) throws(FileError)
    /// Makes the file's bytes and its size durable. After a failure nothing is known of the bytes, and a second call
    /// that succeeds proves nothing. The C function is `fdatasync`.
    func synchronizeData(_ file: OpenFile) throws(FileError)
    /// Makes the file durable, all of its metadata too. As with `synchronizeData`, never to be tried again. The C
    /// function is `fsync`.
    func synchronize(_ file: OpenFile) throws(FileError)
    /// Makes the names in a directory durable: what was created, renamed or removed in it. The C functions are `open`
    /// and `fsync`.
    func synchronizeDirectory(_ path: String) throws(FileError)
    /// Takes the file's lock for as long as it is open; `false` where another process or handle has it. The C function
    /// is `flock` with `LOCK_EX | LOCK_NB`.
    func lock(_ file: OpenFile) throws(FileError) -> Bool
    /// Closes the file, also where it throws. The C function is `close`.
    func close(_ file: OpenFile) throws(FileError)
    /// Puts a file under another name of the same file system, in the place of the one that has it. The C function is
    /// `rename`.
    func rename(_ path: String, to newPath: String) throws(FileError)
    /// Removes the name of a file. The C function is `unlink`.
    func remove(_ path: String) throws(FileError)
}

/// How a file is opened.
public enum FileAccess: Sendable, Hashable {
    /// To read one that is there.
    case read
    /// To append to one that is there.
    case append
    /// To append to a new one, readable by its owner alone; fails where the name is taken.
    case create
    /// To read and append to one that is created where it is not there.
    case createOrOpen

    /// What a failure to open a file in this way is called.
    public var operation: FileError.Operation {
        switch self {
        case .read, .append: .open
        case .create, .createOrOpen: .create
        }
    }
}

/// An open file, to be closed by whoever opened it.
public struct OpenFile: Sendable, Hashable {
    /// The descriptor's number.
    public let number: Int32
    /// The path it was opened by, for messages.
    public let path: String

    /// The open file with this descriptor.
    public init(number: Int32, path: String) {
        self.number = number
        self.path = path
    }
}

/// What a path names.
public struct FileStatus: Sendable, Hashable {
    /// Bytes in the file.
    public var size: Int
    /// Whether it is a directory.
    public var isDirectory: Bool
    /// The inode: two names with the same inode are the same file.
    public var identity: UInt64

    /// A file or directory of this size.
    public init(size: Int, isDirectory: Bool, identity: UInt64) {
        self.size = size
        self.isDirectory = isDirectory
        self.identity = identity
    }
}

extension FileSystem {
    /// Appends all of `bytes`, however many calls it takes.
    func appendAll(_ bytes: Span<UInt8>, to file: OpenFile) throws(FileError) {
        var done = 0
        while done < bytes.count {
            done += try append(bytes.extracting(done..<bytes.count), to: file)
        }
    }

    /// The whole of a file, read by its open handle.
    func contents(of path: String) throws(FileError) -> [UInt8] {
        let file = try open(path, .read)
        var bytes: [UInt8] = []
        do throws(FileError) {
            while true {
                let part = try read(file, at: bytes.count, count: 1 << 20)
                bytes += part
                if part.count < 1 << 20 { break }
            }
        } catch {
            try? close(file)
            throw error
        }
        try close(file)
        return bytes
    }
}
