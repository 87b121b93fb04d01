import Foundation
import Testing
import Transport

@Suite("HTTP/2 is used where it is offered", .enabled(if: Command.isPresent("openssl") && Command.isPresent("nghttpd")))
struct HTTP2Tests {
    @Test func manyRequestsShareOneConnection() async throws {
        let authority = try CertificateAuthority()
        defer { authority.remove() }
        try authority.make("server")
        try "[]".write(to: authority.folder.appendingPathComponent("orders"), atomically: true, encoding: .utf8)
        let nghttpd = try #require(Command("nghttpd"))
        let server = try TLSServer(nghttpd: nghttpd, folder: authority.folder, certificate: "server")
        let settings = CurlSettings(userAgent: "test", authorities: authority.path("root"))
        let url = "https://127.0.0.1:\(server.port)/orders"
        try await withTransport(settings) { transport in
            for _ in 0..<200 where await transport.outcome(of: Request(.get, url)).kind == "unreachable" {
                try await Task.sleep(for: .milliseconds(20))
            }
            let answered = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<100 {
                    group.addTask { (try? await transport.send(Request(.get, url)).body) == Array("[]".utf8) }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(answered == 100)
        }
        server.stop()
        let said = try String(contentsOf: server.log, encoding: .utf8)
        #expect(said.contains("h2"))
        #expect(said.split(separator: "\n").count { $0.contains(":path: /orders") } >= 100)
        let connections = Set(said.split(separator: "\n").compactMap { $0.firstMatch(of: /^\[id=(\d+)\]/)?.1 })
        #expect(connections.count == 1, "\(connections.count) connections")
    }
}
