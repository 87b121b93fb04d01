extension Unicode.Scalar {
    /// Whether a scalar stands for nothing but itself where people read: no control, no mark that cannot be seen or that turns
    /// the direction of writing, no end of a line.
    public var isPlain: Bool {
        if value < 0x7F { return value >= 0x20 }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return false
        default: return true
        }
    }
}

extension String {
    /// The text with everything that is not plain as `\u{…}`, so that a terminal takes nothing in it for an instruction.
    public var plain: String { plain(but: nil) }

    /// The same for a text of several lines, whose line feeds are its own.
    public var plainLines: String { plain(but: "\n") }

    private func plain(but lineFeed: Unicode.Scalar?) -> String {
        guard unicodeScalars.contains(where: { !$0.isPlain && $0 != lineFeed }) else { return self }
        var plain = ""
        for scalar in unicodeScalars {
            if scalar.isPlain || scalar == lineFeed {
                plain.unicodeScalars.append(scalar)
            } else {
                plain += "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return plain
    }
}
