extension JSONValue {
    /// The one form in which equal values are equal bytes: keys sorted bytewise, no blanks, only the escapes that RFC 8259
    /// demands.
    public func canonicalBytes() -> [UInt8] {
        var writer = JSONWriter(isSorted: true, isPretty: false)
        writer.write(self, depth: 0)
        return writer.bytes
    }

    /// The value on one line, members in the order of the object.
    public func compactText() -> String {
        var writer = JSONWriter(isSorted: false, isPretty: false)
        writer.write(self, depth: 0)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The value for people to read: two blanks a level, members in the order of the object.
    public func prettyText() -> String {
        String(decoding: prettyBytes(), as: UTF8.self)
    }

    /// This object with a list as its last member, as `prettyText` in UTF-8; the elements are made one at a time, so that
    /// a long list takes no more memory than its text.
    public func prettyBytes(listing name: String, _ elements: some Sequence<JSONValue>) -> [UInt8] {
        var writer = JSONWriter(isSorted: false, isPretty: true)
        writer.write(object?.members ?? [], listing: name, elements)
        return writer.bytes
    }

    /// `prettyText` as UTF-8.
    public func prettyBytes() -> [UInt8] {
        var writer = JSONWriter(isSorted: false, isPretty: true)
        writer.write(self, depth: 0)
        return writer.bytes
    }
}

/// Writes a value as UTF-8.
private struct JSONWriter {
    let isSorted: Bool
    let isPretty: Bool
    var bytes: [UInt8] = []

    mutating func write(_ value: JSONValue, depth: Int) {
        switch value {
        case .null: append("null")
        case .bool(let flag): append(flag ? "true" : "false")
        case .number(let text): append(text)
        case .string(let text): write(text)
        case .array(let elements):
            list(elements, "[", "]", depth) { writer, element in writer.write(element, depth: depth + 1) }
        case .object(let object):
            let members =
                isSorted
                ? object.members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } : object.members
            list(members, "{", "}", depth) { writer, member in
                writer.write(member.key)
                writer.append(writer.isPretty ? ": " : ":")
                writer.write(member.value, depth: depth + 1)
            }
        }
    }

    mutating func write(_ members: [JSONObject.Member], listing name: String, _ elements: some Sequence<JSONValue>) {
        append("{")
        for member in members {
            breakLine(1)
            write(member.key)
            append(": ")
            write(member.value, depth: 1)
            append(",")
        }
        breakLine(1)
        write(name)
        append(": [")
        var isEmpty = true
        for element in elements {
            if !isEmpty { append(",") }
            isEmpty = false
            breakLine(2)
            write(element, depth: 2)
        }
        if !isEmpty { breakLine(1) }
        append("]")
        breakLine(0)
        append("}")
    }

    private mutating func list<Element>(
        _ elements: [Element], _ open: String, _ close: String, _ depth: Int,
        _ element: (inout JSONWriter, Element) -> Void
    ) {
        append(open)
        for (index, each) in elements.enumerated() {
            if index > 0 { append(",") }
            breakLine(depth + 1)
            element(&self, each)
        }
        if !elements.isEmpty { breakLine(depth) }
        append(close)
    }

    private mutating func breakLine(_ depth: Int) {
        guard isPretty else { return }
        bytes.append(0x0a)
        bytes.append(contentsOf: repeatElement(0x20, count: depth * 2))
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            var start = utf8.startIndex
            for index in utf8.indices where Self.isEscaped(utf8[index]) {
                bytes.append(contentsOf: utf8[start..<index])
                escape(utf8[index])
                start = index + 1
            }
            bytes.append(contentsOf: utf8[start...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case 0x08: append("\\b")
        case 0x09: append("\\t")
        case 0x0a: append("\\n")
        case 0x0c: append("\\f")
        case 0x0d: append("\\r")
        default:
            append("\\u00")
            bytes.append(byte < 0x10 ? 48 : 49)
            bytes.append(Array("0123456789abcdef".utf8)[Int(byte & 0xf)])
        }
    }
}
