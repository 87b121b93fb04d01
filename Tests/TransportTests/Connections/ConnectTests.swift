import Glibc
import Simulation
import Testing
import Transport

@Suite("A peer that cannot be reached is unreachable, in time")
struct ConnectTests {
    @Test func aRefusedConnection() async throws {
        let server = try RawServer { _ in }
        let origin = server.origin
        server.stop()
        try await withTransport { transport in
            #expect(await transport.outcome(of: Request(.get, origin)).kind == "unreachable")
        }
    }

    @Test func aNameThatDoesNotResolve() async throws {
        try await withTransport { transport in
            let outcome = await transport.outcome(of: Request(.get, "https://feed.invalid/orders"))
            #expect(outcome.kind == "unreachable")
            guard case .failure(let error) = outcome else { return }
            #expect("\(error)".contains("feed.invalid"))
        }
    }

    @Test func aConnectThatHangs() async throws {
        // A listener that accepts nothing and whose queue is full: the system drops what knocks.
        try await RawServer.withFullQueue { origin in
            try await withTransport { transport in
                let start = ContinuousClock.now
                let outcome = await transport.outcome(
                    of: Request(.get, origin, limits: .init(connect: .milliseconds(300), total: .seconds(300))))
                #expect(outcome.kind == "unreachable")
                // Far from the whole time, and far enough from the limit for a machine that has other things to do.
                #expect(ContinuousClock.now - start < .seconds(60))
            }
        }
    }

    @Test func aHandshakeThatHangs() async throws {
        try await RawServer.with {
            try $0.readToEnd()
        } _: { server in
            try await withTransport { transport in
                let outcome = await transport.outcome(
                    of: Request(
                        .get, "https://127.0.0.1:\(server.port)/",
                        limits: .init(connect: .milliseconds(300), total: .seconds(10))))
                #expect(outcome.kind == "unreachable")
            }
        }
    }

    @Test func aHandshakeThatIsCutOff() async throws {
        try await RawServer.with { connection in
            _ = try connection.read(count: 5)
            connection.reset()
        } _: { server in
            try await withTransport { transport in
                #expect(
                    await transport.outcome(of: Request(.get, "https://127.0.0.1:\(server.port)/")).kind
                        == "unreachable")
            }
        }
    }

    @Test func limitsOfAnySizeAreBorne() async throws {
        try await RawServer.with { connection in
            try connection.readRequest()
            try connection.answer("{}")
        } _: { server in
            try await withTransport { transport in
                let limits = Request.Limits(
                    bodyBytes: .max, connect: .seconds(Int64.max / 2), total: .seconds(Int64.max / 2))
                #expect(await transport.outcome(of: Request(.get, server.origin, limits: limits)).kind == "answer")
                let none = Request.Limits(bodyBytes: 0, connect: .zero, total: .seconds(-1))
                #expect(await transport.outcome(of: Request(.get, server.origin, limits: none)).kind != "answer")
            }
        }
    }
}
