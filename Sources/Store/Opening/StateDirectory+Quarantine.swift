extension StateDirectory {
    /// Copies what follows the last commit into quarantine and cuts the journal off there.
    ///
    /// Where there is no room for the copy it is left out: nothing in the tail was ever acknowledged.
    func putTailAside(of position: FramePosition, bytes: Int, options: StoreOptions) throws(StoreError) {
        let journal = Self.journalName(position.generation)
        var quarantine: String? = "\(Self.quarantineName)/\(journal)-tail-at-\(position.offset)"
        do {
            let tail = try storing { () throws(FileError) in
                Array(try files.contents(of: path(of: journal)).dropFirst(position.offset))
            }
            try createQuarantine()
            let inside = StateDirectory(path: path(of: Self.quarantineName), files: files)
            try inside.replace("\(journal)-tail-at-\(position.offset)", bytes: tail)
        } catch {
            guard case .full = error else { throw error }
            quarantine = nil
        }
        let file = try storing { () throws(FileError) in try files.open(path(of: journal), .append) }
        do {
            try storing { () throws(FileError) in try files.truncate(file, to: position.offset) }
            try syncing { () throws(FileError) in try files.synchronize(file) }
        } catch {
            try? files.close(file)
            throw error
        }
        try? files.close(file)
        options.onEvent(
            .tailPutAside(file: journal, offset: position.offset, bytes: bytes, quarantine: quarantine))
    }

    /// Creates the quarantine where it is not there.
    func createQuarantine() throws(StoreError) {
        do {
            try files.makeDirectory(path(of: Self.quarantineName), permissions: 0o700)
        } catch {
            if error.isTaken { return }
            throw StoreError(error)
        }
        try syncing { () throws(FileError) in try files.synchronizeDirectory(path) }
    }
}
