internal import Reconciliation

/// What spreadsheet programs do to identifiers when somebody opens a file and saves it: what they take for a number is
/// rounded, and loses the zeros at its front. Nothing of it can be mended, so it is refused.
struct SpreadsheetDamage: Sendable {
    /// The length of numbers with zeros at their front, where all that have any are as long.
    private let width: Int?

    /// What the order numbers of a file have in common.
    init(numbers: some Sequence<String>) {
        var widths: Set<Int> = []
        for number in numbers where number.first == "0" && number.utf8.allSatisfy({ (48...57).contains($0) }) {
            widths.insert(number.utf8.count)
            if widths.count > 1 { break }
        }
        width = widths.count == 1 ? widths.first.flatMap { $0 > 1 ? $0 : nil } : nil
    }

    /// What has happened to an order number; `nil` where it looks whole.
    func reason(_ number: String) -> String? {
        if let reason = Self.reason(number) { return reason }
        if let width, number.utf8.count < width, number.utf8.allSatisfy({ (48...57).contains($0) }) {
            return "has lost the zeros at its front: others have \(width) digits"
        }
        return nil
    }

    /// What has happened to any identifier; `nil` where it looks whole.
    static func reason(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard let first = bytes.first else { return nil }
        if first == UInt8(ascii: "#") {
            let errors = ["#REF!", "#NAME?", "#VALUE!", "#N/A", "#DIV/0!", "#NUM!", "#NULL!"]
            let isTooNarrow = bytes.count > 2 && bytes.allSatisfy { $0 == UInt8(ascii: "#") }
            return isTooNarrow || errors.contains(text.uppercased()) ? "is a spreadsheet's error, no value" : nil
        }
        if first == UInt8(ascii: "="), bytes.count > 1, isBeginOfTerm(bytes[1]) {
            return "is a spreadsheet's formula, no value"
        }
        if first == UInt8(ascii: "'"), bytes.count > 1, bytes[1...].allSatisfy({ (48...57).contains($0) }) {
            return "has the mark with which spreadsheets keep digits as text"
        }
        guard (48...57).contains(first) else { return nil }
        if isExponential(bytes) { return "was rounded by a spreadsheet, which took it for a number" }
        if bytes.count > 15, bytes.allSatisfy({ (48...57).contains($0) }), bytes[15...].allSatisfy({ $0 == 48 }) {
            return "was rounded to 15 digits by a spreadsheet"
        }
        return nil
    }

    /// Whether a formula can go on so behind its `=`.
    private static func isBeginOfTerm(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte & ~0x20) || byte == UInt8(ascii: "(")
            || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "$")
    }

    /// Whether this is a number as `2.5E+09`; identifiers with an E in them have no sign behind it.
    private static func isExponential(_ bytes: [UInt8]) -> Bool {
        guard let mark = bytes.lastIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }), mark > 0, mark + 2 < bytes.count,
            bytes[mark + 1] == UInt8(ascii: "+") || bytes[mark + 1] == UInt8(ascii: "-")
        else { return false }
        let isDigit = { (byte: UInt8) in (48...57).contains(byte) }
        let fraction = bytes[1..<mark]
        let isPoint = fraction.first == UInt8(ascii: ".") || fraction.first == UInt8(ascii: ",")
        return bytes[(mark + 2)...].allSatisfy(isDigit)
            && (fraction.isEmpty || (isPoint && fraction.count > 1 && fraction.dropFirst().allSatisfy(isDigit)))
    }

    /// A text that was guarded against spreadsheets by making a formula of it: `="00123"` is 00123.
    static func unguarded(_ text: String) -> String {
        guard text.hasPrefix("=\""), text.hasSuffix("\""), text.count >= 3 else { return text }
        return String(text.dropFirst(2).dropLast()).replacing("\"\"", with: "\"")
    }
}
