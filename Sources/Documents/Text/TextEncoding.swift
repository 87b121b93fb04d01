/// How the bytes of a document stand for characters.
public enum TextEncoding: String, Sendable, Hashable, CaseIterable {
    /// UTF-8, with or without byte order mark.
    case utf8 = "utf-8"
    /// UTF-16 with byte order mark.
    case utf16 = "utf-16"
    /// UTF-16 with the lower byte first, with or without byte order mark.
    case utf16LittleEndian = "utf-16le"
    /// UTF-16 with the higher byte first, with or without byte order mark.
    case utf16BigEndian = "utf-16be"
    /// ISO 8859-1: each byte is the character of its number.
    case latin1 = "iso-8859-1"
    /// What Windows calls Western European: ISO 8859-1 with characters in the place of its second control codes.
    case windows1252 = "windows-1252"
    /// ASCII.
    case ascii = "us-ascii"

    /// The encoding of this name, as documents and people write it: `UTF-8`, `latin1`, `cp1252`, ….
    public init?(name: String) {
        switch name.lowercased().filter({ $0 != "_" && $0 != "-" && $0 != " " }) {
        case "utf8": self = .utf8
        case "utf16": self = .utf16
        case "utf16le": self = .utf16LittleEndian
        case "utf16be": self = .utf16BigEndian
        case "iso88591", "latin1", "l1": self = .latin1
        case "windows1252", "cp1252": self = .windows1252
        case "usascii", "ascii": self = .ascii
        default: return nil
        }
    }

    /// The same text in UTF-8 without byte order mark.
    ///
    /// - Throws: the place of the first bytes that stand for nothing.
    public func utf8(_ bytes: [UInt8]) throws(TextError) -> [UInt8] {
        switch self {
        case .utf8:
            let text = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? Array(bytes[3...]) : bytes
            try Self.check(text)
            return text
        case .utf16:
            guard Self.isUTF16(bytes) else {
                throw TextError(bytes, at: 0, "the text has no byte order mark of UTF-16, or half a character")
            }
            return try Self.fromUTF16(bytes, isLittle: bytes[0] == 0xff)
        case .utf16LittleEndian, .utf16BigEndian:
            let isLittle = self == .utf16LittleEndian
            if Self.isUTF16(bytes), (bytes[0] == 0xff) != isLittle {
                throw TextError(bytes, at: 0, "the byte order mark is not that of \(rawValue)")
            }
            return try Self.fromUTF16(bytes, isLittle: isLittle)
        case .latin1, .windows1252:
            var text: [UInt8] = []
            text.reserveCapacity(bytes.count + bytes.count / 8)
            for (offset, byte) in bytes.enumerated() {
                guard byte >= 0x80 else {
                    text.append(byte)
                    continue
                }
                let number = self == .latin1 || byte >= 0xa0 ? UInt32(byte) : Self.windows[Int(byte - 0x80)]
                guard number > 0, let scalar = Unicode.Scalar(number) else {
                    throw TextError(
                        bytes, at: offset, "the byte 0x\(String(byte, radix: 16)) is no character of \(rawValue)")
                }
                text.append(contentsOf: UTF8.encode(scalar) ?? .init())
            }
            return text
        case .ascii:
            if let offset = bytes.firstIndex(where: { $0 >= 0x80 }) {
                throw TextError(
                    bytes, at: offset, "the byte 0x\(String(bytes[offset], radix: 16)) is no character of ASCII")
            }
            return bytes
        }
    }

    /// Whether a document begins with the byte order mark of UTF-16.
    public static func isUTF16(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff])
    }

    /// The order of bytes in which a document without byte order mark looks like UTF-16; `nil` where it does not.
    public static func likelyUTF16(_ bytes: [UInt8]) -> TextEncoding? {
        guard bytes.count >= 4, bytes.count % 2 == 0 else { return nil }
        switch (bytes[0] == 0, bytes[1] == 0, bytes[2] == 0, bytes[3] == 0) {
        case (false, true, false, true): return .utf16LittleEndian
        case (true, false, true, false): return .utf16BigEndian
        default: return nil
        }
    }

    /// The characters of 0x80 to 0x9f in Windows 1252; 0 where there is none.
    private static let windows: [UInt32] = [
        0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
        0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e,
        0x0178,
    ]

    private static func check(_ bytes: [UInt8]) throws(TextError) {
        let offset = bytes.withUnsafeBufferPointer { buffer -> Int? in
            do throws(UTF8.ValidationError) {
                _ = try UTF8Span(validating: buffer.span)
                return nil
            } catch {
                return error.byteOffsets.lowerBound
            }
        }
        if let offset {
            throw TextError(bytes, at: offset, "the text is not UTF-8")
        }
    }

    private static func fromUTF16(_ bytes: [UInt8], isLittle: Bool) throws(TextError) -> [UInt8] {
        guard bytes.count % 2 == 0 else { throw TextError(bytes, at: bytes.count, "half a character") }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var high: UInt32?
        for place in stride(from: isUTF16(bytes) ? 2 : 0, to: bytes.count, by: 2) {
            let unit = UInt32(bytes[place + (isLittle ? 1 : 0)]) << 8 | UInt32(bytes[place + (isLittle ? 0 : 1)])
            var number = unit
            if let upper = high {
                guard (0xdc00..<0xe000).contains(unit) else { throw TextError(bytes, at: place, "half a character") }
                number = 0x10000 + (upper - 0xd800) << 10 + (unit - 0xdc00)
                high = nil
            } else if (0xd800..<0xdc00).contains(unit) {
                high = unit
                continue
            }
            guard let scalar = Unicode.Scalar(number) else { throw TextError(bytes, at: place, "half a character") }
            text.append(contentsOf: UTF8.encode(scalar) ?? .init())
        }
        if high != nil { throw TextError(bytes, at: bytes.count, "half a character") }
        return text
    }
}

/// Where bytes are no text.
public struct TextError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line, counted from 1.
    public var line: Int
    /// What is wrong there; never a piece of the text.
    public var reason: String

    init(_ bytes: [UInt8], at offset: Int, _ reason: String) {
        line = 1 + bytes[..<min(offset, bytes.count)].count { $0 == 0x0a }
        self.reason = reason
    }

    /// `line 3: the text is not UTF-8`
    public var description: String { "line \(line): \(reason)" }
}
