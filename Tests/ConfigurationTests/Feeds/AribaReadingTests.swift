import Reconciliation
import Testing

@testable import Configuration

@Suite struct AribaReadingTests {
    private func parse(_ feed: String) throws(ConfigurationError) -> FeedConfiguration? {
        let text = """
            policy: observe
            feeds:
              - name: ariba
                kind: ariba
                url: https://openapi.ariba.com/api/purchase-orders/v1/prod
            \(feed.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
            mapping:
              - {name: part, from: line.part, to: agreement}
            marketplace:
              management: {account: "111111111111"}
            """
        return try Configuration.parse(text: text, file: "test.yaml").feeds.first
    }

    private let least = """
        tokenURL: https://api.ariba.com/v2/oauth/token
        clientID: c
        clientSecret: {env: SECRET}
        apiKey: {env: KEY}
        realm: AN0100
        """

    @Test func leastIsEnough() throws {
        let feed = try #require(try parse(least))
        guard case .ariba(let ariba) = feed.kind else {
            Issue.record("the kind is ariba")
            return
        }
        #expect(feed.requestsPerSecond == 1)
        #expect(ariba.view == nil)
        #expect(ariba.history == .seconds(365 * 86_400))
        #expect(ariba.overlap == .seconds(3600))
        #expect(ariba.callsPerDay == nil)
    }

    @Test func fieldsAndQuotasAreRead() throws {
        let more = "\(least)\nview: V\ncallsPerDay: 200\nfields: {order.updatedAt: /LastModified}\ntimeZone: '+01:00'"
        guard case .ariba(let ariba) = try #require(try parse(more)).kind else {
            Issue.record("the kind is ariba")
            return
        }
        #expect(ariba.view == "V")
        #expect(ariba.callsPerDay == 200)
        #expect(ariba.fields == [.orderUpdatedAt: [.pointer("/LastModified")]])
        #expect(ariba.zone == 3600)
    }

    @Test(arguments: [
        ("realms: x", "did you mean realm?"), ("apikey: x", "did you mean apiKey?"), ("history: 5y", "duration"),
        ("fields: {order.nmber: /x}", "did you mean order.number?"), ("callsPerDay: 0", "whole number"),
    ])
    func saysWhatIsWrong(line: String, message: String) throws {
        let error = try #require(throws: ConfigurationError.self) { try parse("\(least)\n\(line)") }
        #expect(error.description.contains(message))
    }
}
