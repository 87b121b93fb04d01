/// Rows of text with aligned columns, for a terminal.
struct TextTable {
    private var rows: [[String]] = []
    private let indentation: String

    init(indentation: Int = 2) {
        self.indentation = String(repeating: " ", count: indentation)
    }

    /// Adds a row; control characters, which a source may have put there to move the cursor, are made visible.
    mutating func add(_ cells: String...) {
        rows.append(cells.map(Self.safe))
    }

    var isEmpty: Bool { rows.isEmpty }

    /// The rows, each column as wide as its widest cell, without blanks at the ends of lines.
    var text: String {
        var widths: [Int] = []
        for row in rows {
            for (column, cell) in row.dropLast().enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], cell.count)
            }
        }
        return rows.map { row in
            var line = indentation
            for (column, cell) in row.enumerated() {
                line += cell
                guard column < row.count - 1 else { continue }
                line += String(repeating: " ", count: widths[column] - cell.count + 2)
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    /// The text with control characters as `\u{…}`.
    static func safe(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return text }
        var safe = ""
        for scalar in text.unicodeScalars {
            if scalar.properties.generalCategory == .control {
                safe += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                safe.unicodeScalars.append(scalar)
            }
        }
        return safe
    }
}

/// Running text broken into lines of at most so many characters.
enum Paragraph {
    static func wrapped(_ text: String, indentation: Int, width: Int = 100) -> String {
        let indent = String(repeating: " ", count: indentation)
        var lines: [String] = []
        var line = ""
        for word in TextTable.safe(text).split(separator: " ") {
            if !line.isEmpty, indentation + line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        if !line.isEmpty { lines.append(line) }
        return lines.map { indent + $0 + "\n" }.joined()
    }
}
