import Foundation

/// A server that another program runs on a loopback port.
struct TLSServer {
    /// The port.
    let port: UInt16
    /// What it has written.
    let log: URL
    private let process: pid_t

    /// `openssl s_server`, which answers any GET with a page about the connection.
    init(openssl: Command, folder: URL, arguments: [String]) async throws {
        log = folder.appendingPathComponent("log")
        process = try openssl.start(
            ["s_server", "-accept", "127.0.0.1:0", "-www"] + arguments, in: folder, log: log)
        // It says `ACCEPT 127.0.0.1:PORT` as soon as it listens.
        for _ in 0..<500 {
            let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
            if let said = text.firstMatch(of: /ACCEPT 127\.0\.0\.1:(\d+)\n/), let port = UInt16(said.1) {
                self.port = port
                return
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        kill(process, SIGKILL)
        throw Command.Failure(arguments: arguments, output: try String(contentsOf: log, encoding: .utf8))
    }

    /// `nghttpd`, which speaks HTTP/2 and nothing else.
    init(nghttpd: Command, folder: URL, certificate: String) throws {
        port = UInt16.random(in: 20_000..<32_000)
        log = folder.appendingPathComponent("log")
        process = try nghttpd.start(
            ["-v", "-a", "127.0.0.1", "-d", folder.path, "\(port)", "\(certificate).key", "\(certificate).pem"],
            in: folder, log: log)
    }

    /// Ends the server.
    func stop() { kill(process, SIGKILL) }
}
