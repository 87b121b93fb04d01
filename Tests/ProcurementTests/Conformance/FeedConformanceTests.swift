import Foundation
import Simulation
import Testing

/// What every kind of feed holds to: each kind with each case.
@Suite struct FeedConformanceTests {
    @Test(arguments: FeedKind.serverless, FeedCase.allCases)
    func everyFeedHolds(_ kind: FeedKind, _ feedCase: FeedCase) async throws {
        try await feedCase.run(try kind.stage())
    }

    /// With a real server of files, one for all of the cases.
    @Test(.serialized, arguments: FeedKind.served)
    func soDoesAFolderOfAServer(_ kind: FeedKind) async throws {
        guard let server = kind.server, server.isInstalled else {
            try Test.cancel(
                "\(kind.rawValue): no server here: apt-get install openssh-server, pip install pyftpdlib pyopenssl")
        }
        let folders = try await ServedFolders(server)
        for feedCase in FeedCase.allCases {
            do {
                // Files have no pages, and each is a request.
                try await feedCase.run(try kind.stage(on: folders), many: 20)
            } catch {
                Issue.record(error, "\(feedCase.rawValue)")
            }
        }
        await folders.end()
    }

    /// The README's table of feeds and cases is the one that these tests run.
    @Test func theTableInTheReadmeIsTheOneOfThisSuite() throws {
        var folder = URL(filePath: #filePath)
        while folder.path != "/", !FileManager.default.fileExists(atPath: folder.path + "/Package.swift") {
            folder.deleteLastPathComponent()
        }
        let readme = try String(contentsOf: folder.appendingPathComponent("README.md"), encoding: .utf8)
        let cases = FeedCase.allCases
        let head = "| feed | " + cases.map(\.rawValue).joined(separator: " | ") + " |"
        let rule = "|---|" + cases.map { _ in "---|" }.joined()
        let rows = FeedKind.allCases.map {
            "| \($0.rawValue) | " + cases.map { _ in "✓" }.joined(separator: " | ") + " |"
        }
        let table = ([head, rule] + rows).joined(separator: "\n")
        #expect(readme.contains(table), "the README's table of feeds and cases should be\n\(table)")
    }
}
