import Documents
import Sandbox
import Testing

/// The sandbox sees what is wrong with a request; tests that find nothing wrong rely on that.
@Suite struct AgreementFormTests {
    private static let charges: JSONValue = ["catalog": "AWSMarketplace", "maxResults": 50]

    private func outcome(
        _ operation: String = "ListAgreementCharges", _ body: JSONValue = charges,
        signature: Caller.Signature? = Caller.Signature(), type: String = "application/x-amz-json-1.0"
    ) async throws -> (code: String, problems: [String]) {
        var found = ("", [String]())
        try await Caller.run(.small()) { caller in
            let answer = try await caller.agreement(operation, body, signature: signature, type: type)
            let code = answer["__type"]?.string?.split(separator: "#").last.map(String.init) ?? "done"
            found = (code, caller.problems)
        }
        return found
    }

    @Test func aRequestAsInTheGuideIsAnswered() async throws {
        let (code, problems) = try await outcome()
        #expect(code == "done" && problems == [])
    }

    @Test func anotherContentTypeIsSeen() async throws {
        let (_, problems) = try await outcome(type: "application/json")
        #expect(problems.count == 1 && problems[0].contains("content type"))
    }

    @Test func aRequestThatNobodySignedIsRefused() async throws {
        let (code, problems) = try await outcome(signature: nil)
        #expect(code == "MissingAuthenticationTokenException" && problems.count == 1)
    }

    @Test func aSignatureForAnotherServiceOrRegionIsRefused() async throws {
        for signature in [Caller.Signature(service: "agreement-marketplace"), Caller.Signature(region: "eu-west-1")] {
            let (code, problems) = try await outcome(signature: signature)
            #expect(code == "InvalidSignatureException" && problems.count == 1)
        }
    }

    @Test func anUnknownKeyIsRefused() async throws {
        let (code, _) = try await outcome(signature: Caller.Signature(key: "AKIDOTHER"))
        #expect(code == "UnrecognizedClientException")
        let (second, _) = try await outcome(signature: Caller.Signature(token: "stray"))
        #expect(second == "UnrecognizedClientException")
    }

    @Test(
        arguments: [
            ("ListAgreementCharges", ["maxResults": 51]), ("ListAgreementCharges", ["agreementId": "agmt one"]),
            ("ListAgreementCharges", ["AgreementId": "agmt-one"]), ("ListAgreementCharges", ["maxResults": "50"]),
            ("GetAgreementTerms", [:]), ("UpdatePurchaseOrders", ["purchaseOrders": []]),
            ("UpdatePurchaseOrders", ["purchaseOrders": [["purchaseOrderReference": "PO-1"]]]),
            (
                "UpdatePurchaseOrders",
                ["purchaseOrders": .array((0..<87).map { ["chargeId": .string("ch-\($0)")] })]
            ),
            ("SearchAgreements", ["filters": [["name": "AfterEndTime", "values": ["2026-01-01T00:00:00.000Z"]]]]),
        ] as [(String, JSONValue)])
    func aRequestThatIsNotAsTheModelSaysIsRefused(_ operation: String, _ body: JSONValue) async throws {
        let (code, problems) = try await outcome(operation, body)
        #expect(code == "ValidationException" && problems.count == 1, "\(problems)")
    }

    @Test func filtersThatAcceptorsMayNotCombineAreRefused() async throws {
        func filter(_ filters: [(String, String)]) -> JSONValue {
            ["filters": .array(filters.map { ["name": .string($0.0), "values": [.string($0.1)]] })]
        }
        let usual = [("PartyType", "Acceptor"), ("AgreementType", "PurchaseAgreement")]
        #expect(try await outcome("SearchAgreements", filter(usual + [("Status", "ACTIVE")])).code == "done")
        for filters in [
            [("AgreementType", "PurchaseAgreement")], [("PartyType", "Acceptor")],
            usual + [("ResourceType", "SaaSProduct"), ("Status", "ACTIVE")], usual + [("Price", "1")],
        ] {
            #expect(try await outcome("SearchAgreements", filter(filters)).code == "ValidationException")
        }
    }

    @Test func aPageTokenIsGoodForItsListingAlone() async throws {
        try await Caller.run(.small()) { caller in
            let first = try await caller.agreement(
                "ListAgreementCharges", ["agreementId": "agmt-one", "maxResults": 1])
            let token = try #require(first["nextToken"])
            let second = try await caller.agreement(
                "ListAgreementCharges", ["agreementId": "agmt-one", "maxResults": 1, "nextToken": token])
            #expect(second["items"]?.array?.compactMap { $0["id"]?.string } == ["ch-one-b"])
            #expect(second["nextToken"] == nil)
            let other = try await caller.agreement(
                "ListAgreementCharges", ["agreementId": "agmt-two", "maxResults": 1, "nextToken": token])
            #expect(other["reason"]?.string == "INVALID_NEXT_TOKEN")
        }
    }
}
