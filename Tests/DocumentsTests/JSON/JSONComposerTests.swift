import Documents
import Testing

@Suite struct JSONComposerTests {
    private let value: JSONValue = [
        "number": "PO-1", "id": "4711", "lines": [["b": 1, "a": "x\"y"], [:]], "none": nil, "yes": true, "big": 1234,
        "custom": ["b\u{1}": "2", "b\"": "1", "a": "3"], "numbers": [],
    ]

    private func compose(_ json: inout JSONComposer) {
        json.object { json in
            json.text("number", "PO-1")
            json.plain("id") { $0.append(contentsOf: "4711".utf8) }
            json.objects("lines", [true, false]) { json, isFirst in
                guard isFirst else { return }
                json.number("b", 1)
                json.text("a", "x\"y")
            }
            json.null("none")
            json.text("left", nil)
            json.flag("yes", true)
            json.number("big", 1234)
            json.texts("custom", ["a": "3", "b\"": "1", "b\u{1}": "2"])
            json.value("numbers", [])
        }
    }

    @Test func aCanonicalTextIsThatOfTheValueWhateverTheOrderOfTheCalls() {
        var json = JSONComposer(.canonical)
        compose(&json)
        #expect(json.bytes == value.canonicalBytes())
    }

    @Test func aPrettyTextIsThatOfTheValue() throws {
        var json = JSONComposer(.pretty)
        compose(&json)
        #expect(try JSONReader.read(json.bytes).prettyBytes() == json.bytes)
        #expect(try JSONReader.read(json.bytes).canonicalBytes() == value.canonicalBytes())
    }

    @Test func aComposerCanBeUsedAgain() {
        var json = JSONComposer(.canonical)
        compose(&json)
        json.removeAll()
        compose(&json)
        #expect(json.bytes == value.canonicalBytes())
    }

    @Test func everyNumberIsWrittenInItsDigits() {
        for number in [0, 1, 9, 10, -1, -10, Int.max, Int.min] {
            var json = JSONComposer(.canonical)
            json.object { $0.number("n", number) }
            #expect(json.bytes == Array("{\"n\":\(number)}".utf8))
        }
    }

    @Test(arguments: [0, 1, 2, 5000])
    func aListingIsThePrettyTextOfItsObject(_ count: Int) {
        let listing = JSONListing(["schema": 1, "nested": ["a": [1]]], "items", Array(0..<count)) { element, json in
            json.text("text", "element \(element)")
            json.objects("parts", 0..<element % 2) { $0.number("part", $1) }
        }
        let items = (0..<count).map { element -> JSONValue in
            [
                "text": .string("element \(element)"),
                "parts": .array((0..<element % 2).map { ["part": JSONValue($0)] }),
            ]
        }
        let whole: JSONValue = ["schema": 1, "nested": ["a": [1]], "items": .array(items)]
        #expect(listing.bytes == whole.prettyBytes() + [0x0a])
        #expect(listing.bytes == Array(listing.joined()), "the pieces can be asked for again")
        if count > 1000 { #expect(listing.allSatisfy { $0.count < 160 << 10 }) }
    }
}
