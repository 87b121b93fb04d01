import Simulation
import Testing
import Transport

/// libcurl sends header lines as it is given them: a line break in a value would go out as a second header.
@Suite("Nothing that a caller passes becomes a second header")
struct HeaderInjectionTests {
    private static let poisons = ["\r\nX-Evil: 1", "\nX-Evil: 1", "\r", "a\0b", "\u{7f}", "\u{1}", "\u{b}"]

    private func kind(_ request: (String) -> Request) async throws -> String {
        try await RawServer.with { connection in
            try connection.readRequest()
            try connection.answer("{}")
        } _: { server in
            let kind = try await withTransport { await $0.outcome(of: request(server.origin)).kind }
            #expect(kind != "refused" || server.connectionCount == 0)
            #expect(!String(decoding: server.received, as: UTF8.self).contains("X-Evil"))
            return kind
        }
    }

    @Test("a control character is refused before anything is sent", arguments: poisons)
    func control(_ poison: String) async throws {
        let secret = Secret("a\(poison)")
        let refused: [(String) -> Request] = [
            { Request(.get, $0, headers: [.init("X-Name", "a\(poison)")]) },
            { Request(.get, $0, headers: [.init("X-Name\(poison)", "a")]) },
            { Request(.get, $0, credential: .bearer(secret)) },
            { Request(.get, $0, credential: .headers([.init("apiKey", secret)])) },
            { Request(.get, $0, credential: .headers([.init("api\(poison)", Secret("a"))])) },
            { Request(.get, $0 + "/a\(poison)") },
            { Request(.post, $0, credential: Self.signature(region: "us-east-1\(poison)")) },
            { Request(.post, $0, credential: Self.signature(service: "sts\(poison)")) },
            { Request(.post, $0, credential: Self.signature(accessKey: "AKID\(poison)")) },
            { Request(.post, $0, credential: Self.signature(token: "t\(poison)")) },
        ]
        for request in refused { #expect(try await kind(request) == "refused") }
    }

    @Test("a name is a token", arguments: ["", "a b", "a:b", "é", "a\"b", "(a)", "a/b"])
    func names(_ name: String) async throws {
        #expect(try await kind { Request(.get, $0, headers: [.init(name, "value")]) } == "refused")
    }

    @Test func emptyValuesWouldTakeAHeaderAwayAndAreRefused() async throws {
        #expect(try await kind { Request(.get, $0, headers: [.init("Host", "")]) } == "refused")
        #expect(try await kind { Request(.get, $0, credential: .bearer(Secret(""))) } == "refused")
    }

    @Test func aPasswordMayHoldAnythingSinceItIsEncoded() async throws {
        let password = Secret("p\r\nX-Evil: 1\u{0}é")
        #expect(try await kind { Request(.get, $0, credential: .basic(user: "u", password: password)) } == "answer")
        #expect(
            try await kind { Request(.get, $0, credential: .basic(user: "u:v", password: Secret("p"))) } == "refused")
    }

    @Test func aSignatureIsForAPostToTheRootAlone() async throws {
        #expect(try await kind { Request(.post, $0 + "/", credential: Self.signature()) } == "answer")
        #expect(try await kind { Request(.get, $0 + "/", credential: Self.signature()) } == "refused")
        #expect(try await kind { Request(.post, $0 + "/a", credential: Self.signature()) } == "refused")
        #expect(try await kind { Request(.post, $0 + "/?a=b", credential: Self.signature()) } == "refused")
        #expect(try await kind { Request(.post, $0, credential: Self.signature(region: "a:b")) } == "refused")
    }

    @Test func errorsHoldNoSecret() async throws {
        let outcome = try await withTransport { transport in
            await transport.outcome(
                of: Request(.get, "https://feed.invalid/canary-path", credential: .bearer(Secret("canary\n"))))
        }
        #expect(!"\(outcome)".contains("canary"))
    }

    private static func signature(
        region: String = "us-east-1", service: String = "sts", accessKey: String = "AKID", token: String? = nil
    ) -> Request.Credential {
        .awsSignature(
            .init(
                region: region, service: service, accessKey: accessKey, secretKey: Secret("secret"),
                sessionToken: token.map { Secret($0) }))
    }
}
