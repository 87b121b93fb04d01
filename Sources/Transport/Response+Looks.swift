extension Response {
    /// What the body looks like, for messages about one that is not what was asked for: `a document that begins with
    /// <!DOCTYPE html>`. None of its text is in it, since servers repeat what they were sent, secrets too.
    public var looks: String { Self.looks(body) }

    /// What bytes look like.
    public static func looks(_ body: [UInt8]) -> String {
        guard let first = body.first(where: { $0 > 0x20 }) else { return body.isEmpty ? "nothing" : "blanks alone" }
        switch first {
        case UInt8(ascii: "<"): return "a document that begins with \(tag(body))"
        case UInt8(ascii: "{"), UInt8(ascii: "["): return "\(body.count) bytes that begin as JSON does"
        default: return "\(body.count) bytes of something else"
        }
    }

    /// The tags that say what a document is; any other is just a tag.
    private static func tag(_ body: [UInt8]) -> String {
        let beginning = String(decoding: body.prefix(80), as: UTF8.self).lowercased().drop { $0.isWhitespace }
        let known = ["<!doctype html", "<html", "<?xml", "<error", "<!--"]
        return known.first { beginning.hasPrefix($0) }.map { "\($0)>" } ?? "a tag"
    }
}
