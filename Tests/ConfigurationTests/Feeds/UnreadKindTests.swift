import Testing

@testable import Configuration

@Suite struct UnreadKindTests {
    @Test(arguments: ["cxml", "csv"]) func aKindThatCannotBeReadIsRefusedAndNotPassedOver(kind: String) {
        let text = """
            policy: observe
            feeds:
              - {name: files, kind: \(kind), url: "https://files.example.com/"}
            mapping:
              - {name: part, from: line.part, to: agreement}
            marketplace:
              management: {account: "111111111111"}
            """
        #expect {
            try Configuration.parse(text: text, file: "test.yaml")
        } throws: { error in
            "\(error)".contains("feeds[0].kind") && "\(error)".contains("line 3")
        }
    }
}
