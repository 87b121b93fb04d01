import Documents
import Testing

/// RFC 6901, with its own examples.
@Suite struct JSONPointerTests {
    private let document: JSONValue = [
        "foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "m~n": 8, " ": 7, "o": ["p": [["q": 3]]],
    ]

    @Test(arguments: [
        ("/foo/0", JSONValue.string("bar")), ("/", .number("0")), ("/a~1b", .number("1")), ("/c%d", .number("2")),
        ("/m~0n", .number("8")), ("/ ", .number("7")), ("/o/p/0/q", .number("3")),
    ])
    func findsThePlace(text: String, value: JSONValue) throws {
        #expect(try #require(JSONPointer(text)).value(in: document) == value)
    }

    @Test func theEmptyPointerIsTheDocument() throws {
        #expect(try #require(JSONPointer("")).value(in: document) == document)
    }

    @Test(arguments: ["/foo/2", "/foo/-", "/foo/01", "/foo/+1", "/foo/bar", "/none", "/a~1b/c"])
    func findsNothingWhereThereIsNothing(text: String) throws {
        #expect(try #require(JSONPointer(text)).value(in: document) == nil)
    }

    @Test(arguments: ["foo", " /foo", "/a~", "/a~2"])
    func refusesWhatIsNoPointer(text: String) {
        #expect(JSONPointer(text) == nil)
    }

    @Test func setsAPlaceAndMakesTheWayThere() throws {
        let pointer = try #require(JSONPointer("/page/offset"))
        #expect(pointer.setting(5, in: [:]) == ["page": ["offset": 5]])
        #expect(pointer.setting(5, in: ["page": ["offset": 1, "limit": 2]]) == ["page": ["offset": 5, "limit": 2]])
        #expect(pointer.setting(5, in: ["page": "no object"]) == nil)
        #expect(try #require(JSONPointer("/0/x")).setting(true, in: [["x": false]]) == [["x": true]])
        #expect(try #require(JSONPointer("")).setting(1, in: [:]) == 1)
    }

    @Test func appendingEscapes() throws {
        #expect(try #require(JSONPointer("/a")).appending("b/c~d").description == "/a/b~1c~0d")
    }
}
