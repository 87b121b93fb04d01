/// Reads XML 1.0 documents without a document type of their own.
///
/// A document type that is kept elsewhere is named in the documents of many systems (`<!DOCTYPE cXML SYSTEM "…">`): its name
/// is passed over, and nothing is ever fetched. Declarations within the document are refused, and so are entities other than
/// the five that XML has: with them a small text can stand for an endless one, or for a file of this machine.
public enum XMLReader {
    /// Reads a document.
    ///
    /// - Parameters:
    ///   - bytes: the text, in the encoding that it declares: UTF-8, UTF-16, ISO 8859-1, Windows 1252
    ///     or ASCII.
    ///   - limits: how much is borne.
    /// - Returns: the root.
    /// - Throws: the first thing that is not XML, or too much.
    public static func read(_ bytes: [UInt8], limits: XMLLimits = XMLLimits()) throws(XMLError) -> XMLElement {
        let text: [UInt8]
        do {
            text = try encoding(of: bytes).utf8(bytes)
        } catch let error as TextError {
            throw XMLError(
                line: error.line,
                reason:
                    "\(error.reason): the document is not in the encoding that it says, which is UTF-8 unless it says one"
            )
        } catch let error as XMLError {
            throw error
        } catch {
            throw XMLError(line: 1, reason: "the text cannot be decoded")
        }
        return try text.withUnsafeBufferPointer { (buffer) throws(XMLError) in
            var parser = XMLParser(bytes: buffer, limits: limits)
            return try parser.document()
        }
    }

    /// The encoding by byte order mark, by its first bytes (XML 1.0, appendix F) or declaration; UTF-8 where nothing tells.
    private static func encoding(of bytes: [UInt8]) throws(XMLError) -> TextEncoding {
        if TextEncoding.isUTF16(bytes) { return .utf16 }
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { return .utf8 }
        if let likely = TextEncoding.likelyUTF16(bytes) { return likely }
        guard bytes.starts(with: "<?xml".utf8) else { return .utf8 }
        let declaration = bytes.prefix { $0 != UInt8(ascii: ">") }.prefix(200)
        guard let mark = declaration.firstRange(of: Array("encoding".utf8)) else { return .utf8 }
        let rest = declaration[mark.upperBound...].drop { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") }
        guard let quote = rest.first else { return .utf8 }
        let name = String(decoding: rest.dropFirst().prefix { $0 != quote }, as: UTF8.self)
        guard let encoding = TextEncoding(name: name),
            ![.utf16, .utf16LittleEndian, .utf16BigEndian].contains(encoding)
        else {
            let isSafe = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
            throw XMLError(
                line: 1, reason: "the encoding \(isSafe ? String(name.prefix(40)) : "") is none that is read here")
        }
        return encoding
    }
}
