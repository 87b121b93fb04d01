/// A file of zeros that is removed when the disk is full, so that this very fact, and the outcome of what was sent
/// before, can still be recorded.
struct Reserve {
    private let directory: StateDirectory
    private let byteCount: Int
    /// Whether the file is there in full, as far as known.
    private var isHeld = false

    init(_ directory: StateDirectory, byteCount: Int) {
        self.directory = directory
        self.byteCount = byteCount
    }

    /// Makes sure that the reserve is there.
    ///
    /// - Returns: why it is not; `nil` where it is, or none is kept.
    mutating func hold() throws(StoreError) -> FileError? {
        guard byteCount > 0, !isHeld else { return nil }
        let path = directory.path(of: StateDirectory.reserveName)
        do throws(FileError) {
            if let status = try directory.files.status(path) {
                isHeld = status.size == byteCount
                if isHeld { return nil }
                try directory.files.remove(path)
            }
            let file = try directory.files.open(path, .create)
            do throws(FileError) {
                // Nothing is lost where a power failure makes it shorter: it is then written again.
                let zeros = [UInt8](repeating: 0, count: byteCount)
                try directory.files.appendAll(zeros.span, to: file)
            } catch {
                try? directory.files.close(file)
                try? directory.files.remove(path)
                throw error
            }
            try directory.files.close(file)
            isHeld = true
            return nil
        } catch {
            guard error.isFull else { throw .io(error) }
            return error
        }
    }

    /// Sets the reserve's space free; says whether there was one.
    mutating func release() throws(StoreError) -> Bool {
        guard byteCount > 0 else { return false }
        isHeld = false
        do {
            try directory.files.remove(directory.path(of: StateDirectory.reserveName))
            return true
        } catch {
            if error.isMissing { return false }
            throw .io(error)
        }
    }
}
