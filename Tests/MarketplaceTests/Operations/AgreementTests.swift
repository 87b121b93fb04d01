import Documents
import Reconciliation
import Simulation
import Testing
import Transport

@testable import Marketplace

@Suite("Agreements as AWS lists them")
struct AgreementTests {
    private func agreements(_ pages: String...) async throws -> [Agreement] {
        let stage = AWSStage { call in
            call.operation == "SearchAgreements" && call.number <= pages.count ? .json(pages[call.number - 1]) : nil
        }
        return try await stage.client.agreements(in: AWSStage.member, isComplete: true)
    }

    @Test func everyMemberIsRead() async throws {
        let found = try await agreements(
            """
            {"agreementViewSummaries":[{"agreementId":"agmt-1","status":"ACTIVE","acceptanceTime":1.7E9,
            "startTime":1700000000.25,"endTime":"2026-12-31T00:00:00+01:00","agreementType":"PurchaseAgreement",
            "acceptor":{"accountId":"222222222222"},"proposer":{"accountId":"9"},"unknown":{"x":[1]},
            "proposalSummary":{"offerId":"offer-1","resources":[{"id":"prod-1","type":"SaaSProduct"},{"type":"x"},{}]},
            "initialAgreementId":"agmt-0"}]}
            """)
        let agreement = try #require(found.first)
        #expect(agreement.id == "agmt-1" && agreement.status == .active && agreement.account == AWSStage.member)
        #expect(agreement.offer == "offer-1" && agreement.initial == "agmt-0")
        #expect(agreement.products.map(\.id) == ["prod-1"] && agreement.products.first?.type == "SaaSProduct")
        #expect(agreement.acceptor == AWSStage.member)
        #expect(agreement.acceptedAt == Instant(seconds: 1_700_000_000))
        #expect(agreement.startsAt == Instant(milliseconds: 1_700_000_000_250))
        #expect(agreement.endsAt == Instant(iso: "2026-12-30T23:00:00Z"))
    }

    @Test func whatIsMissingIsBorne() async throws {
        let found = try await agreements(
            #"{"agreementViewSummaries":[{"agreementId":"a","endTime":null,"proposalSummary":null},{"status":"ACTIVE"},{},5]}"#
        )
        #expect(found.map(\.id) == ["a"])
        #expect(found.first?.endsAt == nil)
    }

    @Test func pagesAreReadToTheLastAndEmptyOnesAreNoEnd() async throws {
        let found = try await agreements(
            #"{"agreementViewSummaries":[{"agreementId":"a"}],"nextToken":"1"}"#,
            #"{"agreementViewSummaries":[],"nextToken":"2"}"#, #"{"nextToken":"3"}"#,
            #"{"agreementViewSummaries":[{"agreementId":"b"}],"nextToken":null}"#)
        #expect(found.map(\.id) == ["a", "b"])
    }

    @Test func theTokenGoesBackWithTheSameRequest() async throws {
        let asked = AWSStage { call in
            call.operation == "SearchAgreements"
                ? .json(call.json["nextToken"] == nil ? #"{"nextToken":"t/1+="}"# : "{}") : nil
        }
        _ = try await asked.client.agreements(in: AWSStage.member, isComplete: false)
        let requests = asked.requests("SearchAgreements")
        #expect(requests.count == 2)
        var second = StagedCall(requests[1], number: 2).json
        #expect(second["nextToken"]?.string == "t/1+=")
        second["nextToken"] = nil
        #expect(second == StagedCall(requests[0], number: 1).json)
    }

    @Test func ofOneThatComesTwiceTheLaterStateCounts() async throws {
        let found = try await agreements(
            #"{"agreementViewSummaries":[{"agreementId":"a","status":"ACTIVE"},{"agreementId":"b"}],"nextToken":"1"}"#,
            #"{"agreementViewSummaries":[{"agreementId":"a","status":"CANCELLED"}]}"#)
        #expect(found.map(\.id) == ["a", "b"])
        #expect(found.first?.status == AgreementStatus("CANCELLED"))
    }

    @Test func aTokenThatIsNoLongerTakenBeginsTheListingAnewOnce() async throws {
        let stage = AWSStage { call in
            guard call.operation == "SearchAgreements" else { return nil }
            switch call.number {
            case 1: return .json(#"{"agreementViewSummaries":[{"agreementId":"gone"}],"nextToken":"1"}"#)
            case 2: return .error("ValidationException", reason: "INVALID_NEXT_TOKEN")
            default: return .json(#"{"agreementViewSummaries":[{"agreementId":"a"}]}"#)
            }
        }
        let found = try await stage.client.agreements(in: AWSStage.member, isComplete: true)
        #expect(found.map(\.id) == ["a"])
        let broken = AWSStage { call in
            guard call.operation == "SearchAgreements" else { return nil }
            return call.json["nextToken"] == nil
                ? .json(#"{"nextToken":"1"}"#) : .error("ValidationException", reason: "INVALID_NEXT_TOKEN")
        }
        await #expect(throws: MarketplaceError.self) {
            try await broken.client.agreements(in: AWSStage.member, isComplete: true)
        }
        #expect(broken.requests("SearchAgreements").count == 4)
    }

    @Test func aTokenThatComesAgainIsAnError() async throws {
        let stage = AWSStage { call in call.operation == "SearchAgreements" ? .json(#"{"nextToken":"same"}"#) : nil }
        let error = await #expect(throws: MarketplaceError.self) {
            try await stage.client.agreements(in: AWSStage.member, isComplete: true)
        }
        #expect(error?.kind == .malformed)
        #expect(stage.requests("SearchAgreements").count == 2)
    }

    @Test(arguments: ["[]", "null", "<html>", "{\"a\":", "{\"a\":1,\"a\":2}", "\"x\""])
    func anAnswerThatIsNoObjectIsAnError(_ body: String) async throws {
        let stage = AWSStage { call in call.operation == "SearchAgreements" ? .text(body) : nil }
        let error = await #expect(throws: MarketplaceError.self) {
            try await stage.client.agreements(in: AWSStage.member, isComplete: true)
        }
        #expect(error?.kind == .malformed)
        #expect(error?.account == AWSStage.member && error?.operation == "SearchAgreements")
    }

    @Test func termsAreReadByTheirKinds() async throws {
        let stage = AWSStage { call in
            guard call.operation == "GetAgreementTerms" else { return nil }
            return call.number == 1
                ? .json(
                    #"{"acceptedTerms":[{"usageBasedPricingTerm":{"type":"x"}},{"byolPricingTerm":null}],"nextToken":"1"}"#
                )
                : .json(#"{"acceptedTerms":[{"renewalTerm":{"configuration":{"enableAutoRenew":true}}},{"new":{}}]}"#)
        }
        let terms = try await stage.client.terms(in: AWSStage.member, of: "agmt-1")
        #expect(terms.kinds == ["usageBasedPricingTerm", "renewalTerm", "new"])
        #expect(terms.renews == true)
    }
}
