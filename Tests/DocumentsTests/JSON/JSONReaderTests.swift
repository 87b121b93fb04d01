import Documents
import Testing

@Suite("JSON is read strictly")
struct JSONReaderTests {
    private func read(_ text: String) throws -> JSONValue { try JSONReader.read(Array(text.utf8)) }

    @Test(
        "what RFC 8259 allows is read",
        arguments: [
            "null", " true ", "[]", "{}", "[1,2]", #"{"a":1,"b":[{}]}"#, "-0", "0.5e+10", "1E400",
            #""\u00e9\n\ud83d\ude00""#,
            "\"\u{7f}\"", #"{"":0}"#, "\t[\n]\r",
        ])
    func accepted(_ text: String) throws {
        let value = try read(text)
        #expect(try JSONReader.read(value.canonicalBytes()) == JSONReader.read(Array(value.prettyText().utf8)))
    }

    @Test(
        "what RFC 8259 does not allow is refused",
        arguments: [
            "", " ", "nul", "True", "[1,]", "[,1]", "{,}", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{a:1}"#, "01", "-",
            "1.", ".5",
            "+1", "1e", "0x1", "NaN", "Infinity", "[1] 2", "\"a", "\"\n\"", #""\x""#, #""\u12""#, #""\ud800""#,
            #""\udc00""#,
            #""\ud800\u0041""#, #"{"a":1,"a":2}"#, #"{"a":1,"\u0061":2}"#, "\u{feff}1", "'a'", "// a\n1", "[1",
            "{\"a\":1",
        ])
    func refused(_ text: String) {
        #expect(throws: JSONError.self) { try read(text) }
    }

    @Test("bytes that are not UTF-8 are refused, with the place")
    func notUTF8() {
        for bytes: [UInt8] in [
            [0x22, 0xff, 0x22], [0x22, 0xc0, 0xaf, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22], [0xff, 0xfe, 0x31, 0],
        ] {
            #expect(throws: JSONError.self) { try JSONReader.read(bytes) }
        }
    }

    @Test("equal names are found in large objects too")
    func manyMembers() throws {
        let members = (0..<1000).map { "\"k\($0)\":\($0)" }
        #expect(try read("{" + members.joined(separator: ",") + "}").object?.members.count == 1000)
        #expect(
            throws: JSONError(
                offset: members.joined(separator: ",").utf8.count + 2, reason: "two members are called \"k7\"")
        ) {
            try read("{" + (members + ["\"k7\":0"]).joined(separator: ",") + "}")
        }
    }

    @Test("nesting beyond the limit is refused, however deep, without using up the stack")
    func depth() throws {
        #expect(try read(String(repeating: "[", count: 64) + String(repeating: "]", count: 64)).array?.count == 1)
        #expect(throws: JSONError.self) {
            try read(String(repeating: "[", count: 65) + String(repeating: "]", count: 65))
        }
        #expect(throws: JSONError.self) { try read(String(repeating: "[{\"a\":", count: 500_000)) }
    }

    @Test("numbers keep their text, and overlong ones are refused")
    func numbers() throws {
        #expect(
            try read("1200.0000000000000000000000000000000001") == .number("1200.0000000000000000000000000000000001"))
        #expect(throws: JSONError.self) { try read(String(repeating: "9", count: 2000)) }
    }

    @Test("no beginning of a document passes for a document")
    func prefixes() {
        let bytes = Array(#"{"orders":[{"id":1,"name":"a\u00e9b","amount":-1.50e2,"open":true,"none":null}]}"#.utf8)
        for end in 0..<bytes.count {
            #expect(throws: JSONError.self) { try JSONReader.read(Array(bytes[..<end])) }
        }
    }

    @Test("changed bytes never crash, and what is read can be written and read again")
    func mutations() throws {
        var seed: UInt64 = 42
        func random(_ bound: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % bound
        }
        let original = Array(#"{"a":[1,2.5,"x\\\"y",{"b":null,"c":[true,false]}],"d":"\ud83d\ude00é"}"#.utf8)
        for _ in 0..<20_000 {
            var bytes = original
            for _ in 0...random(3) { bytes[random(bytes.count)] = UInt8(random(256)) }
            guard let value = try? JSONReader.read(bytes) else { continue }
            #expect(try JSONReader.read(value.canonicalBytes()) == sorted(value))
        }
    }

    private func sorted(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): .array(elements.map(sorted))
        case .object(let object):
            .object(
                JSONObject(
                    uniqueMembers: object.members.map { .init(key: $0.key, value: sorted($0.value)) }
                        .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }))
        default: value
        }
    }
}
