import Documents

/// What is read can be written, and what is written reads as the same value.
enum JSONTarget {
    static func run(_ bytes: [UInt8]) throws {
        let value: JSONValue
        do {
            value = try JSONReader.read(bytes)
        } catch {
            try demand(error.offset <= bytes.count && !error.reason.isEmpty, "an error beyond the text: \(error)")
            return
        }
        for written in [Array(value.compactText().utf8), value.prettyBytes()] {
            try demand((try? JSONReader.read(written)) == value, "what was written reads as another value")
        }
        let canonical = value.canonicalBytes()
        try demand(
            (try? JSONReader.read(canonical))?.canonicalBytes() == canonical, "the canonical form is not canonical")
    }
}
