import Documents
import Testing

@Suite struct TextEncodingTests {
    private func decoded(_ bytes: [UInt8], _ encoding: TextEncoding) throws -> String {
        String(decoding: try encoding.utf8(bytes), as: UTF8.self)
    }

    @Test func everyEncodingGivesTheSameText() throws {
        let text = "Zürich, ñandú – €"
        #expect(try decoded([0xef, 0xbb, 0xbf] + Array(text.utf8), .utf8) == text)
        let units = Array(text.utf16)
        #expect(try decoded([0xff, 0xfe] + units.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }, .utf16) == text)
        #expect(try decoded([0xfe, 0xff] + units.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }, .utf16) == text)
        #expect(try decoded([0x5a, 0xfc, 0x80, 0x96], .windows1252) == "Zü€–")
        #expect(try decoded([0x5a, 0xfc], .latin1) == "Zü")
    }

    @Test func withTheOrderOfItsBytesSaidUTF16NeedsNoMark() throws {
        let units = Array("Zürich 😀".utf16)
        let little = units.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        #expect(try decoded(little, .utf16LittleEndian) == "Zürich 😀")
        #expect(try decoded([0xff, 0xfe] + little, .utf16LittleEndian) == "Zürich 😀")
        #expect(try decoded(big, .utf16BigEndian) == "Zürich 😀")
        #expect(try decoded([0xfe, 0xff] + big, .utf16BigEndian) == "Zürich 😀")
        #expect(throws: TextError.self) { try TextEncoding.utf16BigEndian.utf8([0xff, 0xfe] + little) }
        #expect(TextEncoding(name: "UTF-16LE") == .utf16LittleEndian)
        #expect(TextEncoding(name: "utf-16be") == .utf16BigEndian)
    }

    @Test func charactersBeyondTheFirstPlaneAreOne() throws {
        #expect(try decoded([0xff, 0xfe, 0x3d, 0xd8, 0x00, 0xde], .utf16) == "😀")
    }

    @Test(arguments: [
        (TextEncoding.utf8, [0x61, 0x0a, 0x0a, 0xfc]), (.utf8, [0x0a, 0x0a, 0xed, 0xa0, 0x80]),
        (.windows1252, [0x0a, 0x0a, 0x81]), (.ascii, [0x0a, 0x0a, 0xc3]),
    ])
    func whatStandsForNothingIsRefusedByItsLine(_ encoding: TextEncoding, _ bytes: [UInt8]) {
        let error = #expect(throws: TextError.self) { _ = try encoding.utf8(bytes) }
        #expect(error?.line == 3)
    }

    @Test(arguments: [[0x61, 0x00], [0xff, 0xfe, 0x61], [0xff, 0xfe, 0x00, 0xd8], [0xff, 0xfe, 0x00, 0xdc], []])
    func halfCharactersOfUTF16AreRefused(_ bytes: [UInt8]) {
        #expect(throws: TextError.self) { _ = try TextEncoding.utf16.utf8(bytes) }
    }

    @Test func encodingsHaveManyNames() {
        #expect(TextEncoding(name: "UTF-8") == .utf8)
        #expect(TextEncoding(name: "ISO_8859-1") == .latin1)
        #expect(TextEncoding(name: "cp1252") == .windows1252)
        #expect(TextEncoding(name: "EBCDIC") == nil)
    }
}
