/// A record as one line of JSON, the form that programs read: contract of the README's section "Log".
///
/// `ts`, `level`, `event` and `message` come first and in this order, then the fields as they were given. A field that
/// repeats a name is left out, for a reader could take either. A line is never longer than ``Limits/lineBytes``: long
/// values are cut at a character and end in an ellipsis, and only where that does not suffice are fields left out from
/// the end, with their number in `omitted`.
struct JSONLine {
    /// Whether the line begins with `<N>`, which journald strips and keeps as `PRIORITY`.
    var hasPriority: Bool

    /// The line with its line break.
    func bytes(of record: LogRecord) -> [UInt8] {
        let fields = named(record.fields)
        var kept = fields.count
        while true {
            var cap = Limits.valueBytes
            while cap >= Limits.valueBytesLeast {
                let line = compose(record, fields[..<kept], omitted: fields.count - kept, cap: cap)
                if line.count <= Limits.lineBytes { return line }
                cap /= 2
            }
            // Never reached with nothing kept: the head of a line is under 200 bytes at the smallest cap.
            kept /= 2
        }
    }

    /// The fields with the escaped names that the line will carry, each name once.
    private func named(_ fields: [(String, Field)]) -> [(name: [UInt8], field: Field)] {
        var seen: Set<[UInt8]> = Self.reserved
        return fields.compactMap { name, field in
            let escaped = Escaping.json(name, limit: Limits.keyBytes)
            return seen.insert(escaped).inserted ? (escaped, field) : nil
        }
    }

    private static let reserved = Set(["ts", "level", "event", "message", "omitted"].map { Array($0.utf8) })

    private func compose(
        _ record: LogRecord, _ fields: ArraySlice<(name: [UInt8], field: Field)>, omitted: Int, cap: Int
    ) -> [UInt8] {
        var line = hasPriority ? Array("<\(record.level.priority)>".utf8) : []
        line += Array(
            "{\"ts\":\"\(Timestamp.iso(milliseconds: record.time))\",\"level\":\"\(record.level.rawValue)\"".utf8)
        line += Array(",\"event\":\"\(record.event.rawValue)\",\"message\":\"".utf8)
        line += Escaping.json(record.message, limit: cap)
        line.append(UInt8(ascii: "\""))
        for (name, field) in fields {
            line += Array(",\"".utf8) + name + Array("\":".utf8)
            switch field {
            case .integer(let value): line += Array(String(value).utf8)
            case .text(let text):
                line.append(UInt8(ascii: "\""))
                line += Escaping.json(text, limit: cap)
                line.append(UInt8(ascii: "\""))
            }
        }
        if omitted > 0 { line += Array(",\"omitted\":\(omitted)".utf8) }
        line += Array("}\n".utf8)
        return line
    }
}
