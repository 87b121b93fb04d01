import Glibc

/// Calm text on standard output: bold headings on a terminal, plain ones everywhere else.
struct Terminal {
    private let isStyled: Bool

    init(environment: [String: String]) {
        isStyled = isatty(STDOUT_FILENO) == 1 && environment["NO_COLOR"] == nil && environment["TERM"] != "dumb"
    }

    /// Begins a chapter.
    func chapter(_ title: String) {
        say("")
        say(isStyled ? "\u{1B}[1m\(title)\u{1B}[0m" : title)
        say(isStyled ? "" : String(repeating: "-", count: title.count))
    }

    func say(_ text: String) { Self.write(text + "\n", STDOUT_FILENO) }

    /// Says on standard error what went wrong.
    static func complain(_ text: String) { write(text + "\n", STDERR_FILENO) }

    private static func write(_ text: String, _ descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            // A reader that has gone, such as `head`, has seen enough.
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }

    /// Text of several lines as it is, without the line break at its end.
    func show(_ text: String) {
        say(text.hasSuffix("\n") ? String(text.dropLast()) : text)
    }

    /// Rows with aligned columns.
    func table(_ rows: [[String]]) {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.compactMap { column < $0.count ? $0[column].count : nil }.max() ?? 0
        }
        for row in rows {
            var line = " "
            for (column, cell) in row.enumerated() {
                line += " " + cell
                if column < row.count - 1 { line += String(repeating: " ", count: widths[column] - cell.count + 1) }
            }
            say(line)
        }
    }
}
