import Documents
import Reconciliation
import Simulation
import Testing
import Transport

@testable import Marketplace

@Suite("Each account's credentials")
struct SessionsTests {
    private static let member = AWSStage.member
    private static let good = ScriptedTransport.Answer.json(#"{"agreementViewSummaries":[]}"#)

    private func search(_ stage: AWSStage, in account: AccountID = member) async -> MarketplaceError? {
        do throws(MarketplaceError) {
            _ = try await stage.client.agreements(in: account, isComplete: false)
            return nil
        } catch {
            return error
        }
    }

    private func signers(_ stage: AWSStage) -> [String?] { stage.requests("SearchAgreements").map(\.signer) }

    // MARK: - Which

    @Test func theOwnAccountNeedsNoRoleAndOthersHaveOneEach() async throws {
        let stage = AWSStage(
            settings: MarketplaceSettings(
                management: AWSStage.management, memberRole: "path/sync", externalID: "x y")
        ) { $0.operation == "SearchAgreements" ? Self.good : nil }
        #expect(await search(stage, in: AWSStage.management) == nil)
        #expect(await search(stage) == nil)
        #expect(await search(stage) == nil)
        #expect(await search(stage, in: "333333333333") == nil)
        #expect(signers(stage) == ["AKIDMANAGEMENT", "ASIA1", "ASIA1", "ASIA2"])
        let roles = stage.requests("AssumeRole")
        #expect(
            roles.map { $0.form["RoleArn"] } == [
                "arn:aws:iam::222222222222:role/path/sync", "arn:aws:iam::333333333333:role/path/sync",
            ])
        #expect(roles.allSatisfy { $0.form["ExternalId"] == "x y" && $0.form["RoleSessionName"] == "posyncd" })
        #expect(stage.requests("GetCallerIdentity").count == 1)
    }

    @Test func theManagementAccountMayHaveARoleOfItsOwn() async throws {
        let stage = AWSStage(
            settings: MarketplaceSettings(
                management: AWSStage.management, managementRole: "arn:aws:iam::111111111111:role/m", memberRole: "sync")
        ) { $0.operation == "SearchAgreements" ? Self.good : nil }
        #expect(await search(stage, in: AWSStage.management) == nil)
        #expect(stage.requests("AssumeRole").first?.form["RoleArn"] == "arn:aws:iam::111111111111:role/m")
    }

    @Test func anAccountWithoutRoleIsAnErrorThatNamesTheSetting() async throws {
        let stage = AWSStage(settings: MarketplaceSettings(management: AWSStage.management)) { _ in Self.good }
        let error = await search(stage)
        #expect(error?.kind == .malformed || error?.message.contains("marketplace.accounts.role") == true)
    }

    @Test func manyCallsAtOnceShareOneSession() async throws {
        let stage = AWSStage { $0.operation == "SearchAgreements" ? Self.good : nil }
        await withTaskGroup(of: MarketplaceError?.self) { group in
            for _ in 0..<20 { group.addTask { await search(stage) } }
            for await error in group { #expect(error == nil) }
        }
        #expect(stage.requests("AssumeRole").count == 1 && stage.requests("GetCallerIdentity").count == 1)
    }

    // MARK: - Renewal

    @Test func aSessionIsRenewedBeforeItRunsOut() async throws {
        let stage = AWSStage { $0.operation == "SearchAgreements" ? Self.good : nil }
        _ = await search(stage)
        stage.clock.advance(by: .seconds(40 * 60))
        _ = await search(stage)
        stage.clock.advance(by: .seconds(6 * 60))
        _ = await search(stage)
        #expect(signers(stage) == ["ASIA1", "ASIA1", "ASIA2"])
    }

    @Test(arguments: ["ExpiredToken", "ExpiredTokenException", "UnrecognizedClientException"])
    func credentialsThatRanOutInTheMiddleAreReplacedOnce(_ code: String) async throws {
        let passing = AWSStage {
            guard $0.operation == "SearchAgreements" else { return nil }
            return $0.request.signer == "ASIA1" ? .error(code, status: 403) : Self.good
        }
        #expect(await search(passing) == nil)
        #expect(signers(passing) == ["ASIA1", "ASIA2"])
        let lasting = AWSStage { $0.operation == "SearchAgreements" ? .error(code, status: 403) : nil }
        #expect(await search(lasting)?.kind == .credentials)
        #expect(signers(lasting) == ["ASIA1", "ASIA2"])
    }

    @Test(arguments: [
        "AccessDeniedException", "AccessDenied", "ValidationException", "RequestExpired", "SignatureDoesNotMatch",
    ])
    func aDenialIsNotTakenForCredentialsThatRanOut(_ code: String) async throws {
        let stage = AWSStage { $0.operation == "SearchAgreements" ? .error(code, message: "token expired") : nil }
        #expect(await search(stage) != nil)
        #expect(signers(stage) == ["ASIA1"])
        #expect(stage.requests("AssumeRole").count == 1)
    }

    @Test func keysThatSomebodyRenewsInTheirFileAreTakenUp() async throws {
        let folder = try TemporaryFolder()
        func keys(_ name: String) -> String {
            "[default]\naws_access_key_id = \(name)\naws_secret_access_key = s\naws_session_token = t\n"
        }
        let file = try folder.write("credentials", keys("OLD"))
        let stage = AWSStage(environment: ["AWS_SHARED_CREDENTIALS_FILE": file]) { call in
            switch call.operation {
            case "AssumeRole" where call.request.signer == "OLD" && call.number > 1:
                .xmlError("ExpiredToken", status: 403)
            case "SearchAgreements": Self.good
            default: nil
            }
        }
        #expect(await search(stage) == nil)
        stage.clock.advance(by: .seconds(55 * 60))
        #expect(await search(stage)?.code == "ExpiredToken")
        try folder.write("credentials", keys("NEW"))
        // The failure stands for a while, so that a hundred accounts do not ask a hundred times.
        #expect(await search(stage)?.code == "ExpiredToken")
        stage.clock.advance(by: .seconds(31))
        #expect(await search(stage) == nil)
        #expect(stage.requests("AssumeRole").map(\.signer) == ["OLD", "OLD", "OLD", "NEW"])
    }

    @Test func keysOfTheEnvironmentThatRanOutAreAnErrorOnce() async throws {
        let stage = AWSStage { $0.operation == "GetCallerIdentity" ? .xmlError("ExpiredToken", status: 403) : nil }
        #expect(await search(stage)?.code == "ExpiredToken")
        #expect(await search(stage)?.code == "ExpiredToken")
        #expect(stage.requests("GetCallerIdentity").count == 1)
    }

    // MARK: - Failures

    @Test func aRoleThatIsDeniedIsADenialOfThatAccountAlone() async throws {
        let stage = AWSStage { call in
            switch call.operation {
            case "AssumeRole" where call.request.form["RoleArn"]?.contains("222222222222") == true:
                .xmlError("AccessDenied", status: 403)
            case "SearchAgreements": Self.good
            default: nil
            }
        }
        let error = await search(stage)
        #expect(error?.kind == .denied && error?.action == "sts:AssumeRole" && error?.account == Self.member)
        #expect(await search(stage, in: "333333333333") == nil)
        _ = await search(stage)
        #expect(stage.requests("AssumeRole").count == 2)
    }

    @Test func withoutCredentialsEveryCallSaysSo() async throws {
        let stage = AWSStage(environment: ["AWS_EC2_METADATA_DISABLED": "true"]) { _ in nil }
        for account in [AWSStage.management, Self.member] {
            let error = await search(stage, in: account)
            #expect(error?.kind == .credentials && error?.operation == "credentials")
        }
        await #expect(throws: MarketplaceError.self) { try await stage.client.findCredentials() }
        #expect(stage.operations.isEmpty)
    }

    @Test func aBrokenFileIsToldByEveryCall() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("config", "nonsense")
        let stage = AWSStage(environment: AWSStage.environment.merging(["AWS_CONFIG_FILE": file]) { own, _ in own }) {
            _ in nil
        }
        let error = await search(stage)
        #expect(error?.operation == "credentials" && error?.message.contains(file) == true)
        #expect(stage.operations.isEmpty)
    }

    @Test func whoTheCredentialsBelongToIsTold() async throws {
        let identity = try await AWSStage { _ in nil }.client.callerIdentity()
        #expect(identity.account == AWSStage.management && identity.principal == "arn:aws:iam::111111111111:user/x")
    }
}
