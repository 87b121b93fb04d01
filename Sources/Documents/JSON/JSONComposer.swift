/// Writes a JSON text member by member, without a tree of values in between: a cycle writes tens of thousands of records of
/// a few shapes.
///
/// The text is that of the `JSONValue` with these members: in the order of the calls, laid out as `prettyBytes` does, or
/// canonical as `canonicalBytes` is. No object may be given a name twice.
public struct JSONComposer: Sendable {
    /// How the text looks.
    public enum Form: Sendable, Hashable {
        /// No blanks; the members of every object in the bytewise order of their names.
        case canonical
        /// Two blanks a level, members in the order of the calls.
        case pretty
    }

    /// The text so far.
    public private(set) var bytes: [UInt8] = []
    private let form: Form
    private var depth: Int
    /// Whether nothing stands in the object or array yet that is being written.
    private var isEmpty = true
    /// Where the members begin of the objects that are being written.
    private var members: [Int] = []
    /// Room for sorting the members of an object, kept for the next one.
    private var scratch: (pieces: [Range<Int>], sorted: [UInt8]) = ([], [])

    /// An empty text; a pretty one may stand within others, `depth` levels deep.
    public init(_ form: Form, depth: Int = 0) {
        self.form = form
        self.depth = depth
    }

    /// Takes the text away and begins anew, in the same memory.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        isEmpty = true
    }

    // MARK: - Values

    /// An object whose members `body` writes.
    public mutating func object(_ body: (inout JSONComposer) -> Void) {
        enclose(UInt8(ascii: "{"), UInt8(ascii: "}"), sortsMembers: true, body)
    }

    /// The object at `name`.
    public mutating func object(_ name: StaticString, _ body: (inout JSONComposer) -> Void) {
        begin(name)
        object(body)
    }

    /// The array at `name` of objects whose members `body` writes.
    public mutating func objects<Element>(
        _ name: StaticString, _ elements: some Sequence<Element>, _ body: (inout JSONComposer, Element) -> Void
    ) {
        begin(name)
        enclose(UInt8(ascii: "["), UInt8(ascii: "]"), sortsMembers: false) { $0.objects(elements, body) }
    }

    /// An array of objects whose members `body` writes.
    public mutating func array<Element>(
        of elements: some Sequence<Element>, _ body: (inout JSONComposer, Element) -> Void
    ) {
        enclose(UInt8(ascii: "["), UInt8(ascii: "]"), sortsMembers: false) { $0.objects(elements, body) }
    }

    private mutating func objects<Element>(
        _ elements: some Sequence<Element>, _ body: (inout JSONComposer, Element) -> Void
    ) {
        for element in elements {
            separate()
            object { body(&$0, element) }
        }
    }

    /// A string at `name`; left out where there is none.
    public mutating func text(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        begin(name)
        JSONText.append(text, to: &bytes, isForPeople: form == .pretty)
    }

    /// The object at `name` of these strings, in the bytewise order of their names; left out where there are none.
    public mutating func texts(_ name: StaticString, _ texts: [String: String]) {
        guard !texts.isEmpty else { return }
        begin(name)
        // Names may have escapes, so that they are not sorted by what is written.
        enclose(UInt8(ascii: "{"), UInt8(ascii: "}"), sortsMembers: false) { composer in
            for (name, text) in texts.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
                composer.separate()
                JSONText.append(name, to: &composer.bytes, isForPeople: composer.form == .pretty)
                composer.appendColon()
                JSONText.append(text, to: &composer.bytes, isForPeople: composer.form == .pretty)
            }
        }
    }

    /// A value at a name that is not known beforehand; only in a pretty text, where nothing is sorted.
    mutating func value(named name: String, _ value: JSONValue) {
        separate()
        JSONText.append(name, to: &bytes, isForPeople: form == .pretty)
        appendColon()
        value.write(to: &bytes, isSorted: false, isPretty: form == .pretty, depth: depth)
    }

    /// An array without elements at `name`.
    mutating func emptyArray(_ name: StaticString) {
        begin(name)
        bytes.append(contentsOf: "[]".utf8)
    }

    /// A value at `name`; left out where there is none.
    public mutating func value(_ name: StaticString, _ value: JSONValue?) {
        guard let value else { return }
        begin(name)
        value.write(to: &bytes, isSorted: form == .canonical, isPretty: form == .pretty, depth: depth)
    }

    /// A string at `name` whose characters `write` appends; none of them may need an escape.
    public mutating func plain(_ name: StaticString, _ write: (inout [UInt8]) -> Void) {
        begin(name)
        bytes.append(UInt8(ascii: "\""))
        write(&bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// A whole number at `name`; left out where there is none.
    public mutating func number(_ name: StaticString, _ number: Int?) {
        guard let number else { return }
        begin(name)
        JSONText.append(number, to: &bytes)
    }

    /// A truth value at `name`; left out where there is none.
    public mutating func flag(_ name: StaticString, _ flag: Bool?) {
        guard let flag else { return }
        begin(name)
        bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    }

    /// `null` at `name`.
    public mutating func null(_ name: StaticString) {
        begin(name)
        bytes.append(contentsOf: "null".utf8)
    }

    // MARK: - Layout

    private mutating func begin(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        appendColon()
    }

    private mutating func appendColon() {
        bytes.append(UInt8(ascii: ":"))
        if form == .pretty { bytes.append(UInt8(ascii: " ")) }
    }

    private mutating func separate() {
        if !isEmpty { bytes.append(UInt8(ascii: ",")) }
        isEmpty = false
        breakLine()
        members.append(bytes.count)
    }

    private mutating func enclose(
        _ open: UInt8, _ close: UInt8, sortsMembers: Bool, _ body: (inout JSONComposer) -> Void
    ) {
        bytes.append(open)
        isEmpty = true
        depth += 1
        let outer = members.count
        body(&self)
        if sortsMembers, form == .canonical { sortMembers(from: outer) }
        members.removeSubrange(outer...)
        depth -= 1
        if !isEmpty { breakLine() }
        isEmpty = false
        bytes.append(close)
    }

    private mutating func breakLine() {
        guard form == .pretty else { return }
        bytes.append(0x0a)
        for _ in 0..<depth * 2 { bytes.append(0x20) }
    }

    /// Brings the members of the object that ends here into the order of their names.
    private mutating func sortMembers(from outer: Int) {
        let starts = members[outer...]
        guard let first = starts.first else { return }
        let isSorted = bytes.withUnsafeBufferPointer { bytes in
            starts.indices.dropFirst().allSatisfy { Self.precedes(bytes, starts[$0 - 1], starts[$0]) }
        }
        if isSorted { return }
        // Each member ends before the comma in front of the next one.
        var (pieces, sorted) = scratch
        scratch = ([], [])
        pieces.removeAll(keepingCapacity: true)
        for place in starts.indices {
            pieces.append(starts[place]..<(place + 1 < members.count ? members[place + 1] - 1 : bytes.count))
        }
        bytes.withUnsafeBufferPointer { bytes in
            pieces.sort { Self.precedes(bytes, $0.lowerBound, $1.lowerBound) }
        }
        sorted.removeAll(keepingCapacity: true)
        for piece in pieces {
            if !sorted.isEmpty { sorted.append(UInt8(ascii: ",")) }
            sorted.append(contentsOf: bytes[piece])
        }
        bytes.replaceSubrange(first..., with: sorted)
        scratch = (pieces, sorted)
    }

    /// Whether the name that begins at one place comes before the one at another; neither has an escape, and the quote
    /// that ends a name comes before everything that names are made of.
    private static func precedes(_ bytes: UnsafeBufferPointer<UInt8>, _ left: Int, _ right: Int) -> Bool {
        var (left, right) = (left + 1, right + 1)
        while left < bytes.count, right < bytes.count {
            if bytes[left] != bytes[right] { return bytes[left] < bytes[right] }
            if bytes[left] == UInt8(ascii: "\"") { return false }
            left += 1
            right += 1
        }
        return false
    }
}

/// The pieces of a JSON text.
enum JSONText {
    /// Writes a string with its quotes, with only the escapes that RFC 8259 demands.
    ///
    /// - Parameter isForPeople: whether everything else is escaped too that is not plain, since a terminal may take it for an
    ///   instruction. A reader gets the same value.
    static func append(_ text: String, to bytes: inout [UInt8], isForPeople: Bool = false) {
        // Most texts are ASCII, of which only the control that is no escape in JSON is not plain.
        if isForPeople, text.utf8.contains(where: { $0 > 0x7e }), text.unicodeScalars.contains(where: { !$0.isPlain }) {
            return appendPlain(text, to: &bytes)
        }
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            guard utf8.contains(where: isEscaped) else { return bytes.append(contentsOf: utf8) }
            var start = utf8.startIndex
            for index in utf8.indices where isEscaped(utf8[index]) {
                bytes.append(contentsOf: utf8[start..<index])
                escape(utf8[index], to: &bytes)
                start = index + 1
            }
            bytes.append(contentsOf: utf8[start...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a whole number in decimal digits.
    static func append(_ number: Int, to bytes: inout [UInt8]) {
        guard (0..<10).contains(number) else { return bytes.append(contentsOf: String(number).utf8) }
        bytes.append(48 + UInt8(number))
    }

    private static func appendPlain(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            let units = Array(String(scalar).utf8)
            if units.count == 1, let byte = units.first, byte != 0x7f {
                if isEscaped(byte) { escape(byte, to: &bytes) } else { bytes.append(byte) }
            } else if scalar.isPlain {
                bytes.append(contentsOf: units)
            } else {
                for unit in String(scalar).utf16 { appendUnit(unit, to: &bytes) }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a UTF-16 code unit as an escape.
    private static func appendUnit(_ unit: UInt16, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: "\\u".utf8)
        for shift in [12, 8, 4, 0] as [UInt16] { bytes.append(hexDigits[Int(unit >> shift & 0xf)]) }
    }

    private static let hexDigits = Array("0123456789abcdef".utf8)

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func escape(_ byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""): bytes.append(contentsOf: "\\\"".utf8)
        case UInt8(ascii: "\\"): bytes.append(contentsOf: "\\\\".utf8)
        case 0x08: bytes.append(contentsOf: "\\b".utf8)
        case 0x09: bytes.append(contentsOf: "\\t".utf8)
        case 0x0a: bytes.append(contentsOf: "\\n".utf8)
        case 0x0c: bytes.append(contentsOf: "\\f".utf8)
        case 0x0d: bytes.append(contentsOf: "\\r".utf8)
        default:
            bytes.append(contentsOf: "\\u00".utf8)
            bytes.append(byte < 0x10 ? 48 : 49)
            bytes.append(hexDigits[Int(byte & 0xf)])
        }
    }
}
