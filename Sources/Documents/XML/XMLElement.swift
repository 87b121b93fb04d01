/// An element of an XML document with everything in it.
public struct XMLElement: Sendable, Hashable {
    /// The name as it is written.
    public var name: String
    /// The attributes in the order of the document, every name once.
    public var attributes: [Attribute]
    /// What is in it, in the order of the document.
    public var content: [Content]
    /// The line on which it begins, counted from 1.
    public var line: Int

    /// An attribute.
    public struct Attribute: Sendable, Hashable {
        /// The name.
        public var name: String
        /// The value, unescaped.
        public var value: String
    }

    /// A piece of an element's content.
    public enum Content: Sendable, Hashable {
        /// An element.
        case element(XMLElement)
        /// Text, unescaped.
        case text(String)
    }

    /// The elements in this one.
    public var elements: some Sequence<XMLElement> {
        content.lazy.compactMap { if case .element(let element) = $0 { element } else { nil } }
    }

    /// All text in this element and in those within it.
    public var text: String {
        var text = ""
        gather(&text)
        return text
    }

    private func gather(_ text: inout String) {
        for piece in content {
            switch piece {
            case .element(let element): element.gather(&text)
            case .text(let own): text += own
            }
        }
    }
}

/// Where a text is no XML that is read here, and why.
public struct XMLError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line, counted from 1.
    public var line: Int
    /// What is wrong there; no part of the document. Not even names: where a `<` stands in a secret, the rest of it looks like one.
    public var reason: String

    /// `line 12: an end tag without its beginning`
    public var description: String { "line \(line): \(reason)" }
}

/// How much of an XML document is borne.
public struct XMLLimits: Sendable, Hashable {
    /// Elements within each other: documents of ours stay below twenty.
    public var depth: Int
    /// Attributes of an element.
    public var attributes: Int
    /// Elements in all: a tree takes some ten times the memory of the text.
    public var elements: Int
    /// Bytes of a name.
    public var nameBytes: Int

    /// 64 levels, 64 attributes, 500,000 elements and 256 bytes a name unless said otherwise.
    public init(depth: Int = 64, attributes: Int = 64, elements: Int = 500_000, nameBytes: Int = 256) {
        self.depth = depth
        self.attributes = attributes
        self.elements = elements
        self.nameBytes = nameBytes
    }
}
