/// The lock of a state directory: one process writes at a time.
///
/// It is `flock`'s, which belongs to the open file: POSIX record locks are lost in silence as soon as any descriptor of
/// the file is closed. The file holds the owner's process id, for messages only, and is never removed: a lock on a file
/// that has lost its name keeps nobody out.
struct DirectoryLock {
    private let file: OpenFile
    private let files: any FileSystem

    /// Takes the lock of `directory`, which is there.
    ///
    /// - Throws: `locked` where another one has it, `cannotCreate` where the directory cannot be written.
    init(_ directory: StateDirectory, process: Int) throws(StoreError) {
        files = directory.files
        do {
            file = try files.open(directory.path(of: StateDirectory.lockName), .createOrOpen)
        } catch {
            throw error.isDiskFailure ? .io(error) : .cannotCreate(directory: directory.path, reason: "\(error)")
        }
        let isHeld: Bool
        do {
            isHeld = try files.lock(file)
        } catch {
            try? files.close(file)
            throw .io(error)
        }
        guard isHeld else {
            let holder = Self.holder(file, files)
            try? files.close(file)
            throw .locked(directory: directory.path, holder: holder)
        }
        // The process id is a courtesy: on a full disk the lock holds without it.
        try? files.truncate(file, to: 0)
        try? files.appendAll(Array("\(process)\n".utf8).span, to: file)
    }

    /// Lets go of the lock.
    func release() {
        try? files.close(file)
    }

    private static func holder(_ file: OpenFile, _ files: any FileSystem) -> Int? {
        guard let bytes = try? files.read(file, at: 0, count: 32) else { return nil }
        return Int(String(decoding: bytes.prefix { (48...57).contains($0) }, as: UTF8.self))
    }
}
