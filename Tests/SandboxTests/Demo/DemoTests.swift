import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// The newcomer's one command, as it was built.
@Suite struct DemoTests {
    /// Beside the tests, where the build put it.
    private static var program: String {
        let tests = CommandLine.arguments[0].split(separator: "/").dropLast().joined(separator: "/")
        return "/\(tests)/posync-demo"
    }

    private func run(_ arguments: [String], in folder: String) async throws -> (code: String, out: String, err: String)
    {
        var environment: [Environment.Key: String] = ["PATH": "/usr/bin:/bin", "TMPDIR": folder, "TERM": "xterm"]
        // A program that was built with a sanitizer heeds its settings as the tests do.
        for (name, value) in ProcessInfo.processInfo.environment where name.hasSuffix("SAN_OPTIONS") {
            environment[.init(stringLiteral: name)] = value
        }
        let result = try await Subprocess.run(
            .path(FilePath(Self.program)), arguments: .init(arguments),
            environment: .custom(environment),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        return (
            "\(result.terminationStatus)", result.standardOutput, result.standardError
        )
    }

    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/posyncd-demo-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    @Test func itKeepsItsPromisesAndLeavesItsFiles() async throws {
        try await withFolder { folder in
            let began = ContinuousClock.now
            let (code, out, err) = try await run([], in: folder)
            #expect(code == "exited(0)" && err == "")
            #expect(ContinuousClock.now - began < .seconds(60))
            #expect(!out.contains("\u{1B}"), "no colour in a pipe")
            let chapters = ["plan", "sync", "findings", "sync, once more", "explain 4501004"]
            for chapter in chapters { #expect(out.contains("\nposyncd \(chapter)\n---"), "\(chapter)") }
            #expect(out.split(separator: "\n").allSatisfy { $0.count <= 160 && $0.last != " " })
            let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            let place = try #require(left.first)
            #expect(left.count == 1 && out.contains("--config \(folder)/\(place)/posyncd.yaml"))
            let files = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(place)")
            #expect(files.sorted() == ["coupa-secret", "posyncd.yaml", "state"])
        }
    }

    @Test func anArgumentThatItDoesNotKnowIsUsage() async throws {
        try await withFolder { folder in
            let (code, out, err) = try await run(["--fast"], in: folder)
            #expect(code == "exited(64)" && out == "" && err.contains("usage: posync-demo"))
            let help = try await run(["--help"], in: folder)
            #expect(help.code == "exited(0)" && help.out.contains("--stay"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
        }
    }
}
