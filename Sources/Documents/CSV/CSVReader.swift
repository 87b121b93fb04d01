/// Reads the rows of a text with separated values by RFC 4180: quotes doubled within quotes, line ends within quotes.
///
/// A row is a set of places in the text, so that a file of any length is read in the memory of its bytes.
public struct CSVReader: Sendable {
    /// The text, in UTF-8 without byte order mark.
    public let bytes: [UInt8]
    /// What separates fields.
    public let delimiter: UInt8
    private var place = 0
    private var line = 1

    /// Fields that a row has at most: the widest exports have a few hundred columns.
    static let fieldLimit = 2000

    /// A reader of a text; `delimiter` is an ASCII character, a comma unless said otherwise.
    public init(_ bytes: [UInt8], delimiter: UInt8 = UInt8(ascii: ",")) {
        self.bytes = bytes
        self.delimiter = delimiter
    }

    /// One row.
    public struct Row: Sendable {
        /// The line on which it begins, counted from 1.
        public fileprivate(set) var line = 0
        /// The byte at which it begins.
        public fileprivate(set) var offset = 0
        /// The number of fields.
        public var count: Int { fields.count }
        fileprivate var fields: [Field] = []

        /// No row yet.
        public init() {}
    }

    fileprivate struct Field: Sendable {
        var start: Int
        var end: Int
        var hasDoubledQuotes: Bool
    }

    /// Reads the next row into `row`.
    ///
    /// - Returns: `false` where there is none.
    /// - Throws: a row that is none; `row` has the fields before what is wrong, and the next call goes on behind its line,
    ///   or finds nothing more where nobody knows where the next row begins.
    public mutating func next(_ row: inout Row) throws(CSVError) -> Bool {
        row.fields.removeAll(keepingCapacity: true)
        row.line = line
        row.offset = place
        guard place < bytes.count else { return false }
        // The one place where speed counts: an export has millions of bytes.
        let result = bytes.withUnsafeBufferPointer { buffer in Self.scan(buffer, &place, &line, delimiter, &row.fields)
        }
        if let result {
            guard !result.isFatal, !skipLine() else {
                place = bytes.count
                let rest = result.isFatal ? "" : ", and whether the text goes on in the next line cannot be told"
                throw CSVError(line: row.line, reason: result.reason + rest, isFatal: true)
            }
            throw CSVError(line: row.line, reason: result.reason, isFatal: false)
        }
        return true
    }

    /// Goes to a row that was read before.
    public mutating func go(to offset: Int, line: Int) {
        place = offset
        self.line = line
    }

    /// Whether there is nothing but blanks in any field, as in rows that spreadsheet programs leave below a table.
    public func isEmpty(_ row: Row) -> Bool {
        row.fields.allSatisfy { field in bytes[field.start..<field.end].allSatisfy { $0 == 0x20 || $0 == 0x09 } }
    }

    /// The text of a field; `nil` where the row has none at this place.
    public func text(_ row: Row, _ column: Int) -> String? {
        guard row.fields.indices.contains(column) else { return nil }
        let field = row.fields[column]
        guard field.hasDoubledQuotes else { return String(decoding: bytes[field.start..<field.end], as: UTF8.self) }
        var text: [UInt8] = []
        var isSecond = false
        for byte in bytes[field.start..<field.end] {
            isSecond = byte == UInt8(ascii: "\"") && !isSecond
            if !isSecond { text.append(byte) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads the fields of a row; what is wrong with it, where something is.
    private static func scan(
        _ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int, _ line: inout Int, _ delimiter: UInt8,
        _ fields: inout [Field]
    ) -> (reason: String, isFatal: Bool)? {
        while true {
            guard fields.count < fieldLimit else { return ("more than \(fieldLimit) fields", false) }
            var field = Field(start: place, end: place, hasDoubledQuotes: false)
            if place < bytes.count, bytes[place] == UInt8(ascii: "\"") {
                let opened = line
                place += 1
                field.start = place
                while true {
                    guard place < bytes.count else {
                        return ("the quote of line \(opened) is not closed before the end of the file", true)
                    }
                    if bytes[place] == UInt8(ascii: "\"") {
                        guard place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: "\"") else { break }
                        field.hasDoubledQuotes = true
                        place += 1
                    } else if bytes[place] == 0x0a {
                        line += 1
                    }
                    place += 1
                }
                field.end = place
                place += 1
                guard place == bytes.count || bytes[place] == delimiter || bytes[place] == 0x0a || bytes[place] == 0x0d
                else { return ("something follows a closed quote in field \(fields.count + 1)", false) }
            } else {
                while place < bytes.count, bytes[place] != delimiter, bytes[place] != 0x0a, bytes[place] != 0x0d {
                    if bytes[place] == 0 { return ("a byte 0, which no text has", false) }
                    place += 1
                }
                field.end = place
            }
            fields.append(field)
            guard place < bytes.count else { return nil }
            if bytes[place] == delimiter {
                place += 1
                continue
            }
            if bytes[place] == 0x0d, place + 1 < bytes.count, bytes[place + 1] == 0x0a { place += 1 }
            place += 1
            line += 1
            return nil
        }
    }

    /// Goes on behind the line of a row that is none.
    ///
    /// - Returns: whether a quote may be open at its end, so that the next line is a row or text of a field.
    private mutating func skipLine() -> Bool {
        var isOpen = false
        while place < bytes.count, bytes[place] != 0x0a, bytes[place] != 0x0d {
            if bytes[place] == UInt8(ascii: "\"") { isOpen.toggle() }
            place += 1
        }
        if place + 1 < bytes.count, bytes[place] == 0x0d, bytes[place + 1] == 0x0a { place += 1 }
        if place < bytes.count { place += 1 }
        line += 1
        return isOpen
    }
}

/// A row that is none.
public struct CSVError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line on which it begins, counted from 1.
    public var line: Int
    /// What is wrong with it.
    public var reason: String
    /// Whether nobody knows where the next row begins: the file is cut off, or has a quote too few.
    public var isFatal: Bool

    /// `line 12: a quote is not closed`
    public var description: String { "line \(line): \(reason)" }
}
