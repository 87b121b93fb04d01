import Simulation
import Testing
import Transport

@Suite("A proxy is used where one is configured")
struct ProxyTests {
    /// A proxy that turns every tunnel down.
    private func refusing(_ connection: RawConnection) throws {
        try connection.readRequest()
        try connection.answer("{}", status: "407 Proxy Authentication Required", headers: ["Proxy-Authenticate: Basic"])
    }

    @Test func aTunnelIsAskedForAndItsRefusalIsNoAnswerOfTheFeed() async throws {
        try await RawServer.with(script: refusing) { proxy in
            let settings = CurlSettings(
                userAgent: "test", proxy: .init(url: Secret("http://who:canary@127.0.0.1:\(proxy.port)")))
            try await withTransport(settings) { transport in
                let outcome = await transport.outcome(
                    of: Request(.get, "https://feed.example/orders", credential: .bearer(Secret("token"))))
                #expect(outcome.kind == "unreachable")
                #expect(!"\(outcome)".contains("canary"))
            }
            #expect(proxy.heads.first?.hasPrefix("CONNECT feed.example:443 HTTP/1.1\r\n") == true)
            #expect(proxy.heads.first?.contains("Proxy-Authorization: Basic d2hvOmNhbmFyeQ==\r\n") == true)
            #expect(proxy.heads.allSatisfy { !$0.contains("token") && !$0.contains("/orders") })
        }
    }

    @Test func whatIsOnThisHostOrExceptedGoesWithoutIt() async throws {
        try await RawServer.with(script: refusing) { proxy in
            let settings = CurlSettings(
                userAgent: "test",
                proxy: .init(url: Secret("http://127.0.0.1:\(proxy.port)"), bypass: ["internal.invalid"]))
            try await RawServer.with { connection in
                try connection.readRequest()
                try connection.answer("{}")
            } _: { server in
                try await withTransport(settings) { transport in
                    let local = try await transport.send(Request(.get, server.origin))
                    #expect(local.status == 200)
                    let excepted = await transport.outcome(of: Request(.get, "https://feed.internal.invalid/"))
                    #expect(excepted.kind == "unreachable")
                }
            }
            #expect(proxy.connectionCount == 0)
        }
    }

    @Test func anAddressThatMayNotBeDialledIsNotReachedThroughIt() async throws {
        try await RawServer.with(script: refusing) { proxy in
            let settings = CurlSettings(userAgent: "test", proxy: .init(url: Secret("http://127.0.0.1:\(proxy.port)")))
            try await withTransport(settings) { transport in
                for host in ["169.254.169.254", "0xa9fea9fe", "[fd00:ec2::254]", "[::ffff:169.254.169.254]"] {
                    let outcome = await transport.outcome(of: Request(.get, "https://\(host)/"))
                    #expect(outcome.kind == "addressForbidden", "\(host)")
                }
            }
            #expect(proxy.connectionCount == 0)
        }
    }
}
