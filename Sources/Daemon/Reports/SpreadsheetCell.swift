internal import Documents
internal import Reconciliation

/// A cell of separated values that stays a text in every spreadsheet.
enum SpreadsheetCell {
    /// The cell for a text, quoted where RFC 4180 demands it.
    ///
    /// What a spreadsheet would take for a formula begins with `'`, which is to be taken away where a formula is behind it;
    /// nothing else gets one. What is not plain stands as `\u{…}`, so that a row is a line. Where lists are separated by
    /// semicolons, spreadsheets split a row at each of them, quoted or not: one before a formula stands as `\u{3b}`.
    static func text(_ text: String) -> String {
        // By scalars: a letter's mark behind it would hide a comma or a quote from a comparison of characters.
        var cell = String.UnicodeScalarView()
        let plain = text.plain.unicodeScalars
        if beginsFormula(plain[...]), Amount(text) == nil { cell.append("'") }
        var isQuoted = false
        for place in plain.indices {
            let scalar = plain[place]
            if scalar == ";", beginsFormula(plain[plain.index(after: place)...]) {
                cell.append(contentsOf: "\\u{3b}".unicodeScalars)
                continue
            }
            if scalar == "\"" { cell.append(scalar) }
            if scalar == "\"" || scalar == "," || scalar == ";" { isQuoted = true }
            cell.append(scalar)
        }
        return isQuoted ? "\"\(String(cell))\"" : String(cell)
    }

    /// Whether a spreadsheet takes a text for a formula, with blanks and quotes before it or not.
    private static func beginsFormula(_ text: Substring.UnicodeScalarView) -> Bool {
        let first = text.first { !$0.properties.isWhitespace && $0 != "\"" && $0 != "'" }
        return first.map { "=+-@＝＋－＠".unicodeScalars.contains($0) } ?? false
    }
}
