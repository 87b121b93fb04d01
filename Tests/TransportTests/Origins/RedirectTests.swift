import Simulation
import Testing
import Transport

/// libcurl, told to follow, drops `Authorization` and `Cookie` for another host but hands on every other header
/// (measured: `X-COUPA-API-KEY` and `X-Amz-Security-Token`). So nothing is followed, not even to the same host.
@Suite("A redirect is an answer and is not followed")
struct RedirectTests {
    /// A secret that stands in every credential of a request.
    private static let canary = "canary-7f3a9c"

    private static let credentials: [Request.Credential] = [
        .bearer(Secret(canary)),
        .basic(user: "user", password: Secret(canary)),
        .headers([.init("X-COUPA-API-KEY", Secret(canary)), .init("Cookie", Secret("session=\(canary)"))]),
        .awsSignature(
            .init(
                region: "us-east-1", service: "aws-marketplace", accessKey: "AKIDEXAMPLE", secretKey: Secret(canary),
                sessionToken: Secret(canary))),
    ]

    /// Another port, another host name, another address, another scheme, the same origin, a relative path.
    private static let targets = [
        "http://127.0.0.1:PORT/", "http://localhost:PORT/", "http://127.0.0.2:PORT/", "https://127.0.0.1:PORT/",
        "//127.0.0.1:PORT/", "http://127.0.0.1:OWN/again", "/again", "http://169.254.169.254/latest/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:PORT/", "ftp://127.0.0.1:PORT/",
    ]

    @Test("whatever its code and target", arguments: [301, 302, 303, 307, 308])
    func matrix(_ code: Int) async throws {
        try await RawServer.with(address: "0.0.0.0") {
            try $0.readToEnd()
        } _: { other in
            for target in Self.targets {
                try await RawServer.with { connection in
                    while true {
                        try connection.readRequest()
                        let own = target.replacing("PORT", with: "\(other.port)")
                        try connection.answer("{}", status: "\(code) Elsewhere", headers: ["Location: \(own)"])
                    }
                } _: { first in
                    try await withTransport { transport in
                        for credential in Self.credentials {
                            let request = Request(
                                .post, first.origin + "/", headers: [.init("X-Asked-By", "RedirectTests")],
                                credential: credential, body: [0x7b, 0x7d])
                            let response = try await transport.send(request)
                            #expect(response.status == code)
                            #expect(response.header("location") != nil)
                        }
                    }
                    // Whoever still knocks at a port that another test had before is none of ours.
                    let own = first.heads.filter { $0.contains("RedirectTests") || $0.contains(" /again ") }
                    #expect(own.count == Self.credentials.count, "one request each: \(code) \(target) \(first.heads)")
                }
            }
            #expect(other.connectionCount == 0)
            #expect(other.received.isEmpty)
        }
    }

    @Test func aDemandForPasswordsIsNotMet() async throws {
        let challenges = [
            "WWW-Authenticate: Basic realm=\"a\"", "WWW-Authenticate: Digest realm=\"a\", nonce=\"b\"",
            "WWW-Authenticate: NTLM", "WWW-Authenticate: Negotiate",
        ]
        for challenge in challenges {
            try await RawServer.with { connection in
                while true {
                    try connection.readRequest()
                    try connection.answer("{}", status: "401 Unauthorized", headers: [challenge])
                }
            } _: { server in
                try await withTransport { transport in
                    for credential in Self.credentials + [.none] {
                        let request = Request(.post, server.origin + "/", credential: credential)
                        let response = try await transport.send(request)
                        #expect(response.status == 401)
                    }
                }
                #expect(server.heads.count == Self.credentials.count + 1)
                let signed = server.heads[Self.credentials.count - 1]
                #expect(signed.contains("Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/"))
                #expect(!String(decoding: server.received, as: UTF8.self).contains("Authorization: Digest"))
            }
        }
    }

    @Test func anotherServiceIsNotSwitchedTo() async throws {
        try await RawServer.with(address: "0.0.0.0") {
            try $0.readToEnd()
        } _: { other in
            try await RawServer.with { connection in
                while true {
                    try connection.readRequest()
                    try connection.answer(
                        "{}",
                        headers: [
                            "Alt-Svc: http/1.1=\"127.0.0.1:\(other.port)\"; ma=3600", "Set-Cookie: a=b; Path=/",
                            "Strict-Transport-Security: max-age=3600",
                            "Refresh: 0; url=http://127.0.0.1:\(other.port)/",
                        ])
                }
            } _: { server in
                try await withTransport { transport in
                    for _ in 0..<3 { _ = try await transport.send(Request(.get, server.origin)) }
                }
                #expect(server.heads.count == 3)
                #expect(!server.heads.contains { $0.lowercased().contains("cookie:") })
            }
            #expect(other.connectionCount == 0)
        }
    }
}
