internal import Dispatch
internal import Glibc

/// A folder of this machine.
///
/// Files are opened within the open folder and never through a link, so that what is checked is what is read. libcurl's
/// `file:` would follow links, and neither lists, moves nor deletes.
public struct LocalFolder: Folder {
    private let path: String

    public var address: String { "file://\(path)" }

    /// The folder at an absolute path.
    public init(path: String) {
        self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    public func subfolder(_ name: String) -> any Folder { LocalFolder(path: "\(path)/\(name)") }

    public func list() async throws(TransportError) -> [FolderFile] {
        try await onFolder { (folder, path) throws(TransportError) in try Self.list(folder, path) }
    }

    public func read(_ file: FolderFile, limit: Int) async throws(TransportError) -> [UInt8] {
        try await onFolder { (folder, path) throws(TransportError) in
            try Self.read(file, limit, folder, "\(path)/\(file.name)")
        }
    }

    public func move(_ file: FolderFile, into subfolder: String) async throws(TransportError) -> String {
        try await onFolder { (folder, path) throws(TransportError) in
            try Self.move(file, subfolder, folder, path)
        }
    }

    public func remove(_ file: FolderFile) async throws(TransportError) {
        try await onFolder { (folder, path) throws(TransportError) in
            guard unlinkat(folder, file.name, 0) == 0 else {
                throw Self.error(errno, "\(path)/\(file.name)", "deleted")
            }
        }
    }

    // MARK: - On a thread that may block

    /// Calls `body` with the open folder, off the cooperative pool.
    private func onFolder<Value: Sendable>(
        _ body: @escaping @Sendable (Int32, String) throws(TransportError) -> Value
    ) async throws(TransportError) -> Value {
        let path = path
        let result = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: Self.opened(path, body))
            }
        }
        return try result.get()
    }

    private static func opened<Value>(
        _ path: String, _ body: (Int32, String) throws(TransportError) -> Value
    ) -> Result<Value, TransportError> {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return .failure(error(errno, path, "opened")) }
        defer { close(folder) }
        do throws(TransportError) {
            return .success(try body(folder, path))
        } catch {
            return .failure(error)
        }
    }

    private static func list(_ folder: Int32, _ path: String) throws(TransportError) -> [FolderFile] {
        // The stream closes its descriptor, and a fresh one begins at the beginning.
        let own = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard own >= 0, let stream = fdopendir(own) else { throw error(errno, path, "listed") }
        defer { closedir(stream) }
        var files: [FolderFile] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                guard errno == 0 else { throw error(errno, path, "listed") }
                return files
            }
            var status = stat()
            let (name, isPlain, isThere) = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { bytes in
                    let name = String(validatingCString: bytes)
                    let isThere = fstatat(folder, bytes, &status, AT_SYMLINK_NOFOLLOW) == 0
                    return (name ?? String(cString: bytes), name.map(FolderFile.isPlain) ?? false, isThere)
                }
            }
            guard FolderFile.isName(name), isThere, isRegular(status) else { continue }
            guard files.count < FolderLimits.files else {
                throw .tooLarge("\(path) has more than \(FolderLimits.files) files: put away what was read")
            }
            var file = file(name, status)
            file.hasPlainName = isPlain
            files.append(file)
        }
    }

    private static func isRegular(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFREG }

    private static func file(_ name: String, _ status: stat) -> FolderFile {
        let time = status.st_mtim
        return FolderFile(
            name: name, size: Int(status.st_size), stamp: "\(time.tv_sec).\(time.tv_nsec)",
            modified: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000, settling: .byAge)
    }

    private static func read(
        _ file: FolderFile, _ limit: Int, _ folder: Int32, _ path: String
    ) throws(TransportError) -> [UInt8] {
        let descriptor = openat(folder, file.name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw error(errno, path, "read") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw error(errno, path, "read") }
        guard isRegular(status) else { throw .refused("\(path) is no regular file") }
        guard status.st_size <= limit else {
            throw .tooLarge("\(path) has \(status.st_size) bytes; \(limit) are borne")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(status.st_size))
        while bytes.count <= limit {
            var code = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 18) { buffer, count in
                code = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                count = max(0, code)
            }
            if code < 0, errno == EINTR { continue }
            guard code >= 0 else { throw error(errno, path, "read") }
            if chunk.isEmpty { break }
            bytes += chunk
        }
        var after = stat()
        guard fstat(descriptor, &after) == 0 else { throw error(errno, path, "read") }
        guard bytes.count == file.size, self.file(file.name, after) == file else {
            throw .interrupted("\(path) was written to while it was read")
        }
        return bytes
    }

    private static func move(
        _ file: FolderFile, _ subfolder: String, _ folder: Int32, _ path: String
    ) throws(TransportError) -> String {
        let target = "\(path)/\(subfolder)"
        try make(subfolder, in: folder, target)
        let there = openat(folder, subfolder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        // What is not there is the archive, not the file.
        guard there >= 0 else {
            throw .refused("\(target) is no folder to move files to: \(String(cString: strerror(errno)))")
        }
        defer { close(there) }
        for number in 0..<1000 {
            let name = number == 0 ? file.name : file.renamed(number)
            // A link is made only where there is nothing; a rename would put itself in the place of what is there.
            if linkat(folder, file.name, there, name, 0) == 0 {
                guard unlinkat(folder, file.name, 0) == 0 else { throw error(errno, "\(path)/\(file.name)", "moved") }
                return name
            }
            if errno == EEXIST { continue }
            guard errno == EPERM || errno == ENOTSUP || errno == EMLINK else {
                throw error(errno, "\(path)/\(file.name)", "moved to \(target)")
            }
            // The file system knows no links.
            var status = stat()
            if fstatat(there, name, &status, AT_SYMLINK_NOFOLLOW) == 0 { continue }
            guard renameat(folder, file.name, there, name) == 0 else {
                throw error(errno, "\(path)/\(file.name)", "moved to \(target)")
            }
            return name
        }
        throw .failed("\(target) has a thousand files called like \(file.name)")
    }

    /// Makes a folder and those above it.
    private static func make(_ subfolder: String, in folder: Int32, _ path: String) throws(TransportError) {
        let parts = subfolder.split(separator: "/")
        for count in parts.indices {
            let part = parts[...count].joined(separator: "/")
            guard mkdirat(folder, part, 0o750) == 0 || errno == EEXIST else {
                if errno == ENOTDIR { throw .refused("\(path) cannot be made: there is a file in its way") }
                throw error(errno, path, "made")
            }
        }
    }

    private static func error(_ code: Int32, _ path: String, _ verb: String) -> TransportError {
        let said = "\(path) cannot be \(verb): \(String(cString: strerror(code)))"
        switch code {
        case ENOENT, ENOTDIR: return .notFound(said)
        case EACCES, EPERM, EROFS: return .denied(said)
        case ELOOP: return .refused("\(path) is a link")
        case EXDEV: return .refused("\(said): the archive has to be in the same file system")
        default: return .failed(said)
        }
    }
}
