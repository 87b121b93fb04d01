/// Reads a snapshot line by line and believes nothing before its checksum is compared.
struct SnapshotReader: ~Copyable {
    /// A snapshot that is whole.
    struct Loaded: Sendable {
        var header: SnapshotHeader
        var view: StoreView
        var checksum: UInt32
        var byteCount: Int

        /// Where the journal of the same generation begins.
        var start: FramePosition {
            FramePosition(generation: header.generation, offset: 0, sequence: header.sequence, chain: checksum)
        }
    }

    private var input: FileInput
    private var sum = CRC32C()
    private let name: String
    /// Bytes of the longest line: a record with its key, escaped, and what is around it.
    private static let lineBytes = StoreLimits.frameBytes

    /// Reads the snapshot of a generation.
    ///
    /// - Throws: `damaged` for anything but what `SnapshotWriter` writes, `tooNew`, `io`.
    static func read(
        _ directory: StateDirectory, generation: Int, knownSchema: Int
    ) throws(StoreError) -> Loaded {
        let name = StateDirectory.snapshotName(generation)
        var reader = SnapshotReader(try FileInput(directory.path(of: name), of: directory.files), name: name)
        return try reader.read(generation: generation, knownSchema: knownSchema)
    }

    private init(_ input: consuming FileInput, name: String) {
        self.input = input
        self.name = name
    }

    private mutating func read(generation: Int, knownSchema: Int) throws(StoreError) -> Loaded {
        let header = try readHeader(generation: generation, knownSchema: knownSchema)
        var view = StoreView()
        var last: (place: Int, key: [UInt8]) = (-1, [])
        for index in 0..<header.count {
            let length = try line(limit: Self.lineBytes)
            guard let change = record(length, isLast: index == header.count - 1) else {
                throw damage("record \(index + 1) of \(header.count) cannot be read")
            }
            let key = (place: change.table.place, key: Array(change.record.key))
            guard last.place < key.place || last.place == key.place && last.key.lexicographicallyPrecedes(key.key)
            else { throw damage("record \(index + 1) of \(header.count) is out of order") }
            last = key
            _ = view[change.table].put(change.record)
            take(length)
        }
        let checksum = try readTrailer()
        return Loaded(header: header, view: view, checksum: checksum, byteCount: input.offset)
    }

    private mutating func readHeader(generation: Int, knownSchema: Int) throws(StoreError) -> SnapshotHeader {
        let length = try line(limit: SnapshotHeader.byteLimit)
        let line = Array(input.buffer[input.next(length - 1)])
        guard let header = SnapshotHeader(line: line), header.generation == generation, header.count >= 0 else {
            throw damage("the first line is none of generation \(generation)")
        }
        guard header.schema <= knownSchema else {
            // A flipped bit in the number is no newer version.
            guard try isWhole() else { throw damage("the checksum does not match", at: 0) }
            throw .tooNew(file: name, schema: header.schema, known: knownSchema)
        }
        take(length)
        return header
    }

    /// The record in a line; only the last one has no comma behind it.
    private func record(_ length: Int, isLast: Bool) -> EncodedChange? {
        let line = input.buffer.span.extracting(input.next(length))
        var place = 0
        guard let change = RecordText.read(line, at: &place), change.isPut,
            isLast || RecordText.skip(",", line, &place), place == length - 1
        else { return nil }
        return change
    }

    private mutating func readTrailer() throws(StoreError) -> UInt32 {
        let (trailer, end) = (SnapshotHeader.trailer, SnapshotHeader.end)
        let length = try line(limit: trailer.count + 8 + end.count)
        let line = Array(input.buffer[input.next(length)])
        guard length == trailer.count + 8 + end.count, line.starts(with: trailer),
            line.dropFirst(trailer.count + 8).elementsEqual(end),
            let checksum = FrameHeader.hex(line.span.extracting(trailer.count..<trailer.count + 8))
        else { throw damage("the last line has no checksum") }
        sum.add(line.span.extracting(0..<trailer.count))
        guard checksum == UInt64(sum.value) else { throw damage("the checksum does not match", at: 0) }
        input.consume(length)
        guard try !input.fill(1) else { throw damage("something follows the end") }
        return sum.value
    }

    /// Whether the checksum matches, whatever the lines between mean.
    private mutating func isWhole() throws(StoreError) -> Bool {
        let end = 8 + SnapshotHeader.end.count
        while try input.fill(end + 1) { take(input.available - end) }
        guard input.available == end else { return false }
        return FrameHeader.hex(input.buffer.span.extracting(input.next(8))) == UInt64(sum.value)
    }

    /// Brings a whole line into the buffer; its length, the line feed with it.
    private mutating func line(limit: Int) throws(StoreError) -> Int {
        var searched = 0
        while true {
            searched = lineFeed(from: searched, to: min(input.available, limit))
            if searched > 0, input.buffer[input.next.lowerBound + searched - 1] == FrameHeader.lineFeed {
                return searched
            }
            guard searched < limit, try input.fill(searched + 1) else { throw damage("the file ends within a line") }
        }
    }

    /// The place behind the next line feed, or `end` where there is none before.
    private func lineFeed(from start: Int, to end: Int) -> Int {
        let bytes = input.buffer.span.extracting(input.next)
        var place = start
        while place < end {
            place += 1
            if bytes[place - 1] == FrameHeader.lineFeed { break }
        }
        return place
    }

    private mutating func take(_ length: Int) {
        sum = sum.adding(input.buffer.span.extracting(input.next(length)))
        input.consume(length)
    }

    private func damage(_ reason: String, at offset: Int? = nil) -> StoreError {
        .damaged(Damage(file: name, offset: offset ?? input.offset, reason: reason))
    }
}
