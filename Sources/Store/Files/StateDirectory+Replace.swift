/// A step of writing files whose failure means what the disk's fullness makes of it.
func storing<Result>(_ step: () throws(FileError) -> Result) throws(StoreError) -> Result {
    do {
        return try step()
    } catch {
        throw StoreError(error)
    }
}

/// A sync, whose failure is final whatever its reason: see `FileSystem.synchronizeData`.
func syncing(_ step: () throws(FileError) -> Void) throws(StoreError) {
    do {
        try step()
    } catch {
        throw .io(error)
    }
}

extension StateDirectory {
    /// Replaces the file `name` as a whole: after a crash it is either the old one or the new one.
    ///
    /// - Throws: `full`, with nothing changed; `io`.
    func replace(_ name: String, pieces: some Sequence<[UInt8]>) throws(StoreError) {
        try write(temporary: name) { (file) throws(FileError) in
            for piece in pieces { try files.appendAll(piece.span, to: file) }
        }
        try putInPlace(name)
    }

    /// Writes the file that is to become `name` under its temporary name and makes its bytes durable.
    ///
    /// - Throws: `full`, with the temporary file removed; `io`.
    func write<Result>(
        temporary name: String, _ body: (OpenFile) throws(FileError) -> Result
    ) throws(StoreError) -> Result {
        let temporary = path(of: name + Self.temporarySuffix)
        try discard(name + Self.temporarySuffix)
        let file = try storing { () throws(FileError) in try files.open(temporary, .create) }
        let result: Result
        do {
            result = try body(file)
        } catch {
            try? files.close(file)
            if error.isFull { try? files.remove(temporary) }
            throw StoreError(error)
        }
        do {
            try syncing { () throws(FileError) in try files.synchronize(file) }
        } catch {
            try? files.close(file)
            throw error
        }
        try syncing { () throws(FileError) in try files.close(file) }
        return result
    }

    /// Gives the file that `write(temporary:)` wrote its name, durably.
    func putInPlace(_ name: String) throws(StoreError) {
        let temporary = path(of: name + Self.temporarySuffix)
        do {
            try files.rename(temporary, to: path(of: name))
        } catch {
            if error.isFull { try? files.remove(temporary) }
            throw StoreError(error)
        }
        try syncing { () throws(FileError) in try files.synchronizeDirectory(path) }
    }

    /// Removes a file if it is there.
    func discard(_ name: String) throws(StoreError) {
        do {
            try files.remove(path(of: name))
        } catch {
            if !error.isMissing { throw .io(error) }
        }
    }
}
