internal import Glibc

/// The file system of the host, by the POSIX calls themselves: Foundation's atomic write syncs no directory, and
/// swift-system has neither `fsync` nor `rename` nor `flock`.
public struct PosixFileSystem: FileSystem {
    /// The file system of the host.
    public init() {}

    public func makeDirectory(_ path: String, permissions: UInt32) throws(FileError) {
        guard mkdir(path, mode_t(permissions)) == 0 else { throw FileError(.makeDirectory, path, code: errno) }
    }

    public func list(_ directory: String) throws(FileError) -> [String] {
        let number = again { Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard number >= 0 else { throw FileError(.list, directory, code: errno) }
        guard let stream = fdopendir(number) else {
            defer { _ = Glibc.close(number) }
            throw FileError(.list, directory, code: errno)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            // The end and a failure look the same but for errno.
            errno = 0
            guard let entry = readdir(stream) else {
                guard errno == 0 else { throw FileError(.list, directory, code: errno) }
                return names
            }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in
                String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
    }

    public func status(_ path: String) throws(FileError) -> FileStatus? {
        var found = stat()
        guard lstat(path, &found) == 0 else {
            if errno == ENOENT { return nil }
            throw FileError(.status, path, code: errno)
        }
        return FileStatus(
            size: Int(found.st_size), isDirectory: found.st_mode & S_IFMT == S_IFDIR, identity: UInt64(found.st_ino))
    }

    public func open(_ path: String, _ access: FileAccess) throws(FileError) -> OpenFile {
        let flags =
            switch access {
            case .read: O_RDONLY
            case .append: O_WRONLY | O_APPEND
            case .create: O_WRONLY | O_APPEND | O_CREAT | O_EXCL
            case .createOrOpen: O_RDWR | O_APPEND | O_CREAT
            }
        let number = again { Glibc.open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600) }
        guard number >= 0 else { throw FileError(access.operation, path, code: errno) }
        return OpenFile(number: number, path: path)
    }

    public func read(_ file: OpenFile, at offset: Int, count: Int) throws(FileError) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let target = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
                let got = again { pread(file.number, target.baseAddress, target.count, off_t(offset + filled)) }
                guard got > 0 else {
                    failure = got < 0 ? errno : 0
                    return
                }
                filled += got
            }
        }
        guard failure == 0 else { throw FileError(.read, file.path, code: failure) }
        return bytes
    }

    public func append(_ bytes: Span<UInt8>, to file: OpenFile) throws(FileError) -> Int {
        let written = bytes.withUnsafeBufferPointer { buffer in
            again { Glibc.write(file.number, buffer.baseAddress, buffer.count) }
        }
        guard written > 0 || bytes.isEmpty else {
            throw FileError(.write, file.path, code: written < 0 ? errno : EIO)
        }
        return written
    }

    public func truncate(_ file: OpenFile, to size: Int) throws(FileError) {
        guard again({ ftruncate(file.number, off_t(size)) }) == 0 else {
            throw FileError(.truncate, file.path, code: errno)
        }
    }

    public func synchronizeData(_ file: OpenFile) throws(FileError) {
        guard fdatasync(file.number) == 0 else { throw FileError(.synchronizeData, file.path, code: errno) }
    }

    public func synchronize(_ file: OpenFile) throws(FileError) {
        guard fsync(file.number) == 0 else { throw FileError(.synchronize, file.path, code: errno) }
    }

    public func synchronizeDirectory(_ path: String) throws(FileError) {
        let number = again { Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard number >= 0 else { throw FileError(.synchronizeDirectory, path, code: errno) }
        defer { _ = Glibc.close(number) }
        guard fsync(number) == 0 else { throw FileError(.synchronizeDirectory, path, code: errno) }
    }

    public func lock(_ file: OpenFile) throws(FileError) -> Bool {
        if again({ flock(file.number, LOCK_EX | LOCK_NB) }) == 0 { return true }
        if errno == EWOULDBLOCK { return false }
        throw FileError(.lock, file.path, code: errno)
    }

    public func close(_ file: OpenFile) throws(FileError) {
        // A process of ours that has not begun its program yet still has the file: the lock goes now, not with the last
        // descriptor.
        _ = flock(file.number, LOCK_UN)
        // Linux has closed the descriptor whatever it answers; EINTR says nothing about the bytes.
        guard Glibc.close(file.number) == 0 || errno == EINTR else {
            throw FileError(.close, file.path, code: errno)
        }
    }

    public func rename(_ path: String, to newPath: String) throws(FileError) {
        guard Glibc.rename(path, newPath) == 0 else { throw FileError(.rename, path, code: errno) }
    }

    public func remove(_ path: String) throws(FileError) {
        guard unlink(path) == 0 else { throw FileError(.remove, path, code: errno) }
    }

    /// Calls again for as long as a signal interrupts. Not for syncs: what an interrupted sync did is unknown.
    private func again<Result: SignedInteger>(_ call: () -> Result) -> Result {
        while true {
            let result = call()
            if result != -1 || errno != EINTR { return result }
        }
    }
}
