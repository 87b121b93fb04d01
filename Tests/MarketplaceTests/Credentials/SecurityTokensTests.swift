import Reconciliation
import Simulation
import Testing
import Transport

@testable import Marketplace

@Suite("Roles by way of the token service")
struct SecurityTokensTests {
    private static let end = Instant(milliseconds: 1_795_440_000_000)

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func files(_ config: String) throws -> [String: String] {
        ["AWS_CONFIG_FILE": try folder.write("config", config)]
    }

    @Test func aRoleIsAskedForWithEverythingThatIsConfigured() async throws {
        let environment = try files(
            """
            [default]
            region = eu-west-1
            role_arn = arn:aws:iam::222222222222:role/a b
            source_profile = base
            external_id = x+y/z
            role_session_name = me@host
            duration_seconds = 1800
            [profile base]
            aws_access_key_id = AKIDBASE
            aws_secret_access_key = s
            """)
        let transport = ScriptedTransport([.session("ASIA", until: Self.end)])
        let credentials = try await load(environment, transport)
        #expect(credentials.accessKey == "ASIA")
        #expect(credentials.secretKey.withText { $0 } == "s/ASIA+&")
        #expect(credentials.sessionToken?.withText { $0 } == "t-ASIA")
        #expect(credentials.expiresAt == Self.end)
        let request = try #require(transport.requests.first)
        #expect(request.url == "https://sts.eu-west-1.amazonaws.com/")
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A222222222222%3Arole%2Fa%20b"
                + "&RoleSessionName=me%40host&ExternalId=x%2By%2Fz&DurationSeconds=1800")
        #expect(request.headers == [.init("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")])
        guard case .awsSignature(let signature) = request.credential else {
            Issue.record("not signed")
            return
        }
        #expect(signature.accessKey == "AKIDBASE" && signature.service == "sts" && signature.region == "eu-west-1")
    }

    @Test func chainedRolesAreAskedForOneWithTheOther() async throws {
        let environment = try files(
            """
            [default]
            role_arn = b
            source_profile = a
            [profile a]
            role_arn = a
            source_profile = a
            aws_access_key_id = AKID
            aws_secret_access_key = s
            [profile c]
            role_arn = c
            source_profile = default
            """)
        let transport = ScriptedTransport([
            .session("ASIAB", until: Self.end), .session("ASIAC", until: Self.end),
        ])
        let credentials = try await load(environment.merging(["AWS_PROFILE": "c"]) { own, _ in own }, transport)
        #expect(credentials.accessKey == "ASIAC")
        #expect(transport.requests.map { $0.form["RoleArn"] } == ["b", "c"])
        #expect(transport.requests.map(\.signer) == ["AKID", "ASIAB"])
    }

    @Test func aWebIdentityIsNotSignedAndItsFileIsReadAnew() async throws {
        let environment = [
            "AWS_WEB_IDENTITY_TOKEN_FILE": try folder.write("token", "one.two+three=\n"), "AWS_ROLE_ARN": "r",
            "AWS_ROLE_SESSION_NAME": "n",
        ]
        let transport = ScriptedTransport([
            .session("ASIA1", until: Self.end), .session("ASIA2", until: Self.end),
        ])
        _ = try await load(environment, transport)
        try folder.write("token", "four")
        _ = try await load(environment, transport)
        let bodies = transport.requests.map { String(decoding: $0.body, as: UTF8.self) }
        #expect(
            bodies == [
                "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=r&RoleSessionName=n"
                    + "&WebIdentityToken=one.two%2Bthree%3D%0A",
                "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=r&RoleSessionName=n&WebIdentityToken=four",
            ])
        #expect(transport.requests.allSatisfy { $0.signer == nil })
    }

    @Test func aTokenFileThatIsNotThereIsNamed() async throws {
        let environment = ["AWS_WEB_IDENTITY_TOKEN_FILE": "/nowhere/token", "AWS_ROLE_ARN": "r"]
        let error = await #expect(throws: MarketplaceError.self) {
            try await load(environment, ScriptedTransport([]))
        }
        #expect(error?.kind == .credentials && error?.message.contains("/nowhere/token") == true)
    }

    @Test func anIdentityProviderThatCannotBeReachedIsAskedAgain() async throws {
        let environment = ["AWS_WEB_IDENTITY_TOKEN_FILE": try folder.write("token", "t"), "AWS_ROLE_ARN": "r"]
        let transport = ScriptedTransport([
            .xmlError("IDPCommunicationError"), .session("ASIA", until: Self.end),
        ])
        #expect(try await load(environment, transport).accessKey == "ASIA")
    }

    @Test(arguments: [
        (ScriptedTransport.Answer.xmlError("AccessDenied", status: 403), MarketplaceError.Kind.credentials),
        (.xmlError("InvalidClientTokenId", status: 403), .credentials), (.xmlError("ValidationError"), .credentials),
        (.xml("<html/>"), .credentials), (.failure(.unreachable("x")), .unreachable),
        (.xmlError("Throttling"), .throttled), (.failure(.timeout("x")), .unknownOutcome),
    ])
    func aRefusedRoleLeavesNoCredentialsButAnOutageIsOne(
        _ answer: ScriptedTransport.Answer, _ kind: MarketplaceError.Kind
    ) async throws {
        let environment = try files(
            "[default]\nrole_arn = my-role\nsource_profile = default\naws_access_key_id = A\naws_secret_access_key = s\n"
        )
        let error = await #expect(throws: MarketplaceError.self) {
            try await load(environment, ScriptedTransport(time: ManualClock(isImpatient: true)) { _ in answer })
        }
        #expect(error?.kind == kind)
        if kind == .credentials {
            #expect(error?.operation == "credentials" && error?.message.contains("my-role") == true)
        }
    }
}
