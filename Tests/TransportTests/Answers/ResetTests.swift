import Simulation
import Testing
import Transport

@Suite("A connection that breaks")
struct ResetTests {
    private static let answer = Array(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"orders\":[]}".utf8)

    @Test(
        "reset or closed at any byte of an answer, it is an error and never half an answer", arguments: [true, false])
    func everyOffset(isReset: Bool) async throws {
        let offset = Counter()
        try await RawServer.with { connection in
            try connection.readRequest()
            try connection.send(Array(Self.answer[..<offset.next()]))
            if isReset { connection.reset() }
        } _: { server in
            try await withTransport { transport in
                for place in 0..<Self.answer.count {
                    let outcome = await transport.outcome(of: Request(.get, server.origin))
                    #expect(outcome.kind == "interrupted", "at byte \(place)")
                }
                let whole = try await transport.send(Request(.get, server.origin))
                #expect(whole.body == Array("{\"orders\":[]}".utf8))
            }
        }
    }

    @Test func aBodyWithoutLengthThatIsResetIsAnError() async throws {
        let outcome = try await outcome { connection in
            try connection.readRequest()
            try connection.send("HTTP/1.1 200 OK\r\n\r\n{}")
            connection.reset()
        }
        #expect(outcome.kind == "interrupted")
    }

    @Test func aPeerThatIsGoneWhenTheRequestIsSentIsNoCrash() async throws {
        let outcome = try await outcome { $0.reset() }
        #expect(["interrupted", "unreachable"].contains(outcome.kind))
        let body = [UInt8](repeating: 0x20, count: 4 << 20)
        try await RawServer.with {
            $0.reset()
        } _: { server in
            try await withTransport { transport in
                let outcome = await transport.outcome(of: Request(.post, server.origin, body: body))
                #expect(["interrupted", "unreachable"].contains(outcome.kind))
            }
        }
    }
}
