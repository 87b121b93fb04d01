import FoundationEssentials
import Reconciliation
import Simulation
import Testing
import Transport

@testable import Marketplace

/// What GetRole's answers are taken to say about the billing integration.
@Suite struct BillingIntegrationTests {
    private static let role = "AWSServiceRoleForMarketplacePurchaseOrders"
    private static let service = "purchase-orders.marketplace.amazonaws.com"

    private static func role(path: String, trusting principal: String) -> String {
        let policy = """
            {"Statement":[{"Effect":"Allow","Principal":{"Service":"\(principal)"},"Action":"sts:AssumeRole"}]}
            """
        return """
            <GetRoleResponse><GetRoleResult><Role><Path>\(path)</Path>\
            <AssumeRolePolicyDocument>\(PercentEncoding.encoded(policy))</AssumeRolePolicyDocument>\
            </Role></GetRoleResult></GetRoleResponse>
            """
    }

    private static func error(_ code: String) -> String {
        "<ErrorResponse><Error><Code>\(code)</Code><Message>m</Message></Error></ErrorResponse>"
    }

    private func integration(_ text: String, status: Int = 200) async throws(MarketplaceError) -> BillingIntegration {
        let caller = """
            <GetCallerIdentityResponse><GetCallerIdentityResult><Account>111111111111</Account>\
            </GetCallerIdentityResult></GetCallerIdentityResponse>
            """
        let transport = ScriptedTransport { request in
            let asked = String(decoding: request.body, as: UTF8.self)
            let answer = asked.contains("GetRole") ? text : caller
            return .response(
                Response(
                    status: asked.contains("GetRole") ? status : 200,
                    headers: [Request.Header("content-type", "text/xml")], body: Array(answer.utf8)))
        }
        let client = MarketplaceClient(
            transport: transport, environment: ["AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "s"],
            homeDirectory: "/", time: SystemTime(), entropy: SystemEntropy(),
            settings: MarketplaceSettings(management: "111111111111"))
        return try await client.integration()
    }

    @Test func theServicesRoleIsTheIntegration() async throws {
        let text = Self.role(path: "/aws-service-role/\(Self.service)/", trusting: Self.service)
        #expect(try await integration(text) == .present)
    }

    @Test func aRoleOfTheSameNameIsNot() async throws {
        for text in [
            Self.role(path: "/", trusting: Self.service),
            Self.role(path: "/aws-service-role/\(Self.service)/", trusting: "ec2.amazonaws.com"),
        ] {
            guard case .missing = try await integration(text) else {
                Issue.record("taken for the integration: \(text)")
                continue
            }
        }
    }

    @Test func noSuchEntityIsMissing() async throws {
        guard case .missing = try await integration(Self.error("NoSuchEntity"), status: 404) else {
            Issue.record("not missing")
            return
        }
    }

    @Test(arguments: ["<html><body>Please log in</body></html>", "", "{}", "<GetRoleResponse><GetRoleResult>"])
    func anAnswerWithoutRoleSaysNothing(text: String) async {
        await #expect(throws: MarketplaceError.self) { try await integration(text) }
    }

    @Test func neitherDoesAStatusWithoutCode() async {
        await #expect(throws: MarketplaceError.self) {
            try await integration("<html>not found</html>", status: 404)
        }
    }
}
