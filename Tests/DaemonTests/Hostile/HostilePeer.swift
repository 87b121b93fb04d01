import Simulation
import Testing

/// What a hostile peer does with a request that it has read.
struct HostilePeer: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Answers, or whatever else.
    let answer: @Sendable (RawConnection) throws -> Void

    init(_ name: String, _ answer: @escaping @Sendable (RawConnection) throws -> Void) {
        testDescription = name
        self.answer = answer
    }

    /// A whole answer with a body of JSON, whatever that is.
    static func body(_ name: String, _ body: String, status: String = "200 OK", headers: [String] = []) -> HostilePeer {
        HostilePeer(name) { try $0.answer(body, status: status, headers: headers) }
    }

    /// A server in which every connection reads requests and has the peer answer them.
    func with<Value>(_ body: (RawServer) async throws -> Value) async throws -> Value {
        try await RawServer.with { connection in
            while true {
                try connection.readRequest()
                try answer(connection)
            }
        } _: {
            try await body($0)
        }
    }

    /// Peers whose answers are endless, in size or time.
    static let endless = [
        HostilePeer("a gzip bomb") { connection in
            // 512 MiB of zeros, gzipped three times.
            let bytes = Base64.decode(Base64.bomb)
            try connection.send(
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip, gzip\r\nContent-Length: \(bytes.count)\r\n\r\n")
            try connection.send(bytes)
            try connection.readToEnd()
        },
        HostilePeer("an endless chunked body") { connection in
            try connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            let chunk = Array("80000\r\n".utf8) + [UInt8](repeating: 0x20, count: 0x80000) + Array("\r\n".utf8)
            while true { try connection.send(chunk) }
        },
        HostilePeer("an endless body without length") { connection in
            try connection.send("HTTP/1.1 200 OK\r\n\r\n[")
            let block = [UInt8](repeating: 0x5b, count: 0x80000)
            while true { try connection.send(block) }
        },
        HostilePeer("endless header lines") { connection in
            try connection.send("HTTP/1.1 200 OK\r\n")
            while true { try connection.send("X-More: \(String(repeating: "a", count: 1000))\r\n") }
        },
    ]

    /// Peers that break off, mislead or answer what is no answer; none of them gives a whole list.
    static let misleading = [
        HostilePeer("HTML for JSON") {
            try $0.answer("<!DOCTYPE html><html><body>Sign in</body></html>", headers: ["X-Login: 1"])
        },
        .body("arrays within each other", String(repeating: "[", count: 100_000)),
        .body("objects within each other", String(repeating: "{\"a\":", count: 50_000)),
        .body("half a surrogate pair outside of records", "{\"a\":\"\\ud800\"}"),
        .body("a number of a million digits", String(repeating: "9", count: 1_000_000)),
        .body("two equal keys", "{\"a\":1,\"a\":2}"),
        .body("a list that is cut off", "[{\"id\":1,\"number\":\"PO-H\""),
        .body("something behind the list", "[] []"),
        .body("bytes of a wide encoding", "\u{0}[\u{0}]"),
        HostilePeer("a length that is a lie") { connection in
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4096\r\n\r\n[]")
            connection.reset()
            throw RawConnection.Ended()
        },
        HostilePeer("two lengths") {
            try $0.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 40\r\n\r\n[]")
            throw RawConnection.Ended()
        },
        HostilePeer("a chunk of more bytes than numbers have") {
            try $0.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n[]\r\n0\r\n\r\n")
            throw RawConnection.Ended()
        },
        HostilePeer("no HTTP at all") {
            try $0.send("220 ftp ready\r\n")
            throw RawConnection.Ended()
        },
    ]

    /// A byte at a time, for as long as somebody listens.
    static let slow = HostilePeer("a byte at a time") { connection in
        try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while true {
            try connection.send([0x5b])
            pause(milliseconds: 50)
        }
    }
}
