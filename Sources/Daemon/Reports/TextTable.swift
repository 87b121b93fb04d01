internal import Documents

/// Rows of text with aligned columns, for a terminal.
struct TextTable {
    /// The widest that a cell makes its column; a longer one, as a PO number may have 200 characters, moves what stands behind
    /// it in its own row alone.
    static let widest = 64

    private var rows: [[String]] = []
    private let indentation: String

    init(indentation: Int = 2) {
        self.indentation = String(repeating: " ", count: indentation)
    }

    /// Adds a row; what a source may have put there to move the cursor is made visible.
    mutating func add(_ cells: String...) {
        rows.append(cells.map(\.plain))
    }

    var isEmpty: Bool { rows.isEmpty }

    /// The rows, each column as wide as its widest cell that is not too wide, without blanks at the ends of lines.
    var text: String {
        var widths: [Int] = []
        for row in rows {
            for (column, cell) in row.dropLast().enumerated() {
                if column == widths.count { widths.append(0) }
                if cell.count <= Self.widest { widths[column] = max(widths[column], cell.count) }
            }
        }
        return rows.map { row in
            var line = indentation
            for (column, cell) in row.enumerated() {
                line += cell
                guard column < row.count - 1 else { continue }
                line += String(repeating: " ", count: max(widths[column] - cell.count, 0) + 2)
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}

/// Running text broken into lines of at most so many characters.
enum Paragraph {
    static func wrapped(_ text: String, indentation: Int, width: Int = 100) -> String {
        let indent = String(repeating: " ", count: indentation)
        var lines: [String] = []
        var line = ""
        for word in text.plain.split(separator: " ") {
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
