import Reconciliation
import Simulation
import Testing
import Transport

@testable import Marketplace

@Suite("Credentials of a container")
struct ContainerCredentialsTests {
    private static let good =
        #"{"AccessKeyId":"AKID","SecretAccessKey":"s","Token":"t","Expiration":"2026-11-23T13:00:00Z"}"#
    private static let relative = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/x"]

    private func failure(
        _ environment: [String: String], _ transport: ScriptedTransport
    ) async throws -> MarketplaceError {
        let error = await #expect(throws: MarketplaceError.self) { try await load(environment, transport) }
        return try #require(error)
    }

    @Test func theRelativeAddressIsAskedAtItsFixedHost() async throws {
        let transport = ScriptedTransport([.json(Self.good)])
        let credentials = try await load(
            Self.relative.merging(["AWS_CONTAINER_CREDENTIALS_FULL_URI": "https://other/x"]) { own, _ in own },
            transport)
        #expect(credentials.accessKey == "AKID")
        #expect(credentials.sessionToken?.withText { $0 } == "t")
        #expect(credentials.expiresAt == Instant(iso: "2026-11-23T13:00:00Z"))
        let request = try #require(transport.requests.first)
        #expect(request.url == "http://169.254.170.2/v2/credentials/x")
        #expect(request.addresses == .awsCredentialEndpoint)
        #expect(request.limits.total == .seconds(2))
        #expect(request.secret("Authorization") == nil)
    }

    @Test(arguments: [
        ("http://127.0.0.1:51679/x", true), ("http://127.9.9.9/x", true), ("http://localhost/x", true),
        ("http://[::1]:80/x", true), ("http://169.254.170.2/x", true), ("http://169.254.170.23/v1/credentials", true),
        ("http://[fd00:ec2::23]/v1/credentials", true), ("https://anywhere.example/x", true),
        ("http://anywhere.example/x", false), ("http://169.254.169.254/x", false),
        ("http://127.0.0.1.example/x", false),
        ("http://localhost.example/x", false), ("http://10.0.0.1/x", false), ("http://127.0.0.1@example/x", false),
        ("http://127.1/x", false), ("http://[::2]/x", false), ("file:///etc/passwd", false), ("127.0.0.1/x", false),
    ])
    func onlyAWSsHostsAreAskedOverPlainHTTP(_ url: String, _ isAllowed: Bool) async throws {
        let transport = ScriptedTransport([.json(Self.good)])
        let environment = ["AWS_CONTAINER_CREDENTIALS_FULL_URI": url]
        if isAllowed {
            #expect(try await load(environment, transport).accessKey == "AKID")
            #expect(transport.requests.map(\.url) == [url])
        } else {
            #expect(try await failure(environment, transport).kind == .credentials)
            #expect(transport.requests.isEmpty)
        }
    }

    @Test func theTokenComesFromTheFileFirstAndIsReadAnew() async throws {
        let folder = try TemporaryFolder()
        let environment = Self.relative.merging([
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": try folder.write("token", "first"),
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": "from-env",
        ]) { own, _ in own }
        let transport = ScriptedTransport([.json(Self.good), .json(Self.good)])
        _ = try await load(environment, transport)
        try folder.write("token", "second")
        _ = try await load(environment, transport)
        #expect(transport.requests.map { $0.secret("Authorization") } == ["first", "second"])
    }

    @Test func theTokenMayStandInTheEnvironment() async throws {
        let transport = ScriptedTransport([.json(Self.good)])
        _ = try await load(
            Self.relative.merging(["AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic x"]) { own, _ in own }, transport)
        #expect(transport.requests.first?.secret("Authorization") == "Basic x")
    }

    @Test func aTokenThatIsNoHeaderOrNotThereIsAnError() async throws {
        let folder = try TemporaryFolder()
        for (name, value) in [
            ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "a\r\nX: y"),
            ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", try folder.write("token", "a\n")),
            ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/nowhere/token"),
        ] {
            let transport = ScriptedTransport([.json(Self.good)])
            let error = try await failure(Self.relative.merging([name: value]) { own, _ in own }, transport)
            #expect(error.kind == .credentials && error.message.contains(name))
            #expect(transport.requests.isEmpty)
        }
    }

    @Test(arguments: [
        ScriptedTransport.Answer.failure(.unreachable("refused")), .status(500), .text("<html>"), .silence,
        .json(#"{"AccessKeyId":"AKID"}"#), .json(#"{"code":"x","message":"nobody"}"#, status: 404),
    ])
    func itIsAskedThreeTimesASecondApartAndThenItIsAnError(_ answer: ScriptedTransport.Answer) async throws {
        let clock = ManualClock(isImpatient: true)
        let transport = ScriptedTransport(time: clock) { _ in answer }
        let error = await #expect(throws: MarketplaceError.self) {
            try await load(Self.relative, clock: clock, transport)
        }
        #expect(error?.kind == .credentials && error?.operation == "credentials")
        #expect(transport.requests.count == 3)
        #expect(clock.naps.filter { $0 == .seconds(1) }.count == 2)
    }

    @Test func aFailureThatPassesIsBorne() async throws {
        let transport = ScriptedTransport([.status(500), .failure(.timeout("t")), .json(Self.good)])
        #expect(try await load(Self.relative, transport).accessKey == "AKID")
    }

    @Test func credentialsThatHaveRunOutAreAnErrorThatNamesTheClock() async throws {
        let clock = ManualClock(wallMilliseconds: 1_900_000_000_000, isImpatient: true)
        let error = await #expect(throws: MarketplaceError.self) {
            try await load(Self.relative, clock: clock, ScriptedTransport([.json(Self.good)]))
        }
        #expect(error?.kind == .credentials)
        #expect(error?.message.contains("clock") == true)
    }
}
