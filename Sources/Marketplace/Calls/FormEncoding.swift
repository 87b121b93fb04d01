internal import Transport

/// `application/x-www-form-urlencoded`, as AWS's query services read it (RFC 3986 escapes).
enum FormEncoding {
    static func encode(_ fields: [(String, String)]) -> [UInt8] {
        let pairs = fields.map { "\(PercentEncoding.encoded($0.0))=\(PercentEncoding.encoded($0.1))" }
        return Array(pairs.joined(separator: "&").utf8)
    }
}
