import Glibc
import Store

/// Files in memory, to be read alone.
struct MemoryFiles: FileSystem {
    /// What is in each file, by its path.
    let contents: [String: [UInt8]]

    func open(_ path: String, _ access: FileAccess) throws(FileError) -> OpenFile {
        guard contents[path] != nil else { throw FileError(.open, path, code: ENOENT) }
        return OpenFile(number: 3, path: path)
    }

    func read(_ file: OpenFile, at offset: Int, count: Int) throws(FileError) -> [UInt8] {
        let bytes = contents[file.path] ?? []
        return Array(bytes.dropFirst(offset).prefix(count))
    }

    func list(_ directory: String) throws(FileError) -> [String] {
        contents.keys.compactMap { $0.hasPrefix("\(directory)/") ? String($0.dropFirst(directory.count + 1)) : nil }
    }

    func status(_ path: String) throws(FileError) -> FileStatus? {
        contents[path].map { FileStatus(size: $0.count, isDirectory: false, identity: 1) }
    }

    func close(_ file: OpenFile) throws(FileError) {}

    // MARK: - What changes something

    private func readOnly(_ operation: FileError.Operation, _ path: String) -> FileError {
        FileError(operation, path, code: EROFS)
    }

    func makeDirectory(_ path: String, permissions: UInt32) throws(FileError) { throw readOnly(.makeDirectory, path) }
    func append(_ bytes: Span<UInt8>, to file: OpenFile) throws(FileError) -> Int { throw readOnly(.write, file.path) }
    func truncate(_ file: OpenFile, to size: Int) throws(FileError) { throw readOnly(.truncate, file.path) }
    func synchronizeData(_ file: OpenFile) throws(FileError) { throw readOnly(.synchronizeData, file.path) }
    func synchronize(_ file: OpenFile) throws(FileError) { throw readOnly(.synchronize, file.path) }
    func synchronizeDirectory(_ path: String) throws(FileError) { throw readOnly(.synchronizeDirectory, path) }
    func lock(_ file: OpenFile) throws(FileError) -> Bool { throw readOnly(.lock, file.path) }
    func rename(_ path: String, to newPath: String) throws(FileError) { throw readOnly(.rename, path) }
    func remove(_ path: String) throws(FileError) { throw readOnly(.remove, path) }
}
