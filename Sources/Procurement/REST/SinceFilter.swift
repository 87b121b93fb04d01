internal import Documents
internal import Reconciliation

extension RESTOptions.Since {
    /// Asks a request for what has changed since a moment.
    func apply(_ moment: Instant, zone: Int64, to request: inout RESTRequest) {
        let text = Template.fill(value) { name in
            if name == "since" { return format.text(moment, offset: zone) }
            guard name.hasPrefix("since:"), let pattern = DatePattern(String(name.dropFirst(6))) else { return nil }
            return pattern.text(moment, offset: zone)
        }
        if isBase64 {
            request.set(parameter, .string(Base64.url(Array(text.utf8))))
        } else if parameter.hasPrefix("/"), let value = try? JSONReader.read(Array(text.utf8)) {
            // In a body, a value that is JSON is meant as JSON.
            request.set(parameter, value)
        } else {
            request.set(parameter, .string(text))
        }
    }
}

/// Base64 for addresses (RFC 4648, section 5).
enum Base64 {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// The bytes, padded.
    static func url(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let number = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? digits[number >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
