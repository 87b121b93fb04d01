import Reconciliation
import Testing
import Transport

@testable import Marketplace

@Suite("Credentials are looked for in the standard order")
struct CredentialChainTests {
    /// Every place at once; each test takes away the first ones.
    private static let everywhere: [String: String] = [
        "AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": "s", "AWS_WEB_IDENTITY_TOKEN_FILE": "/token",
        "AWS_ROLE_ARN": "web-role", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x",
    ]
    private static let container = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x"]
    private static let keys = "aws_access_key_id = AKIDFILE\naws_secret_access_key = s\n"
    private static let configKeys = "aws_access_key_id = AKIDCONFIG\naws_secret_access_key = s\n"
    private static let role = "role_arn = r\ncredential_source = EcsContainer\n"

    struct Row: Sendable {
        var environment: [String: String] = [:]
        var config = ""
        var credentials = ""
        let found: String
    }

    @Test(arguments: [
        Row(
            environment: everywhere, config: "[default]\n\(role)\(configKeys)credential_process = p\n",
            credentials: "[default]\n\(keys)", found: "AKIDENV"),
        Row(
            environment: everywhere.filter { !$0.key.contains("KEY") }, config: "[default]\n\(role)\(configKeys)",
            credentials: "[default]\n\(keys)", found: "r<http://169.254.170.2/v2/x"),
        Row(
            environment: everywhere.filter { !$0.key.contains("KEY") }, config: "[default]\n\(configKeys)",
            credentials: "[default]\n\(keys)", found: "web-role@/token"),
        Row(
            environment: container, config: "[default]\nweb_identity_token_file = /t\nrole_arn = w\n\(configKeys)",
            credentials: "[default]\n\(keys)", found: "w@/t"),
        Row(
            environment: container, config: "[default]\ncredential_process = p a\n\(configKeys)",
            credentials: "[default]\n\(keys)", found: "AKIDFILE"),
        Row(environment: container, config: "[default]\ncredential_process = p 'a b'\n\(configKeys)", found: "p a b"),
        Row(environment: container, config: "[default]\n\(configKeys)", found: "AKIDCONFIG"),
        Row(environment: container, found: "http://169.254.170.2/v2/x"),
        Row(found: "http://169.254.169.254/"),
        Row(
            environment: ["AWS_ACCESS_KEY_ID": "", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": ""],
            found: "http://169.254.169.254/"),
        Row(
            environment: ["AWS_PROFILE": "b"], config: "[profile b]\ncredential_process = q\n",
            credentials: "[default]\n\(keys)", found: "q"),
        Row(
            environment: ["AWS_PROFILE": "b", "AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": "s"],
            config: "[profile b]\ncredential_process = q\n", found: "AKIDENV"),
        Row(credentials: "[default]\naws_access_key_id =\naws_secret_access_key =\n", found: "http://169.254.169.254/"),
    ])
    func theFirstPlaceWins(_ row: Row) throws {
        let source = try chain(row.environment, config: row.config, credentials: row.credentials).source()
        #expect(source.short == row.found)
    }

    // MARK: - Environment

    @Test func theEnvironmentsKeysHaveTokenAndEnd() throws {
        let source = try chain([
            "AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t",
            "AWS_CREDENTIAL_EXPIRATION": "2026-11-24T10:00:00+01:00",
        ]).source()
        guard case .keys(let credentials, _) = source else {
            Issue.record("\(source.short)")
            return
        }
        #expect(credentials.secretKey.withText { $0 } == "s")
        #expect(credentials.sessionToken?.withText { $0 } == "t")
        #expect(credentials.expiresAt == Instant(iso: "2026-11-24T09:00:00Z"))
    }

    @Test func aKeyWithoutItsSecretIsAnErrorAndNothingElseIsTried() throws {
        #expect(try chainError(["AWS_ACCESS_KEY_ID": "A"]).message.contains("AWS_SECRET_ACCESS_KEY"))
        let half = "[default]\naws_access_key_id = A\n"
        #expect(try chainError(config: half).message.contains("aws_secret_access_key"))
        #expect(try chainError(config: "[default]\n\(Self.configKeys)", credentials: half).kind == .credentials)
    }

    @Test func anEndThatIsNoTimeIsAnError() throws {
        let error = try chainError([
            "AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s", "AWS_CREDENTIAL_EXPIRATION": "soon",
        ])
        #expect(error.message.contains("AWS_CREDENTIAL_EXPIRATION"))
    }

    // MARK: - Profiles

    @Test(arguments: [
        "[default]\nsso_account_id = 1\nsso_role_name = r\nsso_session = s\n", "[default]\nlogin_session = arn:x\n",
        "[default]\nrole_arn = r\nsource_profile = s\n[profile s]\nsso_account_id = 1\n",
    ])
    func aProfileThatNeedsAPersonSaysWhatToUse(_ config: String) throws {
        let error = try chainError(config: config)
        #expect(error.kind == .credentials)
        #expect(error.message.contains("credential_process"))
    }

    @Test(arguments: ["'open", "''", "\"a\\"])
    func aCommandThatIsNoneIsAnError(_ command: String) throws {
        #expect(try chainError(config: "[default]\ncredential_process = \(command)\n").message.contains("\"default\""))
    }

    @Test func webIdentityTakesEachSettingFromTheEnvironmentFirst() throws {
        let source = try chain(
            ["AWS_ROLE_ARN": "env-role", "AWS_ROLE_SESSION_NAME": "env-name"],
            config: "[default]\nweb_identity_token_file = /t\nrole_arn = r\nrole_session_name = n\n"
        ).source()
        #expect(source == .webIdentity(.init(role: "env-role", sessionName: "env-name", tokenFile: "/t")))
    }

    @Test func aTokenFileWithoutRoleIsAnError() throws {
        #expect(try chainError(["AWS_WEB_IDENTITY_TOKEN_FILE": "/t"]).message.contains("AWS_ROLE_ARN"))
    }
}
