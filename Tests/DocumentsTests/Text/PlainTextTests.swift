import Documents
import Testing

/// Text from outside in front of people: on a terminal, and as JSON.
@Suite struct PlainTextTests {
    @Test func whatCannotBeSeenIsShown() {
        #expect("PO-1 Größe 😀 e\u{301}".plain == "PO-1 Größe 😀 e\u{301}")
        #expect("a\u{1b}[2J\u{9b}b\u{0}\u{7f}\r\n".plain == "a\\u{1b}[2J\\u{9b}b\\u{0}\\u{7f}\\u{d}\\u{a}")
        #expect("\u{202e}\u{2066}\u{200b}\u{2028}".plain == "\\u{202e}\\u{2066}\\u{200b}\\u{2028}")
        #expect("\u{feff}\u{e0041}".plain == "\\u{feff}\\u{e0041}")
        #expect("a\nb\r\u{1b}".plainLines == "a\nb\\u{d}\\u{1b}")
    }

    /// Of every scalar: what a reader gets is what was written, and what is not plain stands there in ASCII.
    @Test func prettyJSONGivesBackEveryScalar() throws {
        let all = (0...0x10ffff as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init)
        for start in stride(from: 0, to: all.count, by: 4096) {
            var text = ""
            text.unicodeScalars.append(contentsOf: all[start..<min(start + 4096, all.count)])
            let written = JSONValue.string(text).prettyText()
            let read = try JSONReader.read(Array(written.utf8)).string ?? ""
            #expect(Array(read.unicodeScalars) == Array(text.unicodeScalars))
            #expect(!written.unicodeScalars.contains { !$0.isPlain })
        }
    }
}
