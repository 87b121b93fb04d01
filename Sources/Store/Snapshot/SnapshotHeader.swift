internal import Documents

/// What the first line of a snapshot says.
///
/// A snapshot is one JSON document, so that `jq` reads it, of one record a line:
///
///     {"snapshot":1,"schema":1,"generation":3,"sequence":120,"count":2,"records":[
///     ["orders","coupa-main/4711",{…}],
///     ["meta","cycle",42]
///     ],"checksum":"6f0d9c12"}
///
/// Tables stand in their order, keys in bytewise order, so that equal tables give equal bytes. The checksum is the
/// CRC32C of everything before its first digit; the journal of the same generation hangs on it.
struct SnapshotHeader: Sendable, Hashable {
    /// The meaning of tables, keys and values: see `Schema`.
    var schema: Int
    /// Which snapshot this is; they count up.
    var generation: Int
    /// The sequence of the last frame whose changes are in it.
    var sequence: Int
    /// How many records it has.
    var count: Int

    /// The version of the lines themselves.
    private static let format = 1
    /// Bytes in the first line.
    static let byteLimit = 512
    /// What stands before the checksum's digits.
    static let trailer = Array("],\"checksum\":\"".utf8)
    /// What stands after them.
    static let end = Array("\"}\n".utf8)

    init(schema: Int, generation: Int, sequence: Int, count: Int) {
        self.schema = schema
        self.generation = generation
        self.sequence = sequence
        self.count = count
    }

    /// The first line, its line feed with it.
    var line: [UInt8] {
        Array(
            """
            {"snapshot":\(Self.format),"schema":\(schema),"generation":\(generation),"sequence":\(sequence),\
            "count":\(count),"records":[

            """.utf8)
    }

    /// Reads a first line without its line feed; `nil` for anything but what `line` writes.
    init?(line: [UInt8]) {
        guard let value = try? JSONReader.read(line + Array("]}".utf8)), let schema = value["schema"]?.integer,
            let generation = value["generation"]?.integer, let sequence = value["sequence"]?.integer,
            let count = value["count"]?.integer
        else { return nil }
        self.init(schema: schema, generation: generation, sequence: sequence, count: count)
        guard self.line == line + [FrameHeader.lineFeed] else { return nil }
    }
}
