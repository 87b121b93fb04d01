import Reconciliation
import Simulation
import Testing
import Transport

@testable import Marketplace

@Suite("Credentials of an instance")
struct InstanceCredentialsTests {
    private static let base = "http://169.254.169.254/latest/"
    private static let list = "GET \(base)meta-data/iam/security-credentials/"
    private static let token = "PUT \(base)api/token"

    private static func document(until end: String = "2026-11-23T18:00:00Z") -> String {
        #"{"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"AKID","SecretAccessKey":"s","Token":"t","Expiration":"\#(end)"}"#
    }

    /// The service as it is, but for what `other` answers.
    private static func service(
        _ other: @escaping @Sendable (String) -> ScriptedTransport.Answer? = { _ in nil }
    ) -> ScriptedTransport {
        ScriptedTransport(time: ManualClock(isImpatient: true)) { request in
            let operation = request.operation
            if let answer = other(operation) { return answer }
            if operation.hasSuffix("api/token") { return .text("TOKEN==") }
            if operation.hasSuffix("security-credentials/") { return .text("my-role\n") }
            return .json(document())
        }
    }

    private func failure(
        _ transport: ScriptedTransport, _ environment: [String: String] = [:]
    ) async throws -> MarketplaceError {
        let error = await #expect(throws: MarketplaceError.self) { try await load(environment, transport) }
        return try #require(error)
    }

    @Test func aSessionTokenIsTakenAndUsed() async throws {
        let transport = Self.service()
        let credentials = try await load([:], transport)
        #expect(credentials.accessKey == "AKID")
        #expect(credentials.expiresAt == Instant(iso: "2026-11-23T18:00:00Z"))
        #expect(transport.requests.map(\.operation) == [Self.token, Self.list, Self.list + "my-role"])
        #expect(
            transport.requests[0].headers.contains {
                $0.name.lowercased() == "x-aws-ec2-metadata-token-ttl-seconds" && $0.value == "21600"
            })
        for request in transport.requests.dropFirst() {
            #expect(request.secret("X-aws-ec2-metadata-token") == "TOKEN==")
        }
        for request in transport.requests {
            #expect(request.limits.total == .seconds(1) && request.addresses == .awsCredentialEndpoint)
        }
    }

    @Test(arguments: [
        ScriptedTransport.Answer.status(403), .status(404), .status(405), .failure(.timeout("no answer")),
    ])
    func anOldServiceIsAskedWithoutToken(_ answer: ScriptedTransport.Answer) async throws {
        let transport = Self.service { $0 == Self.token ? answer : nil }
        #expect(try await load([:], transport).accessKey == "AKID")
        #expect(transport.requests.last?.secret("X-aws-ec2-metadata-token") == nil)
        let error = try await failure(transport, ["AWS_EC2_METADATA_V1_DISABLED": "true"])
        #expect(error.message.contains("AWS_EC2_METADATA_V1_DISABLED"))
    }

    @Test func aRefusedTokenRequestEndsIt() async throws {
        let transport = Self.service { $0 == Self.token ? .status(400) : nil }
        #expect(try await failure(transport).kind == .credentials)
        #expect(transport.requests.count == 1)
    }

    @Test func whereNobodyIsThereNothingIsFoundAndTheWaysOutAreNamed() async throws {
        let transport = Self.service { _ in .failure(.unreachable("no route")) }
        let error = try await failure(transport)
        #expect(error.kind == .credentials && error.operation == "credentials")
        #expect(error.message.contains("AWS_PROFILE") && error.message.contains("no route"))
        #expect(transport.requests.count == 1)
    }

    @Test func itIsNotAskedWhereThatIsForbidden() async throws {
        let transport = Self.service()
        let error = try await failure(transport, ["AWS_EC2_METADATA_DISABLED": "TRUE"])
        #expect(error.message.contains("AWS_EC2_METADATA_DISABLED"))
        #expect(transport.requests.isEmpty)
    }

    @Test func anInstanceWithoutRoleSaysSo() async throws {
        for answer in [ScriptedTransport.Answer.status(404), .text(" \n")] {
            let error = try await failure(Self.service { $0 == Self.list ? answer : nil })
            #expect(error.message.contains("no role"))
        }
    }

    @Test func aRefusalInTheAnswerIsShown() async throws {
        let error = try await failure(
            Self.service {
                $0 == Self.list + "my-role"
                    ? .json(#"{"Code":"AssumeRoleUnauthorizedAccess","Message":"EC2 cannot assume the role"}"#) : nil
            })
        #expect(error.kind == .credentials)
        #expect(error.message.contains("AssumeRoleUnauthorizedAccess: EC2 cannot assume the role"))
    }

    @Test(arguments: ["<html>", "{}", #"{"AccessKeyId":"A","SecretAccessKey":"s","Token":"t"}"#])
    func whatIsNoCredentialsIsAnError(_ body: String) async throws {
        let error = try await failure(Self.service { $0 == Self.list + "my-role" ? .text(body) : nil })
        #expect(error.kind == .credentials)
    }

    @Test func triesAndTimeAreConfigured() async throws {
        let transport = Self.service { $0 == Self.list ? .status(500) : nil }
        _ = try await failure(
            transport, ["AWS_METADATA_SERVICE_NUM_ATTEMPTS": "4", "AWS_METADATA_SERVICE_TIMEOUT": "3"])
        #expect(transport.requests.filter { $0.operation == Self.list }.count == 4)
        #expect(transport.requests.first?.limits.total == .seconds(3))
        #expect(
            try await failure(transport, ["AWS_METADATA_SERVICE_TIMEOUT": "soon"]).message
                .contains("AWS_METADATA_SERVICE_TIMEOUT"))
    }

    @Test(arguments: [
        (["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6"], "http://[fd00:ec2::254]/latest/api/token"),
        (["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:1338"], "http://127.0.0.1:1338/latest/api/token"),
        (
            [
                "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:1338/",
                "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "ipv6",
            ], "http://127.0.0.1:1338/latest/api/token"
        ),
    ])
    func theAddressIsConfigured(_ environment: [String: String], _ url: String) async throws {
        let transport = Self.service()
        _ = try await load(environment, transport)
        #expect(transport.requests.first?.url == url)
    }

    /// The service hands out old credentials while it cannot make new ones; AWS accepts them meanwhile.
    @Test func oldCredentialsAreUsedOnAndAskedForAgainLater() async throws {
        let start = Instant(milliseconds: ManualClock().wallMilliseconds())
        for minutes in [-90, 0, 19] {
            let end = start + .seconds(minutes * 60)
            let transport = Self.service { $0 == Self.list + "my-role" ? .json(Self.document(until: "\(end)")) : nil }
            let credentials = try await load([:], jitter: 0.5, transport)
            // 15 minutes and a jitter of 2 to 10 minutes.
            #expect(credentials.expiresAt == start + .seconds(21 * 60))
        }
        let transport = Self.service {
            $0 == Self.list + "my-role" ? .json(Self.document(until: "\(start + .seconds(22 * 60))")) : nil
        }
        #expect(try await load([:], jitter: 0.5, transport).expiresAt == start + .seconds(22 * 60))
    }
}
