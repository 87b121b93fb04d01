import Documents
import Foundation
import Testing

/// Texts that are JSON, that are not, and that RFC 8259 leaves open, named as in the collection that Nicolas Seriot
/// described in "Parsing JSON is a minefield": what must be read, what must be refused, and what we have chosen.
@Suite("The corpus of JSON texts")
struct JSONCorpusTests {
    private func isRead(_ bytes: [UInt8]) -> Bool { (try? JSONReader.read(bytes)) != nil }
    private func isRead(_ text: String) -> Bool { isRead(Array(text.utf8)) }

    @Test("control characters stand in no string unescaped, and every escape of theirs is read", arguments: 0..<32)
    func control(_ code: UInt8) throws {
        #expect(!isRead([0x22, code, 0x22]))
        let isBlank = [0x09, 0x0a, 0x0d].contains(code)
        #expect(isRead([0x5b, code, 0x5d]) == isBlank)
        let escaped = #""\u00"# + (code < 16 ? "0" : "") + String(code, radix: 16) + "\""
        #expect(try JSONReader.read(Array(escaped.utf8)) == .string(String(Unicode.Scalar(code))))
    }

    @Test func aBackslashIsFollowedByOneOfNineLetters() {
        for code in UInt8(0)...127 where Unicode.Scalar(code) != "u" {
            let isEscape = "\"\\/bfnrt".utf8.contains(code)
            #expect(isRead([0x22, 0x5c, code, 0x22]) == isEscape, "\\\(Unicode.Scalar(code))")
        }
    }

    @Test func oneByteAloneIsADigitOrNothing() {
        for byte in UInt8(0)...255 { #expect(isRead([byte]) == (0x30...0x39).contains(byte), "\(byte)") }
    }

    /// Every text of up to six of the characters that numbers are made of, against the grammar as an expression.
    @Test func numbersFollowTheGrammar() throws {
        let grammar = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/
        var texts = [""]
        var checked = 0
        for _ in 0..<5 {
            texts = texts.flatMap { text in ["0", "7", "-", "+", ".", "e"].map { text + $0 } }
            for text in texts {
                let isNumber = try grammar.wholeMatch(in: text) != nil
                #expect(isRead(text) == isNumber, "\(text)")
                checked += 1
            }
        }
        #expect(checked == 9330)
    }

    @Test func halvesOfSurrogatePairsAreRefusedWhereverTheyStand() {
        for high in ["d800", "DBFF", "dc00", "DFFF"] {
            for rest in ["", "a", "\\n", "\\u0041", "\\ud800", "\\", "\\u", "\\udc0", "\u{e9}"] {
                let text = "\"\\u\(high)\(rest)\""
                #expect(!isRead(text), "\(text)")
            }
        }
        #expect(isRead(#""\ud800\udc00\udbff\udfff""#))
    }

    @Test(
        "bytes that are not UTF-8 are refused within strings and without",
        arguments: [
            [0x80], [0xbf], [0xc0, 0x80], [0xc1, 0xbf], [0xc3], [0xc3, 0x28], [0xe0, 0x80, 0x80], [0xe0, 0x9f, 0xbf],
            [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xed, 0xbf, 0xbf], [0xf0, 0x80, 0x80, 0x80], [0xf0, 0x8f, 0xbf, 0xbf],
            [0xf0, 0x9f, 0x98], [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80],
            [0xfe], [0xff],
        ] as [[UInt8]])
    func notUTF8(_ bytes: [UInt8]) {
        #expect(!isRead([0x22] + bytes + [0x22]))
        #expect(!isRead([0x22, 0x5c, 0x6e] + bytes + [0x22]))
        #expect(!isRead([0x7b, 0x22] + bytes + Array("\":1}".utf8)))
        #expect(!isRead(bytes))
        #expect(!isRead(Array("[]".utf8) + bytes))
    }

    @Test("other encodings and byte order marks are refused")
    func encodings() {
        let text = #"{"a":"é"}"#
        for encoding: String.Encoding in [
            .utf16, .utf16BigEndian, .utf16LittleEndian, .utf32, .utf32LittleEndian, .isoLatin1,
        ] {
            #expect(!isRead([UInt8](text.data(using: encoding) ?? Data())), "\(encoding)")
        }
        #expect(!isRead([0xef, 0xbb, 0xbf] + Array(text.utf8)))
        #expect(isRead(text))
    }

    @Test(
        "must be refused",
        arguments: [
            "[1 true]", "[a\u{e9}]", "[\"\": 1]", "[\"\"],", "[,]", "[1,,2]", "[\"x\"]]", "[\"\",]", "[\"x\"", "[x",
            "[3[4]]",
            "[\"a\",\n4\n,1,", "[*]", "[1,\n1\n,1", "[{}", "[fals]", "[nul]", "[tru]", "[++1234]", "[+1]", "[+Inf]",
            "[-01]",
            "[-1.0.]", "[-2.]", "[-NaN]", "[.-1]", "[.2e-3]", "[0.1.2]", "[0.3e+]", "[0.3e]", "[0.e1]", "[0E+]", "[0e]",
            "[1.0e+]", "[1.0e-]", "[1 000.0]", "[1eE2]", "[2.e+3]", "[2.e-3]", "[2.e3]", "[9.e+]", "[Inf]", "[NaN]",
            "[-Infinity]",
            "[1+2]", "[0x1]", "[0x42]", "[\u{ff11}]", "[1.2a-3]", "[1.8011670033376514H-308]", "[012]", "[-foo]",
            "[- 1]",
            "[-012]", "[-.123]", "[-1x]", "[1ea]", "[1e1\u{e9}]", "[1.]", "[.123]", "[1.2a]", "[0.1e]",
            "{\"x\"::\"b\"}",
            "{\"x\", null}", "{\"x\" \"b\"}", "{key: 'value'}", "{\"a\":\"a\" 123}", "{:\"b\"}", "{\"a\" b}", "{\"a\":",
            "{\"a\"",
            "{1:1}", "{9999E9999:1}", "{null:null,null:null}", "{\"id\":0,,,,,}", "{'a':0}", "{\"id\":0,}",
            "{\"a\":\"b\"}/**/",
            "{\"a\":\"b\"}//", "{\"a\":/*comment*/\"b\"}", "{\"a\":\"b\",,\"c\":\"d\"}", "{a:\"b\"}", "{\"a\":\"a",
            "{ \"foo\" : \"bar\", \"a\" }",
            "{\"a\":\"b\"}#", " ", "[\"\\u00A\"]", "[\"\\u\"]", "[\"\\u1\"]", "[\"\\uqqqq\"]", "[\"\\ \"]",
            "[\"\\x00\"]",
            "[\"\\\\\\\"]", "[\"\\\t\"]", "[\"\\a\"]", "[\"\\\"]", "[\\u0020\"asd\"]", "[\\n]", "\"",
            "['single quote']", "abc",
            "[\"new\nline\"]", "[\"\t\"]", "\"\\UA66D\"", "\"\"x", "[\u{2060}]", "<.>", "[<null>]", "[1]x", "[1]]",
            "[True]", "1]",
            "{\"x\": true,", "[][]", "]", "{]", "[\u{c}]", "[\u{feff}]", "\u{2028}1", "{\"a\": true} \"x\"", "[", "[{",
            "[{\"a\"",
            "*", "{\"asd\":\"asd\"", "\u{e5}", "<html></html>", "[\"a", "[\"asd]", "{\"a\":1,\"a\":1}",
            "{\"a\":{\"b\":1,\"b\":2}}",
            "[{\"a\":1,\"b\":2,\"\\u0061\":1}]", "{\"\":1,\"\":2}", "undefined", "[1,2,3}", "{\"a\":1]", "--1", "1 2",
            "nullnull",
        ])
    func refused(_ text: String) { #expect(!isRead(text)) }

    @Test(
        "must be read",
        arguments: [
            "[[]   ]", "[\"\"]", "[]", "[\"a\"]", "[false]", "[null, 1, \"1\", {}]", "[null]", "[1\n]", " [1]",
            "[1,null,null,2]",
            "[2] ", "[123e65]", "[0e+1]", "[0e1]", "[ 4]", "[-0.000000000000000000000000000000000000000000000000001]",
            "[20e1]", "[-0]", "[-123]", "[-1]", "[1E22]", "[1E-2]", "[1E+2]", "[123e45]", "[123.456e78]", "[1e-2]",
            "[1e+2]",
            "[123]", "[123.456789]", "{\"asd\":\"sdf\", \"dfg\":\"fgh\"}", "{\"asd\":\"sdf\"}", "{}", "{\"\":0}",
            "{\"foo\\u0000bar\": 42}",
            "{ \"min\": -1.0e+28, \"max\": 1.0e+28 }", "{\"a\":[]}", "{\n\"a\": \"b\"\n}",
            "[\"\\u0060\\u012a\\u12AB\"]",
            "[\"\\uD801\\udc37\"]", "[\"\\ud83d\\ude39\\ud83d\\udc8d\"]", "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]",
            "[\"\\\\u0000\"]",
            "[\"\\\"\"]", "[\"a/*b*/c/*d//e\"]", "[\"\\\\a\"]", "[\"\\\\n\"]", "[\"\\u0012\"]", "[\"\\uFFFF\"]",
            "[\"asd\"]", "[ \"asd\"]",
            "[\"\\uDBFF\\uDFFF\"]", "[\"new\\u00A0line\"]", "[\"\u{10FFFF}\"]", "[\"\u{FFFF}\"]", "[\"\\u0000\"]",
            "[\"\\u002c\"]",
            "[\"\u{3c0}\"]", "[\"\u{1BFFF}\"]", "[\"asd \"]", "\" \"", "[\"\\u0821\"]", "[\"\u{2028}\"]",
            "[\"\u{2029}\"]", "[\"\\u005C\"]",
            "[\"\u{7f}\"]", "false", "42", "-0.1", "null", "\"asd\"", "true", "\"\"", "[\"a\"]\n", "[true]", " [] ",
            "{\"e\u{301}\":1,\"d\":2}",
        ])
    func read(_ text: String) { #expect(isRead(text)) }

    /// RFC 8259 leaves these to the reader. Numbers keep their text, so none is too large; what is not text is refused.
    @Test func choicesOfOurs() throws {
        for number in [
            "1e9999", "-1e-9999", "123123e100000", "0.4e00669999999999999999999999999999", "100000000000000000000",
        ] {
            #expect(try JSONReader.read(Array(number.utf8)) == .number(number))
        }
        #expect(isRead(String(repeating: "1", count: 1024)))
        #expect(!isRead(String(repeating: "1", count: 1025)))
    }

    /// Swift's strings are equal where Unicode calls them equal, so one of two such names could never be looked up: the
    /// text is refused rather than one of them taken in silence.
    @Test func namesThatUnicodeCallsEqualAreOneName() {
        #expect(!isRead("{\"\u{e9}\":1,\"e\u{301}\":2}"))
    }

    @Test func longTextsAreReadInLinearTime() throws {
        let start = ContinuousClock.now
        let text = String(repeating: "x", count: 10_000_000)
        #expect(try JSONReader.read(Array("[\"\(text)\"]".utf8)).array?.first == .string(text))
        #expect(try JSONReader.read(Array("[\"\\n\(text)\"]".utf8)).array?.first == .string("\n" + text))
        let many = "{" + (0..<100_000).map { "\"key\($0)\":\($0)" }.joined(separator: ",") + "}"
        #expect(try JSONReader.read(Array(many.utf8)).object?.members.count == 100_000)
        #expect(isRead("[" + String(repeating: "[],", count: 300_000) + "[]]"))
        #expect(ContinuousClock.now - start < .seconds(30))
    }
}
