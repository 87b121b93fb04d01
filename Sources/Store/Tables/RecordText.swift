internal import Documents

/// A change as text: `["orders","coupa-main/4711",{…}]` puts, `["orders","coupa-main/4711"]` removes.
///
/// Snapshot and journal are made of these. Reading cuts the value out without decoding it: its checksum has been
/// compared, and most values of a start are never looked at.
enum RecordText {
    /// Writes a change at the end of `bytes`.
    static func append(_ change: EncodedChange, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "["))
        bytes.append(quote)
        bytes.append(contentsOf: change.table.rawValue.utf8)
        bytes.append(quote)
        bytes.append(UInt8(ascii: ","))
        appendString(change.record.key, to: &bytes)
        if change.isPut {
            bytes.append(UInt8(ascii: ","))
            bytes.append(contentsOf: change.record.value)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    /// Reads the change that begins at `place`, and moves `place` behind it; `nil` where there is none.
    static func read(_ bytes: Span<UInt8>, at place: inout Int) -> EncodedChange? {
        bytes.withUnsafeBufferPointer { read($0, &place) }
    }

    private static func read(_ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> EncodedChange? {
        guard skip(UInt8(ascii: "["), bytes, &place), let name = string(bytes, &place), name.isPlain,
            let table = Table(named: bytes, name.inside),
            skip(UInt8(ascii: ","), bytes, &place), let key = string(bytes, &place)
        else { return nil }
        guard skip(UInt8(ascii: ","), bytes, &place) else {
            guard skip(UInt8(ascii: "]"), bytes, &place) else { return nil }
            return change(table, bytes, key, value: nil)
        }
        let start = place
        guard skipValue(bytes, &place), let change = change(table, bytes, key, value: start..<place),
            skip(UInt8(ascii: "]"), bytes, &place)
        else { return nil }
        return change
    }

    private static func change(
        _ table: Table, _ bytes: UnsafeBufferPointer<UInt8>, _ key: Text, value: Range<Int>?
    ) -> EncodedChange? {
        guard key.isPlain else {
            let text = Array(bytes[key.inside.lowerBound - 1..<key.inside.upperBound + 1])
            guard let unescaped = (try? JSONReader.read(text))?.string.map({ Array($0.utf8) }) else { return nil }
            return unescaped.withUnsafeBufferPointer { change(table, key: $0, bytes, value) }
        }
        return change(table, key: UnsafeBufferPointer(rebasing: bytes[key.inside]), bytes, value)
    }

    private static func change(
        _ table: Table, key: UnsafeBufferPointer<UInt8>, _ bytes: UnsafeBufferPointer<UInt8>, _ value: Range<Int>?
    ) -> EncodedChange? {
        guard !key.isEmpty, key.count <= StoreLimits.keyBytes else { return nil }
        let content = UnsafeBufferPointer(rebasing: bytes[value ?? 0..<0])
        return EncodedChange(table: table, record: Record(key: key.span, value: content.span), isPut: value != nil)
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

    private static func skip(_ byte: UInt8, _ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> Bool {
        guard place < bytes.count, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    /// Where a string is.
    private struct Text {
        /// What is between its quotes.
        let inside: Range<Int>
        /// Whether it is plain ASCII, which is what it looks like; any other is read as JSON has it.
        let isPlain: Bool
    }

    /// Moves behind the string that begins at `place`; `nil` where there is no whole one.
    private static func string(_ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> Text? {
        guard skip(quote, bytes, &place) else { return nil }
        let start = place
        var isPlain = true
        while place < bytes.count {
            let byte = bytes[place]
            if byte == quote {
                place += 1
                return Text(inside: start..<place - 1, isPlain: isPlain)
            }
            if byte == escape { place += 1 }
            if byte == escape || !(0x20..<0x80).contains(byte) { isPlain = false }
            place += 1
        }
        return nil
    }

    /// Moves behind a value by counting brackets outside of strings.
    private static func skipValue(_ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> Bool {
        let start = place
        var depth = 0
        while place < bytes.count {
            switch bytes[place] {
            case quote:
                guard string(bytes, &place) != nil else { return false }
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
