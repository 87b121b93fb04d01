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

    /// The value for people to read: two blanks a level, members in the order of the object, and what is not plain escaped.
    public func prettyText() -> String {
        String(decoding: prettyBytes(), as: UTF8.self)
    }

    /// `prettyText` as UTF-8.
    public func prettyBytes() -> [UInt8] {
        var writer = JSONWriter(isSorted: false, isPretty: true)
        writer.write(self, depth: 0)
        return writer.bytes
    }
}

extension JSONValue {
    /// Appends the value's text to that of a composer.
    func write(to bytes: inout [UInt8], isSorted: Bool, isPretty: Bool, depth: Int) {
        var writer = JSONWriter(isSorted: isSorted, isPretty: isPretty)
        swap(&writer.bytes, &bytes)
        writer.write(self, depth: depth)
        swap(&writer.bytes, &bytes)
    }

    /// The value of a text that is composed, for whoever wants it as part of another one.
    public init(composing body: (inout JSONComposer) -> Void) {
        var composer = JSONComposer(.pretty)
        body(&composer)
        self = (try? JSONReader.read(composer.bytes)) ?? .null
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
            list(isSorted ? Self.sorted(object.members) : object.members, "{", "}", depth) { writer, member in
                writer.write(member.key)
                writer.append(writer.isPretty ? ": " : ":")
                writer.write(member.value, depth: depth + 1)
            }
        }
    }

    /// The members in the bytewise order of their keys, in which most objects of ours stand already.
    private static func sorted(_ members: [JSONObject.Member]) -> [JSONObject.Member] {
        func precedes(_ left: JSONObject.Member, _ right: JSONObject.Member) -> Bool {
            left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
        }
        guard members.indices.dropFirst().contains(where: { precedes(members[$0], members[$0 - 1]) }) else {
            return members
        }
        return members.sorted(by: precedes)
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
        JSONText.append(text, to: &bytes, isForPeople: isPretty)
    }
}
