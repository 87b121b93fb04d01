public import Reconciliation

/// How a file writes amounts.
public enum DecimalFormat: Sendable, Hashable {
    /// Digits with a point, nothing between them.
    case plain
    /// A point before the cents; thousands may be set apart by commas, blanks or apostrophes.
    case point
    /// A comma before the cents; thousands may be set apart by points, blanks or apostrophes.
    case comma

    /// Reads an amount; `nil` for anything else, as for digits that are not set apart in threes.
    ///
    /// A minus may stand at the end, as SAP writes it; a blank may be written as in HTML, as Coupa writes it.
    public func amount(_ text: String) -> Amount? {
        if self == .plain { return Amount(text) }
        var text = text
        for blank in ["&nbsp;", "&#160;", "&#xa0;", "&#32;"] { text = text.replacing(blank, with: " ") }
        var isNegative = false
        if text.last == "-" {
            isNegative = true
            text.removeLast()
        } else if text.first == "-" || text.first == "\u{2212}" {
            isNegative = true
            text.removeFirst()
        }
        text = text.trimmed
        let mark: Character = self == .comma ? "," : "."
        let parts = text.split(separator: mark, omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = digits(parts[0], mark) else { return nil }
        let fraction = parts.count == 2 ? parts[1] : ""
        guard parts.count == 1 || (!fraction.isEmpty && fraction.allSatisfy(Self.isDigit)) else { return nil }
        return Amount("\(isNegative ? "-" : "")\(whole)\(fraction.isEmpty ? "" : ".\(fraction)")")
    }

    private static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }

    /// The digits before the mark, set apart in threes by one and the same character or not at all.
    private func digits(_ text: Substring, _ mark: Character) -> String? {
        guard let separator = text.first(where: { !Self.isDigit($0) }) else { return text.isEmpty ? nil : String(text) }
        let known: Set<Character> = [
            self == .comma ? "." : ",", " ", "\u{a0}", "\u{202f}", "\u{2009}", "'", "\u{2019}",
        ]
        let groups = text.split(separator: separator, omittingEmptySubsequences: false)
        guard known.contains(separator), groups.allSatisfy({ $0.allSatisfy(Self.isDigit) }),
            groups.dropFirst().allSatisfy({ $0.count == 3 }), let first = groups.first, (1...3).contains(first.count)
        else { return nil }
        return groups.joined()
    }
}
