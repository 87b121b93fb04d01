import Testing

@testable import Configuration

/// What is unusual and allowed all the same.
@Suite struct LegalConfigurationTests {
    @Test func anAccountAloneIsAKey() {
        let text = ConfigurationText().with("  - {name: part, from: line.custom.aws-account, to: account}", at: 10)
        #expect(text.problems() == [], "an account with one agreement is named by it; of several none is guessed")
    }

    @Test func aFileThatBeginsWithTheMarkOfItsEncoding() {
        #expect(ConfigurationText().with("\u{feff}policy: observe", at: 1).problems() == [])
    }

    @Test(arguments: ["interval: 1s", "interval: 1d"])
    func fromASecondToADay(_ interval: String) {
        let text = ConfigurationText().with(interval, at: 2).adding("fullEvery: 1s", "alerts: {remind: 1s}")
        #expect(text.problems() == [])
    }
}
