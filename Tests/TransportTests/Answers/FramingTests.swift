import Simulation
import Testing
import Transport

@Suite("The framing of an answer is taken at its word or not at all")
struct FramingTests {
    private func outcome(raw: String) async throws -> Result<Response, TransportError> {
        try await TransportTests.outcome(limits: .init(total: .seconds(10))) { connection in
            try connection.readRequest()
            try connection.send(raw)
        }
    }

    @Test(
        "what is no whole answer is an error",
        arguments: [
            // Closed before, within and after the head, and before the announced end.
            "", "HTTP/1.1 20", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n",
            // Chunk sizes that overflow, are negative or no numbers.
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n{}\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n{}\r\n0\r\n\r\n",
            // Two lengths, no number, a negative one.
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 2\r\n\r\n{} ",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}", "HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\n{}",
            // Not HTTP at all, or not a version or status of it.
            "{}", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 2 OK\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 2\r\n\r\n{}",
        ])
    func broken(_ raw: String) async throws {
        #expect(try await outcome(raw: raw).kind == "interrupted", "\(raw.debugDescription)")
    }

    @Test(
        "odd but lawful answers are read",
        arguments: [
            ("HTTP/1.1 100 Continue\r\nX: interim\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 200, "{}"),
            ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}", 200, "{}"),
            ("HTTP/1.1 200\r\ncontent-length:2\r\n\r\n{}", 200, "{}"),
            ("HTTP/1.0 200 OK\r\n\r\n{}", 200, "{}"),
            (
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;name=value\r\n{}\r\n0\r\nX: trailer\r\n\r\n",
                200, "{}"
            ),
            ("HTTP/1.1 200 OK\nContent-Length: 2\n\n{}", 200, "{}"),
            // No body belongs to these, whatever follows.
            ("HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n{}", 204, ""),
            ("HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\n{}", 304, ""),
            ("HTTP/1.1 599 Odd\r\nContent-Length: 0\r\n\r\n", 599, ""),
        ])
    func lawful(_ raw: String, _ status: Int, _ body: String) async throws {
        let response = try await outcome(raw: raw).get()
        #expect(response.status == status)
        #expect(String(decoding: response.body, as: UTF8.self) == body)
        #expect(response.header("x") == nil)
    }

    @Test func whatFollowsAnAnswerWithoutBodyIsNotTheNextAnswer() async throws {
        try await RawServer.with { connection in
            try connection.readRequest()
            try connection.send("HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n\"evil\"")
            try connection.readRequest()
            try connection.answer("\"good\"")
        } _: { server in
            try await withTransport { transport in
                let first = try await transport.send(Request(.get, server.origin))
                #expect(first.status == 204)
                let second = await transport.outcome(
                    of: Request(.get, server.origin, limits: .init(total: .seconds(5))))
                let body = (try? second.get().body).map { String(decoding: $0, as: UTF8.self) }
                #expect(body != "\"evil\"")
            }
        }
    }
}
