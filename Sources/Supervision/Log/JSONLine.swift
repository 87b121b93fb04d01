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
        if let line = plainLine(record) { return line }
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

    /// The line of a record in which nothing is to be escaped, cut or left out, as nearly all are; `nil` for others.
    private func plainLine(_ record: LogRecord) -> [UInt8]? {
        var line: [UInt8] = []
        line.reserveCapacity(512)
        if hasPriority { line.append(contentsOf: "<\(record.level.priority)>".utf8) }
        line.append(contentsOf: "{\"ts\":\"".utf8)
        line.append(contentsOf: Timestamp.iso(milliseconds: record.time).utf8)
        line.append(contentsOf: "\",\"level\":\"".utf8)
        line.append(contentsOf: record.level.rawValue.utf8)
        line.append(contentsOf: "\",\"event\":\"".utf8)
        line.append(contentsOf: record.event.rawValue.utf8)
        line.append(contentsOf: "\",\"message\":\"".utf8)
        guard Self.appendPlain(record.message, limit: Limits.valueBytes, to: &line) else { return nil }
        line.append(UInt8(ascii: "\""))
        for place in record.fields.indices {
            let (name, field) = record.fields[place]
            let isKnown = Self.reservedNames.contains(name) || record.fields[..<place].contains { $0.0 == name }
            if isKnown { return nil }
            line.append(contentsOf: ",\"".utf8)
            guard Self.appendPlain(name, limit: Limits.keyBytes, to: &line) else { return nil }
            line.append(contentsOf: "\":".utf8)
            switch field {
            case .integer(let value): line.append(contentsOf: String(value).utf8)
            case .text(let text):
                line.append(UInt8(ascii: "\""))
                guard Self.appendPlain(text, limit: Limits.valueBytes, to: &line) else { return nil }
                line.append(UInt8(ascii: "\""))
            }
        }
        line.append(contentsOf: "}\n".utf8)
        return line.count <= Limits.lineBytes ? line : nil
    }

    /// Appends a text of printable ASCII without anything to escape; `false` where it is another or too long.
    private static func appendPlain(_ text: String, limit: Int, to line: inout [UInt8]) -> Bool {
        let bytes = text.utf8
        guard bytes.count <= limit,
            bytes.allSatisfy({ 0x20..<0x7f ~= $0 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") })
        else { return false }
        line.append(contentsOf: bytes)
        return true
    }

    private static let reservedNames = ["ts", "level", "event", "message", "omitted"]

    /// The fields with the escaped names that the line will carry, each name once.
    private func named(_ fields: [(String, Field)]) -> [(name: [UInt8], field: Field)] {
        var seen: Set<[UInt8]> = Self.reserved
        return fields.compactMap { name, field in
            let escaped = Escaping.json(name, limit: Limits.keyBytes)
            return seen.insert(escaped).inserted ? (escaped, field) : nil
        }
    }

    private static let reserved = Set(reservedNames.map { Array($0.utf8) })

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
