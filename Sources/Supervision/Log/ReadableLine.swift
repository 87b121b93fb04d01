/// A record as a person at a terminal reads it: time, level, event, message, then the fields as `name=value`.
struct ReadableLine {
    /// Whether the level is coloured and what matters less is dimmed.
    var isColoured: Bool

    /// The line with its line break, not longer than ``Limits/lineBytes``.
    func bytes(of record: LogRecord) -> [UInt8] {
        var cap = Limits.valueBytes
        while true {
            let line = Array(compose(record, cap: cap).utf8)
            if line.count <= Limits.lineBytes { return line }
            guard cap > Limits.valueBytesLeast else {
                return Array(compose(LogRecord(record, fields: []), cap: Limits.valueBytesLeast).utf8)
            }
            cap /= 2
        }
    }

    private func compose(_ record: LogRecord, cap: Int) -> String {
        let level = record.level.rawValue
        let padding = String(repeating: " ", count: 8 - level.count)
        var line = styled(Timestamp.iso(milliseconds: record.time), .dim) + " "
        line += styled(level, style(record.level)) + padding + " "
        line += styled(record.event.rawValue, .bold) + "  " + plain(record.message, cap: cap)
        for (name, field) in record.fields {
            let value =
                switch field {
                case .integer(let value): String(value)
                case .text(let text): quoted(text, cap: cap)
                }
            line += " " + styled(plain(name, cap: Limits.keyBytes) + "=", .dim) + value
        }
        return line + "\n"
    }

    private func plain(_ text: String, cap: Int) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            guard line.utf8.count < cap else { return line + "…" }
            if Escaping.isPlain(scalar) {
                line.unicodeScalars.append(scalar)
            } else {
                line += scalar.escaped(asASCII: true)
            }
        }
        return line
    }

    private func quoted(_ text: String, cap: Int) -> String {
        let value = plain(text, cap: cap)
        let isWord = !value.isEmpty && !value.unicodeScalars.contains { $0 == " " || $0 == "\"" || $0 == "=" }
        return isWord ? value : "\"\(value)\""
    }

    /// The numbers of ECMA-48's "select graphic rendition".
    private enum Style: String {
        case bold = "1", dim = "2", red = "31", yellow = "33", cyan = "36", white = "1;37;41", none = "0"
    }

    private func style(_ level: Level) -> Style {
        switch level {
        case .debug: .dim
        case .info: .none
        case .notice: .cyan
        case .warning: .yellow
        case .error: .red
        case .critical: .white
        }
    }

    private func styled(_ text: String, _ style: Style) -> String {
        isColoured && style != .none ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}

extension LogRecord {
    /// The same with other fields.
    fileprivate init(_ record: LogRecord, fields: [(String, Field)]) {
        self = record
        self.fields = fields
    }
}
