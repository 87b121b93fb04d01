import Documents
import FoundationEssentials
import Glibc
import Testing

/// What the real binary says where it cannot do its work: an exit code for its caller and a line for its log's readers.
@Suite struct FailureTests {
    private let posyncd = Program(name: "posyncd")

    /// Runs a command with a configuration; its exit code, and the lines of its log.
    private func run(_ command: String, _ configuration: String) async throws -> (Int32, [JSONObject]) {
        let folder = FileManager.default.temporaryDirectory.path + "/posyncd-failure-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data(configuration.utf8).write(to: URL(filePath: "\(folder)/posyncd.yaml"))
        let result = try await posyncd.run(
            command, "--config", "\(folder)/posyncd.yaml", "--state", "\(folder)/state")
        return (
            result.code,
            try result.text.split(separator: "\n").compactMap { try JSONReader.read(Array($0.utf8)).object }
        )
    }

    private static let sound = """
        policy: observe
        feeds:
          - {name: orders, kind: csv, url: "file:///nowhere/", columns: {order.number: PO, line.amount: Amount}}
        mapping:
          - {name: part, from: line.part, to: agreement}
        marketplace:
          management: {account: "111111111111"}
          accounts: {discover: none}

        """

    @Test(arguments: ["run", "sync"])
    func everyMistakeOfAConfigurationIsALineWithTheExitCode(command: String) async throws {
        let (code, lines) = try await run(command, "polcy: observe\n" + Self.sound + "intervall: 15m\n")
        #expect(code == 78)
        for line in lines {
            #expect(line["event"]?.string == "command.failed" && line["level"]?.string == "critical")
            #expect(line["command"]?.string == command)
            #expect(line["exit.code"] == .number("78"))
        }
        let messages = lines.compactMap { $0["message"]?.string }
        #expect(messages.contains { $0.contains("polcy") } && messages.contains { $0.contains("intervall") })
    }

    @Test(arguments: ["run", "sync"])
    func aFileThatIsNotThereIsSaidLikewise(command: String) async throws {
        let result = try await posyncd.run(command, "--config", "/nowhere/posyncd.yaml")
        #expect(result.code == 78)
        #expect(result.text.contains("\"event\":\"command.failed\"") && result.text.contains("/nowhere/posyncd.yaml"))
    }

    /// A company's own authority: a file that is not there shows that the variable is heeded.
    @Test(arguments: ["CURL_CA_BUNDLE", "SSL_CERT_FILE"])
    func theAuthoritiesThatTheEnvironmentNamesAreThoseThatCount(variable: String) async throws {
        let listener = try Listener()
        let folder = FileManager.default.temporaryDirectory.path + "/posyncd-authorities-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let configuration = Self.sound.replacing(
            #"{name: orders, kind: csv, url: "file:///nowhere/", columns: {order.number: PO, line.amount: Amount}}"#,
            with: "{name: orders, kind: coupa, url: \"https://127.0.0.1:\(listener.port)\", clientID: a, "
                + "clientSecret: {env: HOME}}"
        ).replacing("{discover: none}", with: "{discover: none, include: [\"111111111111\"]}")
        try Data(configuration.utf8).write(to: URL(filePath: "\(folder)/posyncd.yaml"))
        var further = ["CURL_CA_BUNDLE": "", "SSL_CERT_FILE": ""]
        further[variable] = "/nowhere/own.pem"
        let result = try await posyncd.run(
            "feed", "preview", "orders", "--config", "\(folder)/posyncd.yaml", "--state", "\(folder)/state",
            further: further)
        #expect(result.text.contains("/nowhere/own.pem"), "\(result.text)")
    }

    /// A port at which connections come to nothing.
    private final class Listener {
        let port: UInt16
        private let descriptor: Int32

        init() throws {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isListening = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { socketAddress in
                    bind(descriptor, socketAddress, length) == 0 && listen(descriptor, 8) == 0
                        && getsockname(descriptor, socketAddress, &length) == 0
                }
            }
            self.descriptor = descriptor
            port = UInt16(bigEndian: address.sin_port)
            try #require(isListening)
        }

        deinit { close(descriptor) }
    }
}
