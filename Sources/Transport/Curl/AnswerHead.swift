/// The header lines of an answer as they come in, held to a budget.
struct AnswerHead {
    /// Why no more lines are taken.
    enum Fault: Error {
        case tooLong, twoLengths
    }

    /// The fields of the final answer, names in lower case. Trailers are not among them: nothing of ours reads one, and
    /// none can pass for a header.
    private(set) var fields: [Request.Header] = []
    private var bytes = 0
    private var lines = 0
    private var length: String?
    /// Whether the blank line has come. libcurl is content with an answer that ends before it.
    private(set) var isOver = false

    /// The encoding of the body, `nil` for none.
    var encoding: String? {
        fields.first { $0.name == "content-encoding" && $0.value.lowercased() != "identity" }?.value
    }

    /// Takes one line, its line break included.
    mutating func take(_ line: UnsafeBufferPointer<UInt8>) throws(Fault) {
        bytes += line.count
        lines += 1
        guard bytes <= CurlSettings.headerBytes, lines <= CurlSettings.headerLines else { throw .tooLong }
        let text = String(decoding: line, as: UTF8.self)
        // A new status line begins the headers anew: those of an interim answer (100) do not count.
        if text.hasPrefix("HTTP/") {
            fields.removeAll(keepingCapacity: true)
            length = nil
            isOver = false
        } else if text.allSatisfy(\.isNewline) {
            isOver = true
        } else if !isOver, text.first != " ", text.first != "\t", let colon = text.firstIndex(of: ":") {
            try add(name: text[..<colon].lowercased(), value: text[text.index(after: colon)...])
        }
    }

    private mutating func add(name: String, value: Substring) throws(Fault) {
        let start = value.drop { $0 == " " || $0 == "\t" }
        let end = start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) } ?? start.startIndex
        let value = String(start[..<end])
        if name == "content-length" {
            // RFC 9112 6.3: two lengths that differ are no framing at all.
            guard length == nil || length == value else { throw .twoLengths }
            length = value
        }
        fields.append(Request.Header(name, value))
    }
}
