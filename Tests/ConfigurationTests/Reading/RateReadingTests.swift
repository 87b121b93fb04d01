import Testing

@testable import Configuration

/// The calls a second that AWS may be sent.
@Suite struct RateReadingTests {
    private func parse(_ rate: String) throws(ConfigurationError) -> Configuration {
        try Configuration.parse(
            text: """
                policy: observe
                feeds:
                  - {name: coupa, kind: coupa, url: "https://acme.coupahost.com", clientID: c, clientSecret: {env: SECRET}}
                mapping:
                  - {name: part, from: line.part, to: agreement}
                marketplace:
                  management: {account: "111111111111"}
                  requestsPerSecond: {ListAgreementCharges: \(rate)}
                """, file: "test.yaml")
    }

    @Test(arguments: ["0.5", "15", "1000"])
    func ratesAreRead(rate: String) throws {
        _ = try parse(rate)
    }

    @Test(arguments: ["0", "-1", "1500", "many"])
    func aRateOutOfRangeIsToldTheRange(rate: String) {
        let error = #expect(throws: ConfigurationError.self) { try parse(rate) }
        #expect("\(error.map(String.init(describing:)) ?? "")".contains("above 0 and up to 1000"))
    }
}
