import Subprocess
import SystemPackage
import Testing

/// The monitoring programs accept the files under `Config/alerting`, and each alert fires when it should.
@Suite struct MonitoringFileTests {
    @Test func promtoolAmtoolMtailAndRsyslogAcceptTheirFiles() async throws {
        let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(
            separator: "/")
        let result = try await Subprocess.run(
            .path(FilePath("\(folder)/alerting/files.sh")), input: .none, output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20))
        #expect(result.terminationStatus == .exited(0), "\(result.standardOutput)\(result.standardError)")
        // Ten checks, each with a verdict, or a word that its program is not there.
        #expect(
            result.standardOutput.split(separator: "\n").count { $0.hasPrefix("holds") || $0.hasPrefix("SKIPPED") }
                == 10
        )
    }
}
