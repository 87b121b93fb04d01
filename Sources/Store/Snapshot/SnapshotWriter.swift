/// Writes a snapshot piece by piece: its memory is one chunk, whatever the tables hold.
struct SnapshotWriter {
    /// What was written.
    struct Written: Sendable, Hashable {
        /// The checksum, on which the journal hangs.
        var checksum: UInt32
        /// Bytes of the file.
        var byteCount: Int
    }

    private var chunk: [UInt8] = []
    private var sum = CRC32C()
    private var byteCount = 0
    private let sink: (Span<UInt8>) throws(FileError) -> Void

    private init(sink: @escaping (Span<UInt8>) throws(FileError) -> Void) {
        self.sink = sink
        chunk.reserveCapacity(StoreLimits.chunkBytes + 4096)
    }

    /// Writes the tables at one moment to `sink`, in order.
    static func write(
        _ view: StoreView, schema: Int, generation: Int, sequence: Int,
        to sink: @escaping (Span<UInt8>) throws(FileError) -> Void
    ) throws(FileError) -> Written {
        var writer = SnapshotWriter(sink: sink)
        let header = SnapshotHeader(schema: schema, generation: generation, sequence: sequence, count: view.count)
        writer.chunk += header.line
        var isFirst = true
        for table in Table.allCases {
            try view[table].forEach { (record) throws(FileError) in
                if !isFirst { writer.chunk += [UInt8(ascii: ","), FrameHeader.lineFeed] }
                isFirst = false
                RecordText.append(EncodedChange(table: table, record: record, isPut: true), to: &writer.chunk)
                if writer.chunk.count >= StoreLimits.chunkBytes { try writer.flush() }
                return true
            }
        }
        if !isFirst { writer.chunk.append(FrameHeader.lineFeed) }
        writer.chunk += SnapshotHeader.trailer
        try writer.flush()
        let checksum = writer.sum.value
        FrameHeader.appendHex(UInt64(checksum), width: 8, to: &writer.chunk)
        writer.chunk += SnapshotHeader.end
        try writer.flush()
        return Written(checksum: checksum, byteCount: writer.byteCount)
    }

    private mutating func flush() throws(FileError) {
        sum = sum.adding(chunk.span)
        byteCount += chunk.count
        try sink(chunk.span)
        chunk.removeAll(keepingCapacity: true)
    }
}
