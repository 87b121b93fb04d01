extension StateDirectory {
    /// What a torn tail's name in quarantine has between its journal's and its offset.
    private static let tailMark = "-tail-at-"

    /// Copies what follows the last commit into quarantine and cuts the journal off there.
    ///
    /// Where there is no room for the copy it is left out: nothing in the tail was ever acknowledged.
    func putTailAside(of position: FramePosition, bytes: Int, options: StoreOptions) throws(StoreError) {
        let journal = Self.journalName(position.generation)
        let name = "\(journal)\(Self.tailMark)\(position.offset)"
        var quarantine: String? = "\(Self.quarantineName)/\(name)"
        do {
            let tail = try storing { () throws(FileError) in
                Array(try files.contents(of: path(of: journal)).dropFirst(position.offset))
            }
            try createQuarantine()
            try self.quarantine.replace(name, pieces: [tail])
            try forgetOldTails()
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
        try syncing { () throws(FileError) in try files.close(file) }
        options.onEvent(
            .tailPutAside(file: journal, offset: position.offset, bytes: bytes, quarantine: quarantine))
    }

    /// The quarantine, which need not be there.
    var quarantine: StateDirectory { StateDirectory(path: path(of: Self.quarantineName), files: files) }

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

    /// Moves files into quarantine under names that are free there; says under which.
    func moveToQuarantine(_ names: [String]) throws(StoreError) -> [String] {
        guard !names.isEmpty else { return [] }
        try createQuarantine()
        let present = Set(try storing { () throws(FileError) in try files.list(quarantine.path) })
        var moved: [String] = []
        for name in names {
            var target = name
            var count = 1
            while present.contains(target) {
                count += 1
                target = "\(name)-\(count)"
            }
            try storing { () throws(FileError) in try files.rename(path(of: name), to: quarantine.path(of: target)) }
            moved.append("\(Self.quarantineName)/\(target)")
        }
        try syncing { () throws(FileError) in try files.synchronizeDirectory(quarantine.path) }
        try syncing { () throws(FileError) in try files.synchronizeDirectory(path) }
        return moved
    }

    private func forgetOldTails() throws(StoreError) {
        let names = try storing { () throws(FileError) in try files.list(quarantine.path) }
        let tails = names.compactMap { name -> (order: [Int], name: String)? in
            guard let mark = name.firstRange(of: Self.tailMark), let offset = Int(name[mark.upperBound...]),
                let generation = Self.generation(ofJournal: String(name[..<mark.lowerBound]))
            else { return nil }
            return ([generation, offset], name)
        }
        let oldest = tails.sorted { $0.order.lexicographicallyPrecedes($1.order) }.dropLast(
            StoreLimits.quarantinedTails)
        for tail in oldest { try quarantine.discard(tail.name) }
    }
}
