import FoundationEssentials
import Testing

@testable import Daemon

@Suite struct ChangelogTests {
    @Test func itsNewestVersionIsThatOfTheProgram() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let text = String(decoding: try Data(contentsOf: root.appending(path: "CHANGELOG.md")), as: UTF8.self)
        let heading = text.split(separator: "\n").first { $0.hasPrefix("## ") }
        #expect(heading == "## \(Composition.version)")
    }
}
