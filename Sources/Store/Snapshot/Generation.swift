/// A generation that was begun: a snapshot with an empty journal.
struct Generation: Sendable {
    /// The beginning of its journal.
    var start: FramePosition
    /// Bytes of its snapshot.
    var snapshotBytes: Int

    /// Writes the tables as the snapshot of a new generation, with an empty journal beside it.
    ///
    /// In this order every crash leaves the generation before or this one whole: the snapshot's bytes, the empty journal
    /// and its name, and only then the snapshot's name, which is what makes a generation count.
    ///
    /// - Throws: `full`, with the generation before as it was; `io`; `damaged` where the disk or the memory gives back
    ///   other bytes than were written.
    static func begin(
        _ number: Int, view: StoreView, schema: Int, sequence: Int, in directory: StateDirectory
    ) throws(StoreError) -> Generation {
        let files = directory.files
        let name = StateDirectory.snapshotName(number)
        let journal = StateDirectory.journalName(number)
        let written = try directory.write(temporary: name) { (file) throws(FileError) in
            try SnapshotWriter.write(view, schema: schema, generation: number, sequence: sequence) {
                (chunk) throws(FileError) in
                try files.appendAll(chunk, to: file)
            }
        }
        do {
            try verify(written, temporary: name, in: directory)
            try createJournal(journal, in: directory)
            try directory.putInPlace(name)
        } catch {
            if case .full = error {
                try? directory.discard(journal)
                try? directory.discard(name + StateDirectory.temporarySuffix)
            }
            throw error
        }
        let start = FramePosition(generation: number, offset: 0, sequence: sequence, chain: written.checksum)
        return Generation(start: start, snapshotBytes: written.byteCount)
    }

    private static func createJournal(_ name: String, in directory: StateDirectory) throws(StoreError) {
        let files = directory.files
        // One may be left of an attempt that found the disk full.
        try directory.discard(name)
        let file = try storing { () throws(FileError) in try files.open(directory.path(of: name), .create) }
        do {
            try syncing { () throws(FileError) in try files.synchronize(file) }
        } catch {
            try? files.close(file)
            throw error
        }
        try syncing { () throws(FileError) in try files.close(file) }
        // Its name must not come after the snapshot's: a snapshot without its journal is damage.
        try syncing { () throws(FileError) in try files.synchronizeDirectory(directory.path) }
    }

    /// Reads the snapshot back before it takes the place of the journal.
    private static func verify(
        _ written: SnapshotWriter.Written, temporary name: String, in directory: StateDirectory
    ) throws(StoreError) {
        let temporary = name + StateDirectory.temporarySuffix
        var input = try FileInput(directory.path(of: temporary), of: directory.files)
        var sum = CRC32C()
        var left = written.byteCount - 8 - SnapshotHeader.end.count
        while left > 0, try input.fill(1) {
            let count = min(left, input.available)
            sum = sum.adding(input.buffer.span.extracting(input.next(count)))
            input.consume(count)
            left -= count
        }
        guard left == 0, sum.value == written.checksum else {
            throw .damaged(
                Damage(file: temporary, offset: 0, reason: "the disk gives back other bytes than were written"))
        }
    }
}
