import Simulation
import Testing
import Transport

/// libcurl sends a request again by itself where a connection that was used before closes without an answer. The peer may
/// have carried it out all the same.
@Suite("What must not be sent twice is sent once")
struct SentOnceTests {
    /// Answers the first request of a connection and takes every further one without an answer.
    private static func serve(_ connection: RawConnection) throws {
        try connection.readRequest()
        try connection.answer("{}")
        try connection.readRequest()
    }

    private func heads(isSentOnce: Bool) async throws -> (heads: [String], kind: String) {
        try await RawServer.with(script: Self.serve) { server in
            let kind = try await withTransport { transport in
                _ = try await transport.send(Request(.get, server.origin + "/first"))
                var request = Request(.post, server.origin + "/change", body: [0x7b, 0x7d])
                request.isSentOnce = isSentOnce
                return await transport.outcome(of: request).kind
            }
            return (server.heads, kind)
        }
    }

    @Test func aChangeHasAConnectionOfItsOwn() async throws {
        let (heads, kind) = try await heads(isSentOnce: true)
        #expect(heads.filter { $0.contains("/change") }.count == 1)
        #expect(kind == "answer")
    }

    @Test func otherRequestsMayBeSentAgain() async throws {
        let (heads, kind) = try await heads(isSentOnce: false)
        #expect(heads.filter { $0.contains("/change") }.count == 2)
        #expect(kind == "answer")
    }

    @Test func aChangeWithoutAnswerIsInterruptedAndNotRepeated() async throws {
        try await RawServer.with { connection in
            try connection.readRequest()
        } _: { server in
            try await withTransport { transport in
                var request = Request(.post, server.origin + "/change", body: [0x7b, 0x7d])
                request.isSentOnce = true
                #expect(await transport.outcome(of: request).kind == "interrupted")
            }
            #expect(server.heads.count == 1)
        }
    }
}
