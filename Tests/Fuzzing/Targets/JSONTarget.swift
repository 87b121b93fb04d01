import Documents

/// What is read can be written, and what is written reads as the same value.
enum JSONTarget {
    static func run(_ bytes: [UInt8]) throws {
        try checkRecords(bytes)
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
    /// Read record by record, a text without damage is what it is when read as a whole, and one with damage is refused there.
    private static func checkRecords(_ bytes: [UInt8]) throws {
        for place in [JSONPointer.root, JSONPointer.root.appending("a")] {
            let whole = try? JSONReader.read(bytes)
            guard let records = try? JSONReader.read(bytes, recordsAt: place) else {
                try demand(whole == nil, "whole JSON is refused record by record")
                continue
            }
            try demand((whole == nil) == !records.damage.isEmpty, "damage is passed over")
            try demand(whole == nil || whole == records.document, "record by record it is another value")
            let count = place.value(in: records.document)?.array?.count ?? 1
            try demand(records.damage.keys.allSatisfy { $0 < count }, "damage of no record")
        }
    }
}
