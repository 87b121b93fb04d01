import Foundation
import Simulation
import Testing
import Transport

/// What `badssl.com` is to browsers, on loopback and with authorities of its own.
@Suite("TLS is verified, 1.2 or later", .serialized, .enabled(if: Command.isPresent("openssl")))
struct TLSTests {
    /// A server and what is wrong with it.
    struct Bad: Sendable, CustomTestStringConvertible {
        let name: String
        var shape: CertificateAuthority.Shape = .init()
        var issuer: String? = "root"
        var arguments: [String] = []

        var testDescription: String { name }
    }

    static let bad: [Bad] = [
        Bad(name: "expired", shape: .init(days: -1)),
        Bad(name: "for another host", shape: .init(names: "DNS:feed.example")),
        Bad(name: "for the name where the address is dialled", shape: .init(names: "DNS:localhost")),
        Bad(name: "for another address", shape: .init(names: "IP:127.0.0.2")),
        Bad(name: "self-signed", issuer: nil),
        Bad(name: "of an authority that is not trusted", issuer: "stranger"),
        Bad(name: "of an intermediate authority that is not sent", issuer: "intermediate"),
        Bad(
            name: "signed by a certificate that is no authority", issuer: "leaf",
            arguments: ["-cert_chain", "leaf.pem"]),
        Bad(name: "for clients alone", shape: .init(usage: "clientAuth")),
        Bad(
            name: "with a key that is too short",
            shape: .init(key: ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"]),
            arguments: ["-cipher", "ALL:@SECLEVEL=0"]),
        Bad(name: "TLS 1.1", arguments: ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"]),
        Bad(name: "TLS 1.0", arguments: ["-tls1", "-cipher", "ALL:@SECLEVEL=0"]),
        Bad(name: "without authentication", arguments: ["-nocert", "-no_tls1_3", "-cipher", "aNULL:@SECLEVEL=0"]),
        Bad(name: "without encryption", arguments: ["-no_tls1_3", "-cipher", "eNULL:@SECLEVEL=0"]),
    ]

    private static func serving<Value>(
        _ bad: Bad, _ body: (TLSServer, CurlSettings) async throws -> Value
    ) async throws -> Value {
        let authority = try CertificateAuthority()
        defer { authority.remove() }
        if bad.issuer == "intermediate" { try authority.make("intermediate", .init(isAuthority: true)) }
        if bad.issuer == "leaf" { try authority.make("leaf") }
        try authority.make("server", bad.shape, signedBy: bad.issuer)
        let openssl = try #require(Command("openssl"))
        let server = try await TLSServer(
            openssl: openssl, folder: authority.folder,
            arguments: ["-cert", "server.pem", "-key", "server.key"] + bad.arguments)
        defer { server.stop() }
        return try await body(server, CurlSettings(userAgent: "test", authorities: authority.path("root")))
    }

    @Test("a bad server is refused, and the error says why", arguments: bad)
    func refused(_ bad: Bad) async throws {
        try await Self.serving(bad) { server, settings in
            let outcome = try await withTransport(settings) { transport in
                await transport.outcome(
                    of: Request(.get, "https://127.0.0.1:\(server.port)/", credential: .bearer(Secret("canary"))))
            }
            #expect(outcome.kind == "tls", "\(outcome)")
            guard case .failure(.tls(let text)) = outcome else { return }
            #expect(text.contains("127.0.0.1") && text.count > 20 && !text.contains("canary"), "\(text)")
        }
    }

    static let good: [Bad] = [
        Bad(name: "TLS 1.2", arguments: ["-tls1_2"]),
        Bad(name: "TLS 1.3", arguments: ["-tls1_3"]),
        Bad(name: "with the whole chain", issuer: "intermediate", arguments: ["-cert_chain", "intermediate.pem"]),
    ]

    @Test("a good server is accepted", arguments: good)
    func accepted(_ good: Bad) async throws {
        try await Self.serving(good) { server, settings in
            let outcome = try await withTransport(settings) { transport in
                await transport.outcome(of: Request(.get, "https://127.0.0.1:\(server.port)/"))
            }
            #expect(try outcome.get().status == 200)
        }
    }

    @Test func aServerIsNotTrustedWithoutItsAuthority() async throws {
        try await Self.serving(Bad(name: "good")) { server, _ in
            let outcome = try await withTransport { transport in
                await transport.outcome(of: Request(.get, "https://127.0.0.1:\(server.port)/"))
            }
            #expect(outcome.kind == "tls", "\(outcome)")
        }
    }

    @Test func aServerThatDoesNotSpeakTLSIsRefused() async throws {
        try await RawServer.with {
            try $0.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        } _: { server in
            let outcome = try await withTransport { transport in
                await transport.outcome(of: Request(.get, "https://127.0.0.1:\(server.port)/"))
            }
            #expect(outcome.kind == "tls", "\(outcome)")
        }
    }

    @Test func aFileOfAuthoritiesThatIsNoneIsAnErrorAndNotTrustInAll() async throws {
        try await Self.serving(Bad(name: "good")) { server, settings in
            var settings = settings
            settings.authorities = "/does/not/exist.pem"
            let outcome = try await withTransport(settings) { transport in
                await transport.outcome(of: Request(.get, "https://127.0.0.1:\(server.port)/"))
            }
            #expect(outcome.kind == "tls", "\(outcome)")
        }
    }

    /// libcurl would write the keys of every connection to the file that this variable names. In a process of its own, since
    /// libcurl looks once.
    @Test func theKeysOfConnectionsAreWrittenNowhere() async {
        await #expect(processExitsWith: .success) {
            let file = FileManager.default.temporaryDirectory.path + "/keys-" + UUID().uuidString
            setenv("SSLKEYLOGFILE", file, 1)
            try await TLSTests.serving(Bad(name: "good")) { server, settings in
                let outcome = try await withTransport(settings) { transport in
                    await transport.outcome(of: Request(.get, "https://127.0.0.1:\(server.port)/"))
                }
                try #require(outcome.get().status == 200)
            }
            try #require(!FileManager.default.fileExists(atPath: file))
        }
    }

    /// A proxy is what the configuration says, and nothing that happens to stand in the environment of libcurl.
    @Test func noProxyIsTakenFromTheEnvironment() async {
        await #expect(processExitsWith: .success) {
            for name in ["https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY", "http_proxy"] {
                setenv(name, "http://127.0.0.1:1", 1)
            }
            try await TLSTests.serving(Bad(name: "good")) { server, settings in
                let outcome = try await withTransport(settings) { transport in
                    await transport.outcome(of: Request(.get, "https://127.0.0.1:\(server.port)/"))
                }
                try #require(outcome.get().status == 200)
            }
        }
    }
}
