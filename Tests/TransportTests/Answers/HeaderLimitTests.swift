import Simulation
import Testing
import Transport

@Suite("The head of an answer is held to a budget")
struct HeaderLimitTests {
    @Test func aFloodOfShortLinesIsCutOff() async throws {
        let outcome = try await outcome { connection in
            try connection.readRequest()
            try connection.send("HTTP/1.1 200 OK\r\n")
            while true { try connection.send("a: b\r\n") }
        }
        #expect(outcome.kind == "tooLarge")
    }

    @Test func aFloodOfLongLinesIsCutOff() async throws {
        let outcome = try await outcome { connection in
            try connection.readRequest()
            try connection.send("HTTP/1.1 200 OK\r\n")
            while true { try connection.send("a: " + String(repeating: "b", count: 8000) + "\r\n") }
        }
        #expect(outcome.kind == "tooLarge")
    }

    @Test func aLineWithoutEndIsCutOff() async throws {
        let outcome = try await outcome { connection in
            try connection.readRequest()
            try connection.send("HTTP/1.1 200 OK\r\nX-Endless: ")
            while true { try connection.send(String(repeating: "x", count: 16_384)) }
        }
        #expect(outcome.kind == "tooLarge")
    }

    @Test func aFloodOfInterimAnswersIsCutOff() async throws {
        let outcome = try await outcome { connection in
            try connection.readRequest()
            while true { try connection.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n") }
        }
        #expect(outcome.kind == "tooLarge")
    }

    @Test func aFloodOfTrailersIsCutOff() async throws {
        let outcome = try await outcome { connection in
            try connection.readRequest()
            try connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n")
            while true { try connection.send("a: b\r\n") }
        }
        #expect(outcome.kind == "tooLarge")
    }

    @Test func anOrdinaryNumberOfHeadersIsTaken() async throws {
        let outcome = try await outcome { connection in
            try connection.readRequest()
            try connection.answer("{}", headers: (0..<150).map { "X-\($0): " + String(repeating: "v", count: 300) })
        }
        #expect(try outcome.get().header("x-149")?.count == 300)
    }
}
