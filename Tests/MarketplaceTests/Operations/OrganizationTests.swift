import Documents
import Reconciliation
import Simulation
import Testing
import Transport

@testable import Marketplace

@Suite("The organization and its settings")
struct OrganizationTests {
    private static let role = "AWSServiceRoleForMarketplacePurchaseOrders"
    private static let service = "purchase-orders.marketplace.amazonaws.com"

    // MARK: - Accounts

    @Test func accountsAreListedOverEmptyPages() async throws {
        let stage = AWSStage { call in
            switch (call.operation, call.number) {
            case ("DescribeOrganization", _):
                .json(#"{"Organization":{"Id":"o-1","MasterAccountId":"111111111111","FeatureSet":"ALL","New":1}}"#)
            case ("ListAccounts", 1):
                .json(
                    """
                    {"Accounts":[{"Id":"111111111111","Name":"m","Status":"ACTIVE","JoinedTimestamp":1.6e9},{"Name":"?"}],
                    "NextToken":"a"}
                    """)
            case ("ListAccounts", 2): .json(#"{"Accounts":[],"NextToken":"b"}"#)
            case ("ListAccounts", 3):
                .json(
                    #"{"Accounts":[{"Id":"222222222222","State":"CLOSED","Status":"SUSPENDED"},{"Id":"111111111111"}]}"#
                )
            default: nil
            }
        }
        let organization = try await stage.client.organization()
        #expect(organization.id == "o-1" && organization.management == AWSStage.management)
        #expect(
            organization.accounts == [
                .init(id: "111111111111", name: "m", status: "ACTIVE", joinedAt: Instant(seconds: 1_600_000_000)),
                .init(id: "222222222222", name: nil, status: "CLOSED", joinedAt: nil),
            ])
    }

    @Test func withoutOrganizationsTheAccountStandsAlone() async throws {
        let stage = AWSStage { call in
            call.operation == "DescribeOrganization" ? .error("AWSOrganizationsNotInUseException") : nil
        }
        let organization = try await stage.client.organization()
        #expect(
            organization
                == Organization(id: nil, management: AWSStage.management, accounts: [.init(id: AWSStage.management)]))
        #expect(stage.requests("ListAccounts").isEmpty)
    }

    @Test func aDenialNamesTheMissingPermission() async throws {
        let stage = AWSStage { call in
            call.operation == "DescribeOrganization" ? .error("AccessDeniedException") : nil
        }
        let error = await #expect(throws: MarketplaceError.self) { try await stage.client.organization() }
        #expect(error?.kind == .denied && error?.action == "organizations:DescribeOrganization")
    }

    // MARK: - Billing integration

    private func integration(_ answer: ScriptedTransport.Answer) async throws(MarketplaceError) -> BillingIntegration {
        try await AWSStage { call in call.operation == "GetRole" ? answer : nil }.client.integration()
    }

    private func role(
        path: String = "/aws-service-role/\(service)/", policy: String
    ) -> ScriptedTransport.Answer {
        .xml(
            """
            <GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRoleResult><Role>
            <Path>\(path)</Path><RoleName>\(Self.role)</RoleName><RoleId>AROA</RoleId><Arn>arn:aws:iam::1:role/x</Arn>
            <AssumeRolePolicyDocument>\(PercentEncoding.encoded(policy))</AssumeRolePolicyDocument></Role></GetRoleResult>
            </GetRoleResponse>
            """)
    }

    @Test(arguments: [
        #"{"Statement":[{"Effect":"Allow","Principal":{"Service":"\#(service)"},"Action":"sts:AssumeRole"}]}"#,
        #"{"Statement":{"Effect":"Allow","Principal":{"Service":["x","\#(service)"]},"Action":"sts:AssumeRole"}}"#,
    ])
    func theServicesRoleIsTheIntegration(_ policy: String) async throws {
        #expect(try await integration(role(policy: policy)) == .present)
    }

    @Test(arguments: [
        #"{"Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"}}]}"#,
        #"{"Statement":[{"Effect":"Deny","Principal":{"Service":"\#(service)"}}]}"#,
        #"{"Statement":[{"Effect":"Allow","Principal":"*"}]}"#, "{}",
    ])
    func aRoleThatTrustsSomebodyElseIsNot(_ policy: String) async throws {
        guard case .missing = try await integration(role(policy: policy)) else {
            Issue.record("taken for the integration")
            return
        }
    }

    @Test func aRoleOnAnotherPathIsNot() async throws {
        let policy = #"{"Statement":[{"Effect":"Allow","Principal":{"Service":"\#(Self.service)"}}]}"#
        guard case .missing(let reason) = try await integration(role(path: "/", policy: policy)) else {
            Issue.record("taken for the integration")
            return
        }
        #expect(reason.contains("path"))
    }

    /// Writes are held while the integration is missing, so an answer that cannot be read must not say so.
    @Test func anAnswerThatCannotBeReadSaysNothing() async throws {
        for answer in [role(policy: "not json"), .xml("<html/>"), .text("")] {
            let error = await #expect(throws: MarketplaceError.self) { try await integration(answer) }
            #expect(error?.kind == .malformed)
        }
    }

    @Test func noSuchRoleIsMissingAndADenialIsUnknown() async throws {
        guard case .missing = try await integration(.xmlError("NoSuchEntity", status: 404)) else {
            Issue.record("not missing")
            return
        }
        let error = await #expect(throws: MarketplaceError.self) {
            try await integration(.xmlError("AccessDenied", status: 403))
        }
        #expect(error?.kind == .denied && error?.action == "iam:GetRole")
    }

    // MARK: - Portals

    @Test func portalsAreListedAndMissingMembersBorne() async throws {
        let stage = AWSStage { call in
            guard call.operation == "ListProcurementPortalPreferences" else { return nil }
            return call.number == 1
                ? .json(
                    """
                    {"ProcurementPortalPreferences":[{"ProcurementPortalPreferenceArn":"arn:1","ProcurementPortalName":"COUPA",
                    "PurchaseOrderRetrievalEnabled":true,"PurchaseOrderRetrievalPreferenceStatus":"TEST_FAILED",
                    "PurchaseOrderRetrievalPreferenceStatusReason":"no answer","Version":3}],"NextToken":"1"}
                    """) : .json(#"{"ProcurementPortalPreferences":[{}]}"#)
        }
        let portals = try await stage.client.portalPreferences()
        #expect(
            portals.first
                == PortalPreference(
                    arn: "arn:1", portal: "COUPA", isRetrievalEnabled: true, status: "TEST_FAILED", reason: "no answer")
        )
        #expect(portals.count == 2 && portals.last?.isRetrievalEnabled == false)
    }
}
