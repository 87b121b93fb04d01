import Simulation
import Testing
import Transport

@Suite("Connections are shared and bounded")
struct ReuseTests {
    private static func serve(_ connection: RawConnection) throws {
        while true {
            try connection.readRequest()
            try connection.answer("{}")
        }
    }

    @Test func requestsInTurnUseOneConnection() async throws {
        try await RawServer.with(script: Self.serve) { server in
            try await withTransport { transport in
                for _ in 0..<20 { _ = try await transport.send(Request(.get, server.origin)) }
            }
            #expect(server.connectionCount == 1)
            #expect(server.heads.count == 20)
        }
    }

    @Test func manyAtOnceShareAFewConnectionsAndAllAreAnswered() async throws {
        try await RawServer.with(script: Self.serve) { server in
            try await withTransport { transport in
                let answered = await withTaskGroup(of: Bool.self) { group in
                    for _ in 0..<500 {
                        group.addTask { await transport.outcome(of: Request(.get, server.origin)).kind == "answer" }
                    }
                    return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                #expect(answered == 500)
            }
            #expect(server.heads.count == 500)
            #expect((1...8).contains(server.connectionCount), "\(server.connectionCount) connections")
        }
    }

    @Test func aConnectionThatThePeerClosedMeanwhileIsReplacedInSilence() async throws {
        try await RawServer.with { connection in
            try connection.readRequest()
            try connection.answer("{}")
        } _: { server in
            try await withTransport { transport in
                for _ in 0..<5 {
                    let response = try await transport.send(Request(.post, server.origin, body: [0x7b, 0x7d]))
                    #expect(response.status == 200)
                }
            }
            #expect(server.connectionCount == 5)
        }
    }

    @Test func aBodyArrivesWhole() async throws {
        let body = (0..<(3 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        try await RawServer.with { connection in
            let request = try connection.readRequest()
            try connection.answer(request.body == body ? "\"same\"" : "\"other\"")
        } _: { server in
            try await withTransport { transport in
                let response = try await transport.send(Request(.put, server.origin, body: body))
                #expect(response.body == Array("\"same\"".utf8))
            }
            #expect(server.heads.first?.hasPrefix("PUT / HTTP/1.1\r\n") == true)
        }
    }

    @Test func oneSlowPeerHoldsUpNobodyElse() async throws {
        try await RawServer.with {
            try $0.readToEnd()
        } _: { silent in
            try await RawServer.with(script: Self.serve) { server in
                try await withTransport { transport in
                    let stuck = Task { await transport.outcome(of: Request(.get, silent.origin)) }
                    for _ in 0..<50 { _ = try await transport.send(Request(.get, server.origin)) }
                    stuck.cancel()
                    // Where the machine is slow the silent peer's own time is up before.
                    #expect(await ["cancelled", "timedOut", "tooSlow", "timeout"].contains(stuck.value.kind))
                }
            }
        }
    }
}
