import Documents

/// What is read can be written, and what is written reads as the same document.
enum XMLTarget {
    static func run(_ bytes: [UInt8]) throws {
        guard let root = try? XMLReader.read(bytes) else { return }
        let written = Array(Self.written(root).utf8)
        try demand(
            (try? XMLReader.read(written)).map(withoutLines) == withoutLines(root), "it reads as another document")
    }

    private static func written(_ element: XMLElement) -> String {
        let attributes = element.attributes.map { " \($0.name)=\"\(escaped($0.value))\"" }.joined()
        let content = element.content.map { piece in
            switch piece {
            case .element(let element): written(element)
            case .text(let text): escaped(text)
            }
        }
        return "<\(element.name)\(attributes)>\(content.joined())</\(element.name)>"
    }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            "<>&\"\t\n\r".unicodeScalars.contains(scalar) ? "&#\(scalar.value);" : String(scalar)
        }.joined()
    }

    private static func withoutLines(_ element: XMLElement) -> XMLElement {
        var element = element
        element.line = 1
        element.content = element.content.map { piece in
            if case .element(let inner) = piece { .element(withoutLines(inner)) } else { piece }
        }
        return element
    }
}
