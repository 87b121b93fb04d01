import Simulation
import Testing
import Transport

/// libcurl's own limit sees only what is announced (`CURLOPT_MAXFILESIZE`); ours counts what comes out of the decoder.
@Suite("A body is held to its limit")
struct BodyLimitTests {
    private let limits = Request.Limits(bodyBytes: 1 << 20, total: .seconds(20))

    @Test func aBodyOfExactlyTheLimitIsTaken() async throws {
        let outcome = try await outcome(limits: .init(bodyBytes: 1000)) { connection in
            try connection.readRequest()
            try connection.answer(String(repeating: "a", count: 1000))
        }
        #expect(try outcome.get().body.count == 1000)
    }

    @Test func anAnnouncedBodyBeyondTheLimitIsNotBegun() async throws {
        let outcome = try await outcome(limits: limits) { connection in
            try connection.readRequest()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n")
            try connection.readToEnd()
        }
        #expect(outcome.kind == "tooLarge")
    }

    @Test(
        "a reply of a few hundred bytes that unpacks to hundreds of MiB is cut off",
        arguments: [(Bombs.twofold, "gzip, gzip"), (Bombs.threefold, "gzip, gzip, gzip")])
    func bomb(_ base64: String, _ encoding: String) async throws {
        let bytes = Bombs.decode(base64)
        #expect(bytes.count < 300)
        let outcome = try await outcome(limits: limits) { connection in
            try connection.readRequest()
            try connection.send(
                "HTTP/1.1 200 OK\r\nContent-Encoding: \(encoding)\r\nContent-Length: \(bytes.count)\r\n\r\n")
            try connection.send(bytes)
            try connection.readToEnd()
        }
        #expect(outcome.kind == "tooLarge")
    }

    /// In a process of its own, since other suites' memory cannot be told from that of this one.
    @Test func whatABombUnpacksToIsNeverHeld() async {
        await #expect(processExitsWith: .success) {
            let before = residentBytes()
            try await BodyLimitTests().bomb(Bombs.threefold, "gzip, gzip, gzip")
            // Without the limit it would be 512 MiB.
            try #require(residentBytes() - before < 48 << 20)
        }
    }

    @Test func anEndlessChunkedBodyIsCutOff() async throws {
        let outcome = try await outcome(limits: limits) { connection in
            try connection.readRequest()
            try connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            let chunk = "8000\r\n" + String(repeating: " ", count: 0x8000) + "\r\n"
            while true { try connection.send(chunk) }
        }
        #expect(outcome.kind == "tooLarge")
    }

    @Test func anEndlessBodyWithoutLengthIsCutOff() async throws {
        let outcome = try await outcome(limits: limits) { connection in
            try connection.readRequest()
            try connection.send("HTTP/1.1 200 OK\r\n\r\n")
            let block = [UInt8](repeating: 0x20, count: 0x8000)
            while true { try connection.send(block) }
        }
        #expect(outcome.kind == "tooLarge")
    }

    @Test func anHonestCompressedBodyIsUnpacked() async throws {
        let bytes = Bombs.decode(Bombs.honest)
        let outcome = try await outcome { connection in
            let request = try connection.readRequest()
            #expect(request.head.contains("Accept-Encoding: gzip\r\n"))
            try connection.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bytes.count)\r\n\r\n")
            try connection.send(bytes)
            try connection.readToEnd()
        }
        #expect(try outcome.get().body == Array(#"{"orders":[]}"#.utf8))
    }

    @Test("a compressed body that is damaged is no body", arguments: [0, 15, 20, 26, 30])
    func damagedCompression(_ place: Int) async throws {
        var bytes = Bombs.decode(Bombs.honest)
        bytes[place] ^= 0xff
        let outcome = try await outcome { [bytes] connection in
            try connection.readRequest()
            try connection.send(
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bytes.count)\r\n\r\n")
            try connection.send(bytes)
        }
        #expect(outcome.kind == "interrupted")
    }

    @Test func whereNoCompressionIsAskedForNoneIsTaken() async throws {
        let bytes = Bombs.decode(Bombs.honest)
        try await RawServer.with { connection in
            let head = try connection.readRequest().head
            let encoding = head.lowercased().contains("accept-encoding") ? "identity" : "gzip"
            try connection.send(
                "HTTP/1.1 200 OK\r\nContent-Encoding: \(encoding)\r\nContent-Length: \(bytes.count)\r\n\r\n")
            try connection.send(bytes)
        } _: { server in
            var request = Request(.get, server.origin)
            request.isCompressed = false
            let outcome = try await withTransport { await $0.outcome(of: request) }
            #expect(outcome.kind == "interrupted")
        }
    }

    @Test func anEncodingThatIsNotKnownIsNotPassedOff() async throws {
        let outcome = try await outcome { connection in
            try connection.readRequest()
            try connection.answer("{}", headers: ["Content-Encoding: x-snail"])
        }
        #expect(outcome.kind == "interrupted")
    }
}
