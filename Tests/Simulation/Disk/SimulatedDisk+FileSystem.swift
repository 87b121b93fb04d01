import Glibc
public import Store

extension SimulatedDisk {
    public func makeDirectory(_ path: String, permissions: UInt32) throws(FileError) {
        try call(.makeDirectory, path) { (state) throws(FileError) in
            try state.requireParent(of: path, .makeDirectory)
            guard state.names[path] == nil, !state.directories.contains(path) else {
                throw FileError(.makeDirectory, path, code: EEXIST)
            }
            state.perform(.makeDirectory(path: path))
        }
    }

    public func list(_ directory: String) throws(FileError) -> [String] {
        try call(.list, directory) { (state) throws(FileError) in
            try state.requireDirectory(directory, .list)
            let paths = Array(state.names.keys) + Array(state.directories)
            let inside = paths.filter { $0 != "/" && DiskState.parent(of: $0) == directory }
            return inside.map { String($0.dropFirst(directory == "/" ? 1 : directory.count + 1)) }
        }
    }

    public func status(_ path: String) throws(FileError) -> FileStatus? {
        try call(.status, path) { (state) throws(FileError) in
            if state.directories.contains(path) { return FileStatus(size: 0, isDirectory: true, identity: 0) }
            guard let file = state.names[path] else {
                if state.names[DiskState.parent(of: path)] != nil { throw FileError(.status, path, code: ENOTDIR) }
                return nil
            }
            return FileStatus(size: state.files[file]?.content.count ?? 0, isDirectory: false, identity: file)
        }
    }

    public func open(_ path: String, _ access: FileAccess) throws(FileError) -> OpenFile {
        try call(access.operation, path) { (state) throws(FileError) in
            try state.requireParent(of: path, access.operation)
            if state.directories.contains(path) {
                throw FileError(access.operation, path, code: access == .create ? EEXIST : EISDIR)
            }
            let isThere = state.names[path] != nil
            if isThere, access == .create { throw FileError(access.operation, path, code: EEXIST) }
            if !isThere {
                guard access == .create || access == .createOrOpen else {
                    throw FileError(access.operation, path, code: ENOENT)
                }
                state.files[state.nextFile] = DiskState.File()
                state.perform(.link(path: path, file: state.nextFile))
                state.nextFile += 1
            }
            let descriptor = state.nextDescriptor
            state.nextDescriptor += 1
            state.opened[descriptor] = DiskState.Opened(
                file: state.names[path] ?? 0, path: path, canWrite: access != .read)
            return OpenFile(number: descriptor, path: path)
        }
    }

    public func read(_ file: OpenFile, at offset: Int, count: Int) throws(FileError) -> [UInt8] {
        var bytes = try call(.read, file.path) { (state) throws(FileError) in
            let opened = try state.require(file, .read)
            return Array((state.files[opened.file]?.content ?? []).dropFirst(offset).prefix(count))
        }
        if !bytes.isEmpty, isCorrupted(file.path) { bytes[bytes.count / 2] ^= 1 }
        return bytes
    }

    public func append(_ bytes: Span<UInt8>, to file: OpenFile) throws(FileError) -> Int {
        let bytes = bytes.withUnsafeBufferPointer { Array($0) }
        return try call(.write, file.path) { (state) throws(FileError) in
            let opened = try state.require(file, .write, writing: true)
            let room = state.capacity.map { max(0, $0 - state.used) } ?? bytes.count
            guard room > 0 || bytes.isEmpty else { throw FileError(.write, file.path, code: ENOSPC) }
            let part = Array(bytes.prefix(room))
            let size = state.files[opened.file]?.content.count ?? 0
            if !part.isEmpty { state.perform(.write(file: opened.file, offset: size, bytes: part)) }
            return part.count
        }
    }

    public func truncate(_ file: OpenFile, to size: Int) throws(FileError) {
        try call(.truncate, file.path) { (state) throws(FileError) in
            let opened = try state.require(file, .truncate, writing: true)
            state.perform(.truncate(file: opened.file, size: size))
        }
    }

    public func synchronizeData(_ file: OpenFile) throws(FileError) {
        try synchronize(file, .synchronizeData)
    }

    public func synchronize(_ file: OpenFile) throws(FileError) {
        try synchronize(file, .synchronize)
    }

    private func synchronize(_ file: OpenFile, _ operation: FileError.Operation) throws(FileError) {
        try call(
            operation, file.path,
            onFault: { state in
                if let opened = state.opened[file.number] { state.lose(file: opened.file) }
            },
            { (state) throws(FileError) in
                let opened = try state.require(file, operation)
                state.makeDurable(file: opened.file)
            })
    }

    public func synchronizeDirectory(_ path: String) throws(FileError) {
        try call(.synchronizeDirectory, path) { (state) throws(FileError) in
            try state.requireDirectory(path, .synchronizeDirectory)
            state.makeDurable(directory: path)
        }
    }

    public func lock(_ file: OpenFile) throws(FileError) -> Bool {
        try call(.lock, file.path) { (state) throws(FileError) in
            let opened = try state.require(file, .lock)
            let isTaken = state.opened.contains { number, other in
                number != file.number && other.file == opened.file && other.holdsLock
            }
            if !isTaken { state.opened[file.number]?.holdsLock = true }
            return !isTaken
        }
    }

    public func close(_ file: OpenFile) throws(FileError) {
        try call(
            .close, file.path, onFault: { $0.opened[file.number] = nil },
            { (state) throws(FileError) in
                _ = try state.require(file, .close)
                state.opened[file.number] = nil
            })
    }

    public func rename(_ path: String, to newPath: String) throws(FileError) {
        try call(.rename, path) { (state) throws(FileError) in
            try state.requireParent(of: newPath, .rename)
            guard let file = state.names[path] else { throw FileError(.rename, path, code: ENOENT) }
            guard !state.directories.contains(newPath) else { throw FileError(.rename, path, code: EISDIR) }
            if path != newPath { state.perform(.rename(path: path, newPath: newPath, file: file)) }
        }
    }

    public func remove(_ path: String) throws(FileError) {
        try call(.remove, path) { (state) throws(FileError) in
            if state.directories.contains(path) { throw FileError(.remove, path, code: EISDIR) }
            guard state.names[path] != nil else { throw FileError(.remove, path, code: ENOENT) }
            state.perform(.unlink(path: path))
        }
    }
}

extension DiskState {
    func require(
        _ file: OpenFile, _ operation: FileError.Operation, writing: Bool = false
    ) throws(FileError) -> Opened {
        guard let found = opened[file.number], !writing || found.canWrite else {
            throw FileError(operation, file.path, code: EBADF)
        }
        return found
    }

    func requireDirectory(_ path: String, _ operation: FileError.Operation) throws(FileError) {
        guard !directories.contains(path) else { return }
        throw FileError(operation, path, code: names[path] == nil ? ENOENT : ENOTDIR)
    }

    func requireParent(of path: String, _ operation: FileError.Operation) throws(FileError) {
        let parent = Self.parent(of: path)
        guard !directories.contains(parent) else { return }
        throw FileError(operation, path, code: names[parent] == nil ? ENOENT : ENOTDIR)
    }
}
