internal import Documents

/// A change as text: `["orders","coupa-main/4711",{…}]` puts, `["orders","coupa-main/4711"]` removes.
///
/// Snapshot and journal are made of these. Reading cuts the value out without decoding it: its checksum has been
/// compared, and most values of a start are never looked at.
enum RecordText {
    /// Writes a change at the end of `bytes`.
    static func append(_ change: EncodedChange, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: Array("[\"\(change.table.rawValue)\",".utf8))
        appendString(change.record.key, to: &bytes)
        if change.isPut {
            bytes.append(UInt8(ascii: ","))
            bytes.append(contentsOf: change.record.value)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    /// Reads the change that begins at `place`, and moves `place` behind it; `nil` where there is none.
    static func read(_ bytes: Span<UInt8>, at place: inout Int) -> EncodedChange? {
        guard skip("[", bytes, &place), let name = string(bytes, &place),
            let table = Table(rawValue: String(decoding: name, as: UTF8.self)),
            skip(",", bytes, &place), let key = string(bytes, &place),
            !key.isEmpty, key.count <= StoreLimits.keyBytes
        else { return nil }
        if skip("]", bytes, &place) {
            return EncodedChange(table: table, record: Record(key: key.span), isPut: false)
        }
        guard skip(",", bytes, &place) else { return nil }
        let start = place
        guard skipValue(bytes, &place) else { return nil }
        let record = Record(key: key.span, value: bytes.extracting(start..<place))
        guard skip("]", bytes, &place) else { return nil }
        return EncodedChange(table: table, record: record, isPut: true)
    }

    /// Moves behind `character`, if it is there.
    static func skip(_ character: Unicode.Scalar, _ bytes: Span<UInt8>, _ place: inout Int) -> Bool {
        guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private static func appendString(_ text: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
        guard text.contains(where: { $0 < 0x20 || $0 == quote || $0 == escape }) else {
            bytes.append(quote)
            bytes.append(contentsOf: text)
            bytes.append(quote)
            return
        }
        bytes.append(contentsOf: JSONValue.string(String(decoding: text, as: UTF8.self)).canonicalBytes())
    }

    /// The string that begins at `place`, unescaped.
    private static func string(_ bytes: Span<UInt8>, _ place: inout Int) -> [UInt8]? {
        let start = place
        guard let isPlain = skipString(bytes, &place) else { return nil }
        // A key of plain ASCII is what it looks like; any other is read as JSON has it.
        let isReadable = isPlain && (start + 1..<place - 1).allSatisfy { (0x20..<0x80).contains(bytes[$0]) }
        guard isReadable else {
            let text = copy(bytes.extracting(start..<place))
            return (try? JSONReader.read(text))?.string.map { Array($0.utf8) }
        }
        return copy(bytes.extracting(start + 1..<place - 1))
    }

    private static func copy(_ bytes: Span<UInt8>) -> [UInt8] {
        bytes.withUnsafeBufferPointer { Array($0) }
    }

    /// Moves behind a string; says whether it is free of escapes, `nil` where there is no whole one.
    private static func skipString(_ bytes: Span<UInt8>, _ place: inout Int) -> Bool? {
        guard skip("\"", bytes, &place) else { return nil }
        var isPlain = true
        while place < bytes.count {
            switch bytes[place] {
            case quote:
                place += 1
                return isPlain
            case escape:
                isPlain = false
                place += 2
            default: place += 1
            }
        }
        return nil
    }

    /// Moves behind a value by counting brackets outside of strings.
    private static func skipValue(_ bytes: Span<UInt8>, _ place: inout Int) -> Bool {
        let start = place
        var depth = 0
        while place < bytes.count {
            switch bytes[place] {
            case quote:
                guard skipString(bytes, &place) != nil else { return false }
                if depth == 0 { return true }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                place += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                // The bracket that closes the record ends a number or a word.
                if depth == 0 { return place > start }
                depth -= 1
                place += 1
                if depth == 0 { return true }
            default: place += 1
            }
        }
        return false
    }

    private static let quote = UInt8(ascii: "\"")
    private static let escape = UInt8(ascii: "\\")
}
