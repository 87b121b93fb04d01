/// Reads a store without its lock and without changing anything, also beside a process that is writing it.
public enum StoreReader {
    /// The tables as they are on disk; none where there is no directory.
    ///
    /// The last commit may be one that the writer has not acknowledged yet. An interrupted write at the end is passed
    /// over.
    ///
    /// - Throws: `damaged`, `tooNew`, `io`.
    public static func load(
        directory: String, fileSystem: any FileSystem = PosixFileSystem(), schema: Schema = .current
    ) async throws(StoreError) -> StoreView {
        try await BlockingThread.run { () throws(StoreError) in
            try read(directory: directory, fileSystem: fileSystem, schema: schema)
        }
    }

    /// As `load`, on the calling thread.
    ///
    /// A writer may compact under the reader's feet (files vanish, and a listing shows a journal before its snapshot)
    /// or cut an append off that found the disk full. Each of these looks like damage once, and not again.
    static func read(
        directory path: String, fileSystem: any FileSystem, schema: Schema
    ) throws(StoreError) -> StoreView {
        let directory = StateDirectory(path: path, files: fileSystem)
        var attempt = 1
        while true {
            do {
                let load = try StoreLoad(directory, schema: schema.version)
                return try schema.migrate(load.view, from: load.schema)
            } catch {
                switch error {
                case .io(let reason) where reason.isMissing && reason.path == directory.path: return StoreView()
                case .io(let reason) where reason.isMissing && attempt < StoreLimits.readerAttempts: break
                case .damaged where attempt < StoreLimits.readerAttempts: break
                default: throw error
                }
                attempt += 1
            }
        }
    }
}
