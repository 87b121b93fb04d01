/// Splits a line into words as a POSIX shell does, without expanding anything: quotes and backslashes, nothing else
/// (Python's `shlex.split`, which the SDK for Python uses for `credential_process` and section names).
enum ShellWords {
    /// Why a line cannot be split.
    enum Fault: Error, Hashable {
        /// A quote is never closed.
        case openQuote
        /// The line ends in a backslash.
        case openEscape
    }

    static func split(_ line: String) throws(Fault) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Unicode.Scalar?
        var isEscaped = false
        for character in line.unicodeScalars {
            if isEscaped {
                // Between double quotes a backslash stands for itself, unless it is before one of its own kind.
                if quote != nil, character != "\\", character != quote { word?.unicodeScalars.append("\\") }
                word?.unicodeScalars.append(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                word = word ?? ""
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil } else { word?.unicodeScalars.append(character) }
            } else if character == "\"" || character == "'" {
                word = word ?? ""
                quote = character
            } else if character == " " || character == "\t" || character == "\r" || character == "\n" {
                if let whole = word { words.append(whole) }
                word = nil
            } else {
                word = word ?? ""
                word?.unicodeScalars.append(character)
            }
        }
        if isEscaped { throw .openEscape }
        if quote != nil { throw .openQuote }
        if let whole = word { words.append(whole) }
        return words
    }
}

extension ShellWords.Fault: CustomStringConvertible {
    var description: String {
        switch self {
        case .openQuote: "a quote is not closed"
        case .openEscape: "it ends in a backslash"
        }
    }
}
