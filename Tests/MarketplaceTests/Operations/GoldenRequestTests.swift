import Documents
import Reconciliation
import Simulation
import Testing
import Transport

@testable import Marketplace

/// Requests as botocore sends them, recorded; the bodies compared in canonical form.
@Suite("Requests are those that the SDK sends")
struct GoldenRequestTests {
    private static let agreementType = "application/x-amz-json-1.0"

    private func sent(
        _ operation: String, _ answer: String = "{}", _ call: (MarketplaceClient) async throws(MarketplaceError) -> Void
    ) async throws -> Request {
        let stage = AWSStage { call in call.operation == operation ? .json(answer) : nil }
        try await call(stage.client)
        return try #require(stage.requests(operation).first)
    }

    private func expect(
        _ request: Request, _ url: String, target: String, type: String, service: String, body: String
    ) throws {
        #expect(request.method == .post && request.url == url)
        #expect(Set(request.headers) == [.init("Content-Type", type), .init("X-Amz-Target", target)])
        #expect(request.body == (try JSONReader.read(Array(body.utf8))).canonicalBytes())
        guard case .awsSignature(let signature) = request.credential else {
            Issue.record("not signed")
            return
        }
        #expect(signature.service == service && signature.region == "us-east-1")
    }

    private let agreementURL = "https://agreement-marketplace.us-east-1.api.aws/"
    private let target = "AWSMPCommerceService_v20200301."

    @Test func searchAgreements() async throws {
        let request = try await sent("SearchAgreements") { client throws(MarketplaceError) in
            _ = try await client.agreements(in: AWSStage.member, isComplete: false)
        }
        try expect(
            request, agreementURL, target: target + "SearchAgreements", type: Self.agreementType,
            service: "aws-marketplace",
            body: """
                {"catalog":"AWSMarketplace","filters":[{"name":"PartyType","values":["Acceptor"]},\
                {"name":"AgreementType","values":["PurchaseAgreement"]},{"name":"Status","values":["ACTIVE"]}],\
                "maxResults":50}
                """)
        #expect(request.signer == "ASIA1")
    }

    @Test func searchAgreementsOfEveryStatus() async throws {
        let request = try await sent("SearchAgreements") { client throws(MarketplaceError) in
            _ = try await client.agreements(in: AWSStage.member, isComplete: true)
        }
        try expect(
            request, agreementURL, target: target + "SearchAgreements", type: Self.agreementType,
            service: "aws-marketplace",
            body: """
                {"catalog":"AWSMarketplace","filters":[{"name":"PartyType","values":["Acceptor"]},\
                {"name":"AgreementType","values":["PurchaseAgreement"]}],"maxResults":50}
                """)
    }

    @Test func listAgreementCharges() async throws {
        let request = try await sent("ListAgreementCharges") { client throws(MarketplaceError) in
            _ = try await client.charges(in: AWSStage.member, ofEach: ["agmt-1"])
        }
        try expect(
            request, agreementURL, target: target + "ListAgreementCharges", type: Self.agreementType,
            service: "aws-marketplace", body: #"{"catalog":"AWSMarketplace","agreementId":"agmt-1","maxResults":50}"#)
    }

    @Test func updatePurchaseOrders() async throws {
        let request = try await sent("UpdatePurchaseOrders") { client throws(MarketplaceError) in
            try await client.update(
                in: AWSStage.member, "agmt-1", [OrderUpdate(charge: "ch-1", revision: 1, order: "PO-1")])
        }
        try expect(
            request, agreementURL, target: target + "UpdatePurchaseOrders", type: Self.agreementType,
            service: "aws-marketplace",
            body: """
                {"purchaseOrders":[{"chargeId":"ch-1","chargeRevision":1,"agreementId":"agmt-1",\
                "purchaseOrderReference":"PO-1"}]}
                """)
    }

    @Test func getAgreementTerms() async throws {
        let request = try await sent("GetAgreementTerms") { client throws(MarketplaceError) in
            _ = try await client.terms(in: AWSStage.member, of: "agmt-1")
        }
        try expect(
            request, agreementURL, target: target + "GetAgreementTerms", type: Self.agreementType,
            service: "aws-marketplace", body: #"{"agreementId":"agmt-1","maxResults":50}"#)
    }

    @Test func listAccounts() async throws {
        let stage = AWSStage { call in
            switch call.operation {
            case "DescribeOrganization": .json(#"{"Organization":{"Id":"o-1"}}"#)
            case "ListAccounts": .json("{}")
            default: nil
            }
        }
        _ = try await stage.client.organization()
        for (operation, body) in [("DescribeOrganization", "{}"), ("ListAccounts", #"{"MaxResults":20}"#)] {
            try expect(
                try #require(stage.requests(operation).first), "https://organizations.us-east-1.amazonaws.com/",
                target: "AWSOrganizationsV20161128.\(operation)", type: "application/x-amz-json-1.1",
                service: "organizations", body: body)
        }
    }

    @Test func listProcurementPortalPreferences() async throws {
        let request = try await sent("ListProcurementPortalPreferences") { client throws(MarketplaceError) in
            _ = try await client.portalPreferences()
        }
        try expect(
            request, "https://invoicing.us-east-1.api.aws/", target: "Invoicing.ListProcurementPortalPreferences",
            type: Self.agreementType, service: "invoicing", body: #"{"MaxResults":100}"#)
        #expect(request.signer == "AKIDMANAGEMENT")
    }

    @Test func listReceivedGrants() async throws {
        let request = try await sent("ListReceivedGrants") { client throws(MarketplaceError) in
            _ = try await client.receivedGrants(in: AWSStage.member)
        }
        try expect(
            request, "https://license-manager.us-east-1.amazonaws.com/", target: "AWSLicenseManager.ListReceivedGrants",
            type: "application/x-amz-json-1.1", service: "license-manager", body: #"{"MaxResults":100}"#)
    }

    @Test func getRole() async throws {
        let stage = AWSStage { call in call.operation == "GetRole" ? .xmlError("NoSuchEntity", status: 404) : nil }
        _ = try await stage.client.integration()
        let request = try #require(stage.requests("GetRole").first)
        #expect(request.url == "https://iam.amazonaws.com/")
        #expect(request.headers == [.init("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")])
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == "Action=GetRole&Version=2010-05-08&RoleName=AWSServiceRoleForMarketplacePurchaseOrders")
        guard case .awsSignature(let signature) = request.credential else {
            Issue.record("not signed")
            return
        }
        #expect(signature.service == "iam" && signature.region == "us-east-1")
    }
}
