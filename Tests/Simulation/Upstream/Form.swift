internal import Documents
internal import Transport

/// The fields of a query or of a form body.
struct Form {
    private var fields: [String: String] = [:]

    /// The fields behind the question mark of an address; names are left as they are.
    init(query url: String) {
        self.init(url.firstIndex(of: "?").map { url[url.index(after: $0)...] } ?? "")
    }

    /// The fields of a body.
    init(_ body: [UInt8]) {
        self.init(Substring(String(decoding: body, as: UTF8.self)))
    }

    private init(_ text: Substring) {
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            fields[String(parts[0])] = parts.count > 1 ? Self.decode(parts[1]) : ""
        }
    }

    subscript(name: String) -> String? { fields[name] }

    private static func decode(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "%"), let code = UInt8(digits, radix: 16) {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Response {
    /// An answer with a JSON body.
    static func json(_ value: JSONValue, status: Int) -> Response {
        Response(
            status: status, headers: [.init("content-type", "application/json")], body: value.canonicalBytes())
    }

    /// An answer with an XML body.
    static func xml(_ text: String, status: Int) -> Response {
        Response(status: status, headers: [.init("content-type", "text/xml")], body: Array(text.utf8))
    }
}
