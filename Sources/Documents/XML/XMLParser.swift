/// The parser behind `XMLReader`: one pass over UTF-8, no recursion.
struct XMLParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let limits: XMLLimits
    private var place = 0
    private var line = 1
    private var lineCountedTo = 0
    private var elements = 0

    init(bytes: UnsafeBufferPointer<UInt8>, limits: XMLLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    /// The whole document.
    mutating func document() throws(XMLError) -> XMLElement {
        try declaration()
        var hasType = false
        while true {
            skipBlanks()
            if take("<!--") {
                try comment()
            } else if take("<?") {
                try instruction()
            } else if take("<!DOCTYPE") {
                if hasType { throw error("a second DOCTYPE") }
                hasType = true
                try documentType()
            } else {
                break
            }
        }
        guard next == UInt8(ascii: "<") else {
            throw error(place == bytes.count ? "the document is empty or cut off" : "text before the first element")
        }
        let root = try tree()
        while place < bytes.count {
            skipBlanks()
            if take("<!--") {
                try comment()
            } else if take("<?") {
                try instruction()
            } else if place < bytes.count {
                throw error("something follows the end of the first element")
            }
        }
        return root
    }

    // MARK: - Elements

    /// The element that begins here, with all that is in it.
    private mutating func tree() throws(XMLError) -> XMLElement {
        guard take("<") else { throw tagError("an element is expected") }
        let (root, isEmpty) = try startTag()
        if isEmpty { return root }
        var open = [root]
        var text: [UInt8] = []
        while true {
            if next == UInt8(ascii: "<") {
                if take("</") {
                    close(&text, in: &open)
                    let name = try name()
                    skipBlanks()
                    guard take(">") else { throw tagError("an end tag is not closed") }
                    guard let element = open.popLast() else { throw error("an end tag without its beginning") }
                    guard element.name == name else {
                        throw error("the element of line \(element.line) is not closed before the end of another")
                    }
                    guard let parent = open.indices.last else { return element }
                    open[parent].content.append(.element(element))
                } else if take("<!--") {
                    try comment()
                } else if take("<![CDATA[") {
                    try section(&text)
                } else if take("<?") {
                    try instruction()
                } else if take("<") {
                    close(&text, in: &open)
                    let (element, isEmpty) = try startTag()
                    if isEmpty, let parent = open.indices.last {
                        open[parent].content.append(.element(element))
                    } else {
                        guard open.count < limits.depth else {
                            throw error("elements nest deeper than \(limits.depth)")
                        }
                        open.append(element)
                    }
                }
            } else if place < bytes.count {
                try characters(&text, until: UInt8(ascii: "<"), isAttribute: false)
            } else {
                throw error("the document is cut off within the element of line \(open.last?.line ?? 1)")
            }
        }
    }

    /// Ends a run of text.
    private func close(_ text: inout [UInt8], in open: inout [XMLElement]) {
        guard !text.isEmpty, let parent = open.indices.last else { return }
        open[parent].content.append(.text(String(decoding: text, as: UTF8.self)))
        text.removeAll(keepingCapacity: true)
    }

    private mutating func startTag() throws(XMLError) -> (XMLElement, isEmpty: Bool) {
        elements += 1
        guard elements <= limits.elements else { throw error("more than \(limits.elements) elements") }
        var element = XMLElement(name: try name(), attributes: [], content: [], line: currentLine)
        while true {
            let hasBlank = skipBlanks()
            if take("/>") { return (element, true) }
            if take(">") { return (element, false) }
            guard place < bytes.count else { throw error("the document is cut off within a tag") }
            guard hasBlank else { throw tagError("no blank between attributes") }
            let attribute = try attribute()
            guard element.attributes.count < limits.attributes else {
                throw error("an element has more than \(limits.attributes) attributes")
            }
            guard !element.attributes.contains(where: { $0.name == attribute.name }) else {
                throw error("an element has an attribute twice")
            }
            element.attributes.append(attribute)
        }
    }

    private mutating func attribute() throws(XMLError) -> XMLElement.Attribute {
        let name = try name()
        skipBlanks()
        guard take("=") else { throw tagError("an attribute has no value") }
        skipBlanks()
        guard let quote = next, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            throw tagError("the value of an attribute has no quotes")
        }
        place += 1
        var value: [UInt8] = []
        while let byte = next, byte != quote {
            guard byte != UInt8(ascii: "<") else { throw error("< in the value of an attribute") }
            try characters(&value, until: quote, isAttribute: true)
        }
        guard next == quote else { throw error("the document is cut off within the value of an attribute") }
        place += 1
        return XMLElement.Attribute(name: name, value: String(decoding: value, as: UTF8.self))
    }

    private mutating func name() throws(XMLError) -> String {
        let start = place
        while let byte = next, Self.isOfName(byte, isFirst: place == start) { place += 1 }
        guard place > start else { throw tagError("a name is expected") }
        guard place - start <= limits.nameBytes else { throw error("a name of more than \(limits.nameBytes) bytes") }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    /// Beyond ASCII everything passes for a part of a name: what is read is looked for by its ASCII name.
    private static func isOfName(_ byte: UInt8, isFirst: Bool) -> Bool {
        switch byte {
        case 65...90, 97...122, UInt8(ascii: "_"), UInt8(ascii: ":"), 0x80...: true
        case 48...57, UInt8(ascii: "-"), UInt8(ascii: "."): !isFirst
        default: false
        }
    }

    // MARK: - Text

    /// Text up to `end` or `<`, with references resolved.
    private mutating func characters(
        _ text: inout [UInt8], until end: UInt8, isAttribute: Bool
    ) throws(XMLError) {
        while let byte = next, byte != end, byte != UInt8(ascii: "<") {
            switch byte {
            case UInt8(ascii: "&"):
                place += 1
                text.append(contentsOf: UTF8.encode(try reference()) ?? .init())
                continue
            case 0x0d:
                // A line end is one character, however many it is written with.
                text.append(isAttribute ? 0x20 : 0x0a)
                if place + 1 < bytes.count, bytes[place + 1] == 0x0a { place += 1 }
            case 0x09, 0x0a: text.append(isAttribute ? 0x20 : byte)
            case UInt8(ascii: "]") where !isAttribute && has("]]>"): throw error("]]> in text")
            default:
                try check(byte)
                text.append(byte)
            }
            place += 1
        }
    }

    private func check(_ byte: UInt8) throws(XMLError) {
        guard byte >= 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d else { throw error("a control character") }
        // U+FFFE and U+FFFF are no characters: EF BF BE, EF BF BF.
        if byte == 0xef, place + 2 < bytes.count, bytes[place + 1] == 0xbf, bytes[place + 2] >= 0xbe {
            throw error("a code that is no character")
        }
    }

    /// What stands behind an ampersand.
    private mutating func reference() throws(XMLError) -> Unicode.Scalar {
        let start = place
        while let byte = next, byte != UInt8(ascii: ";"), place - start < 12 { place += 1 }
        guard next == UInt8(ascii: ";") else { throw error("& without the name of a character") }
        let name = bytes[start..<place]
        place += 1
        if name.first == UInt8(ascii: "#") {
            let isHexadecimal = name.dropFirst().first == UInt8(ascii: "x")
            let digits = String(decoding: name.dropFirst(isHexadecimal ? 2 : 1), as: UTF8.self)
            let isNumber = digits.utf8.allSatisfy { UInt8(ascii: "+") != $0 && UInt8(ascii: "-") != $0 }
            guard isNumber, let number = UInt32(digits, radix: isHexadecimal ? 16 : 10),
                let scalar = Unicode.Scalar(number),
                number >= 0x20 || number == 9 || number == 10 || number == 13, number != 0xfffe, number != 0xffff
            else { throw error("a reference to a character that there is not") }
            return scalar
        }
        switch String(decoding: name, as: UTF8.self) {
        case "lt": return "<"
        case "gt": return ">"
        case "amp": return "&"
        case "quot": return "\""
        case "apos": return "'"
        default: throw error("an entity other than the five of XML; entities are not resolved")
        }
    }

    private mutating func section(_ text: inout [UInt8]) throws(XMLError) {
        while place < bytes.count {
            if take("]]>") { return }
            let byte = bytes[place]
            try check(byte)
            if byte == 0x0d {
                text.append(0x0a)
                if place + 1 < bytes.count, bytes[place + 1] == 0x0a { place += 1 }
            } else {
                text.append(byte)
            }
            place += 1
        }
        throw error("the document is cut off within a CDATA section")
    }

    // MARK: - What is passed over

    private mutating func comment() throws(XMLError) {
        while place < bytes.count {
            if take("--") {
                guard take(">") else { throw error("-- in a comment") }
                return
            }
            try check(bytes[place])
            place += 1
        }
        throw error("the document is cut off within a comment")
    }

    private mutating func instruction() throws(XMLError) {
        let target = try name()
        guard target.lowercased() != "xml" else { throw error("an XML declaration that is not at the beginning") }
        while place < bytes.count {
            if take("?>") { return }
            try check(bytes[place])
            place += 1
        }
        throw error("the document is cut off within a processing instruction")
    }

    private mutating func declaration() throws(XMLError) {
        guard has("<?xml"), place + 5 < bytes.count, Self.isBlank(bytes[place + 5]) else { return }
        while place < bytes.count {
            if take("?>") { return }
            guard bytes[place] != UInt8(ascii: "<") || place == 0 else { break }
            place += 1
        }
        throw error("the XML declaration is not closed")
    }

    /// The name and the external identifier of a document type; nothing else is borne, and nothing fetched.
    private mutating func documentType() throws(XMLError) {
        guard skipBlanks() else { throw error("the DOCTYPE has no name") }
        _ = try name()
        if skipBlanks() {
            if take("SYSTEM") {
                try literal()
            } else if take("PUBLIC") {
                try literal()
                try literal()
            }
            skipBlanks()
        }
        if next == UInt8(ascii: "[") { throw error("the DOCTYPE has declarations of its own, which are not read") }
        guard take(">") else { throw error("the DOCTYPE is not closed") }
    }

    private mutating func literal() throws(XMLError) {
        skipBlanks()
        guard let quote = next, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            throw error("the DOCTYPE names no document")
        }
        place += 1
        while let byte = next, byte != quote {
            try check(byte)
            place += 1
        }
        guard next == quote else { throw error("the DOCTYPE is not closed") }
        place += 1
    }

    // MARK: - Bytes

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private func has(_ text: StaticString) -> Bool {
        guard bytes.count - place >= text.utf8CodeUnitCount else { return false }
        for offset in 0..<text.utf8CodeUnitCount where bytes[place + offset] != text.utf8Start[offset] { return false }
        return true
    }

    private mutating func take(_ text: StaticString) -> Bool {
        guard has(text) else { return false }
        place += text.utf8CodeUnitCount
        return true
    }

    @discardableResult
    private mutating func skipBlanks() -> Bool {
        let start = place
        while let byte = next, Self.isBlank(byte) { place += 1 }
        return place > start
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 }

    /// The line of the current place; counted on from the last question.
    private var currentLine: Int {
        mutating get {
            for offset in lineCountedTo..<place where bytes[offset] == 0x0a { line += 1 }
            lineCountedTo = place
            return line
        }
    }

    /// What is missing in a tag, or that there is no more of it.
    private func tagError(_ reason: String) -> XMLError {
        error(place < bytes.count || place == 0 ? reason : "the document is cut off within a tag")
    }

    private func error(_ reason: String) -> XMLError {
        XMLError(line: 1 + bytes[..<place].count { $0 == 0x0a }, reason: reason)
    }
}
