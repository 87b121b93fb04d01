import Documents
import Testing

/// One record that is damaged does not cost the others; what may have swallowed a record does.
@Suite struct JSONRecordsTests {
    private func read(_ text: String, at place: String = "") throws -> JSONRecords {
        try JSONReader.read(Array(text.utf8), recordsAt: #require(JSONPointer(place)))
    }

    @Test(
        "what is broken in itself damages its record alone",
        arguments: [
            #""x\ud800""#, #""\udc00x""#, #""\ud83dA""#, #""a\ud83d\u0041""#, "\"a\u{1}b\"", "\"a\nb\\u0041\"",
            String(repeating: "9", count: 2000), "NaN", "-Infinity", "[Infinity]", #"{"a":1,"a":2}"#,
            #"[1,{"b":["\ud800"]}]"#,
        ])
    func damage(_ value: String) throws {
        let found = try read(#"[{"id":1},{"id":2,"note":\#(value),"number":"PO-2"},{"id":3}]"#)
        #expect(found.damage.keys.sorted() == [1])
        #expect(found.document.array?.count == 3)
        let record = try #require(found.document.array?[1])
        #expect(record["id"] == 2 && record["number"] == "PO-2")
        #expect(found.document.array?[2] == ["id": 3])
    }

    @Test func bytesThatAreNotUTF8DamageTheirRecordAlone() throws {
        let bytes = Array(#"[{"id":1,"note":""#.utf8) + [0xff] + Array(#""},{"id":2}]"#.utf8)
        let found = try JSONReader.read(bytes, recordsAt: .root)
        #expect(found.damage.keys.sorted() == [0])
        #expect(found.document == [["id": 1], ["id": 2]])
    }

    @Test func aKeyThatStandsTwiceIsNoKey() throws {
        let found = try read(#"{"items":[{"id":1,"id":2,"id":3,"number":"A"}]}"#, at: "/items")
        #expect(found.damage.keys.sorted() == [0])
        #expect(found.document["items"] == [["number": "A"]])
    }

    @Test func aSingleRecordIsOneToo() throws {
        let found = try read(#"{"data":{"id":1,"note":"\ud800"},"more":true}"#, at: "/data")
        #expect(found.damage.keys.sorted() == [0])
        #expect(found.document == ["data": ["id": 1], "more": true])
    }

    @Test(
        "what is broken outside of records, or leaves open where one ends, ends the reading",
        arguments: [
            #"{"items":[{"id":1}],"next":"\ud800"}"#, #"{"items":[{"id":1}],"items":[]}"#, #"{"items":[{"id":1,]}"#,
            #"{"items":[{"id":"1},{"id":2}]}"#, #"{"items":[{"id":1}"#, #"{"items":[{"id":01}]}"#,
            #"{"items":[{"id":"\u12"}]}"#, #"{"items":[{"id":"\x"}]}"#, #"{"items":[{"id":1}]} {}"#,
            #"{"other":[{"id":"\ud800"}]}"#,
        ])
    func refused(_ text: String) {
        #expect(throws: JSONError.self) { try read(text, at: "/items") }
    }

    @Test func depthIsHeldToItsLimitInRecordsToo() {
        let deep = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        #expect(throws: JSONError.self) { try read("[{\"id\":1,\"a\":\(deep)}]") }
    }
}
