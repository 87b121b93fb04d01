/// The little XML that STS and IAM answer with: elements without attributes that matter, found by their name.
///
/// These answers are flat and come over TLS from AWS; what is looked for is the text of the first element of a name.
enum SimpleXML {
    /// The text of the first element called `name`, its entities resolved; `nil` where there is none.
    static func text(_ name: String, in document: String) -> String? {
        guard let tag = document.firstRange(of: "<\(name)>") else { return nil }
        let rest = document[tag.upperBound...]
        guard let end = rest.firstIndex(of: "<"), rest[end...].hasPrefix("</\(name)>") else { return nil }
        return unescape(String(rest[..<end]))
    }

    private static func unescape(_ text: String) -> String {
        guard text.contains("&") else { return text }
        var plain = ""
        var rest = text[...]
        while let ampersand = rest.firstIndex(of: "&") {
            plain += rest[..<ampersand]
            rest = rest[ampersand...]
            guard let end = rest.firstIndex(of: ";"),
                let character = entity(rest[rest.index(after: rest.startIndex)..<end])
            else {
                plain.append("&")
                rest = rest.dropFirst()
                continue
            }
            plain.append(character)
            rest = rest[rest.index(after: end)...]
        }
        return plain + rest
    }

    private static func entity(_ name: Substring) -> Character? {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default:
            let number = name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst())
            return name.hasPrefix("#") ? number.flatMap(Unicode.Scalar.init).map(Character.init) : nil
        }
    }
}
