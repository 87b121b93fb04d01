/// A place's changes of time, from a compiled file of the time zone database (TZif, RFC 8536).
public struct TimeZoneTable: Sendable, Hashable {
    private let changes: [Int64]
    private let offsets: [Int64]
    /// The distance before the first change.
    private let first: Int64
    /// The rule after the last change.
    private let rule: PosixZoneRule?

    /// Reads a file; `nil` where it is none of version 2 or later.
    public init?(_ bytes: [UInt8]) {
        var reader = TZifReader(bytes)
        guard let old = reader.header(), reader.skip(old.bytes(timeSize: 4)), let header = reader.header(),
            header.changes <= 10_000, header.types <= 256
        else { return nil }
        var changes: [Int64] = []
        for _ in 0..<header.changes {
            guard let change = reader.number(8) else { return nil }
            changes.append(change)
        }
        var kinds: [Int] = []
        for _ in 0..<header.changes {
            guard let kind = reader.byte() else { return nil }
            kinds.append(Int(kind))
        }
        var distances: [Int64] = []
        for _ in 0..<header.types {
            guard let distance = reader.number(4), reader.skip(2) else { return nil }
            distances.append(distance)
        }
        guard reader.skip(header.rest(timeSize: 8)), let least = distances.first,
            kinds.allSatisfy({ distances.indices.contains($0) }), changes == changes.sorted(),
            distances.allSatisfy({ $0.magnitude < 200_000 })
        else { return nil }
        self.changes = changes
        offsets = kinds.map { distances[$0] }
        first = least
        rule = reader.footer().flatMap(PosixZoneRule.init)
    }

    /// Seconds east of UTC at a moment, in seconds since 1970.
    func offset(at second: Int64) -> Int64 {
        guard let last = changes.last else { return rule?.offset(at: second) ?? first }
        if second >= last, let rule { return rule.offset(at: second) }
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= second { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : offsets[low - 1]
    }
}

/// Reads the numbers of a TZif file: big-endian, two's complement.
private struct TZifReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    struct Header {
        var utcMarks = 0
        var wallMarks = 0
        var leaps = 0
        var changes = 0
        var types = 0
        var letters = 0

        /// Bytes behind the types.
        func rest(timeSize: Int) -> Int { letters + leaps * (timeSize + 4) + wallMarks + utcMarks }

        func bytes(timeSize: Int) -> Int { changes * (timeSize + 1) + types * 6 + rest(timeSize: timeSize) }
    }

    mutating func header() -> Header? {
        guard rest.starts(with: "TZif".utf8), let version = rest.dropFirst(4).first, version >= UInt8(ascii: "2"),
            skip(20)
        else { return nil }
        var counts: [Int] = []
        for _ in 0..<6 {
            guard let count = number(4), count >= 0, count <= 1_000_000 else { return nil }
            counts.append(Int(count))
        }
        return Header(
            utcMarks: counts[0], wallMarks: counts[1], leaps: counts[2], changes: counts[3], types: counts[4],
            letters: counts[5])
    }

    mutating func byte() -> UInt8? { rest.popFirst() }

    mutating func number(_ size: Int) -> Int64? {
        guard rest.count >= size else { return nil }
        let bits = rest.prefix(size).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        rest = rest.dropFirst(size)
        return size == 8 ? Int64(bitPattern: bits) : Int64(Int32(truncatingIfNeeded: bits))
    }

    mutating func skip(_ count: Int) -> Bool {
        guard rest.count >= count else { return false }
        rest = rest.dropFirst(count)
        return true
    }

    mutating func footer() -> String? {
        guard byte() == 0x0a else { return nil }
        return String(decoding: rest.prefix { $0 != 0x0a }, as: UTF8.self)
    }
}
