import Documents
import Testing

@testable import Marketplace

@Suite("The shared files are read as the SDK for Python reads them")
struct INITextTests {
    /// Recorded from Python's `configparser` by way of `botocore.configloader.raw_config_parse`.
    @Test func everyRecordedTextIsReadOrRefusedAlike() throws {
        let cases = try Corpus.cases("ini.json")
        #expect(cases.count > 200)
        for item in cases {
            let text = try #require(item["text"]?.string)
            let read = try? INIText(text).sections
            let wanted = item["sections"]?.object.map { sections in
                Dictionary(uniqueKeysWithValues: sections.members.map { ($0.key, Self.options($0.value)) })
            }
            #expect(read == wanted, "\(text.debugDescription)")
        }
    }

    private static func options(_ value: JSONValue) -> [String: String] {
        Dictionary(uniqueKeysWithValues: (value.object?.members ?? []).map { ($0.key, $0.value.string ?? "") })
    }

    @Test func aByteOrderMarkIsPassedOver() throws {
        #expect(try INIText("\u{FEFF}[a]\nk = v\n").sections == ["a": ["k": "v"]])
    }

    @Test(arguments: [
        ("k = v", 1, "section"), ("[a]\n\nk\n", 3, "neither"), ("[a]\nk=1\n\n[a]\n", 4, "twice"),
        ("[a]\nk=1\nk=2\n", 3, "twice"), ("[a]\n= v", 2, "no name"),
    ])
    func aFaultNamesLineAndReason(_ text: String, _ line: Int, _ reason: String) throws {
        let fault = try #require(throws: INIText.Fault.self) { try INIText(text) }
        #expect(fault.line == line)
        #expect(fault.reason.contains(reason))
    }

    @Test func optionsOneLevelDeeperAreRead() throws {
        let text = "[services x]\nsts =\n  endpoint_url = http://a:1/?b=c\n\n  other=1\n"
        let value = try #require(try INIText(text).sections["services x"]?["sts"])
        #expect(try INIText.nested(value) == ["endpoint_url": "http://a:1/?b=c", "other": "1"])
        #expect(throws: INIText.Fault.self) { try INIText.nested("\nno separator") }
    }
}
