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
}
