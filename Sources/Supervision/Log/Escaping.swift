/// Text as the inside of a JSON string (RFC 8259, section 7), cut to a number of bytes between two characters.
///
/// Beside what JSON demands, everything is escaped that a terminal or a log viewer could take for an instruction: C1
/// controls, line separators, and the marks that turn the direction of writing. The value a reader gets is the same.
enum Escaping {
    /// The escaped text in UTF-8, not longer than `limit` bytes, with an ellipsis where something is missing.
    static func json(_ text: String, limit: Int) -> [UInt8] {
        var escaped: [UInt8] = []
        escaped.reserveCapacity(min(limit, text.utf8.count + 8))
        /// Where an ellipsis still fits behind.
        var fitting = 0
        for scalar in text.unicodeScalars {
            append(scalar, to: &escaped)
            if escaped.count <= limit - ellipsis.count { fitting = escaped.count }
            guard escaped.count <= limit else {
                escaped.removeSubrange(fitting...)
                return limit < ellipsis.count ? escaped : escaped + ellipsis
            }
        }
        return escaped
    }

    /// Whether a scalar may stand in a line as it is.
    static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x7F { return scalar.value >= 0x20 }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return false
        default: return true
        }
    }

    static let ellipsis = Array("…".utf8)

    private static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        switch scalar {
        case "\"": bytes += [UInt8(ascii: "\\"), UInt8(ascii: "\"")]
        case "\\": bytes += [UInt8(ascii: "\\"), UInt8(ascii: "\\")]
        case "\n": bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
        case "\r": bytes += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
        case "\t": bytes += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
        case _ where isPlain(scalar): bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
        default: for unit in String(scalar).utf16 { appendUnit(unit, to: &bytes) }
        }
    }

    private static func appendUnit(_ unit: UInt16, to bytes: inout [UInt8]) {
        bytes += [UInt8(ascii: "\\"), UInt8(ascii: "u")]
        for shift in [12, 8, 4, 0] as [UInt16] {
            let digit = UInt8((unit >> shift) & 0xF)
            bytes.append(digit < 10 ? 48 + digit : 87 + digit)
        }
    }
}
