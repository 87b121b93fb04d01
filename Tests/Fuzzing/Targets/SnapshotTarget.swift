@testable import Store

/// A snapshot is refused, or it is what its tables are written as, byte for byte.
///
/// Behind the byte `S` come the record lines alone; what is around them, with the right checksum, is added here.
enum SnapshotTarget {
    static func run(_ bytes: [UInt8]) throws {
        var file = bytes
        if bytes.first == UInt8(ascii: "S") {
            let lines = bytes.dropFirst()
            let count = lines.count { $0 == FrameHeader.lineFeed }
            file = SnapshotHeader(schema: 1, generation: 1, sequence: 9, count: count).line + lines
            file += SnapshotHeader.trailer
            let checksum = CRC32C.checksum(file.span)
            FrameHeader.appendHex(UInt64(checksum), width: 8, to: &file)
            file += SnapshotHeader.end
        }
        let directory = StateDirectory(path: "/s", files: MemoryFiles(contents: ["/s/snapshot-1.json": file]))
        let loaded: SnapshotReader.Loaded
        do {
            loaded = try SnapshotReader.read(directory, generation: 1, knownSchema: 1)
        } catch {
            switch error {
            case .damaged, .tooNew: return
            default: throw Broken(description: "refused as \(error)")
            }
        }
        let header = loaded.header
        try demand(loaded.view.count == header.count, "\(loaded.view.count) records of \(header.count)")
        let rewritten = Rewritten()
        let written = try SnapshotWriter.write(
            loaded.view, schema: header.schema, generation: header.generation, sequence: header.sequence
        ) { span in span.withUnsafeBufferPointer { rewritten.bytes += $0 } }
        try demand(written.byteCount == rewritten.bytes.count, "a wrong count of bytes")
        try demand(rewritten.bytes == file || hasEscapes(file), "other bytes for the same tables")
    }

    /// A key may be escaped in more ways than one; the writer has one.
    private static func hasEscapes(_ file: [UInt8]) -> Bool { file.contains(UInt8(ascii: "\\")) }

    private final class Rewritten {
        var bytes: [UInt8] = []
    }
}
