internal import Documents

/// The fields of `application/x-www-form-urlencoded` text, or of a query.
struct FormFields: Sendable {
    /// The fields in their order; names may come more than once.
    private(set) var fields: [(name: String, value: String)] = []

    init(_ text: String) {
        for part in text.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            fields.append((Self.plain(pair[0]), pair.count == 2 ? Self.plain(pair[1]) : ""))
        }
    }

    subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// The fields as members of an object, but for some.
    func object(without names: Set<String>) -> JSONObject {
        var object = JSONObject()
        for (name, value) in fields where !names.contains(name) { object[name] = .string(value) }
        return object
    }

    /// The text with its escapes resolved; a plus is a blank.
    private static func plain(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            let pair = rest.prefix(2)
            if byte == UInt8(ascii: "%"), pair.count == 2,
                let value = UInt8(String(decoding: pair, as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
