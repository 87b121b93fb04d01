import FoundationEssentials
import Reconciliation
import Testing

@Suite struct ReadmeTests {
    /// The findings that the table under "What it says" names.
    private static func named() throws -> Set<String> {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let text = String(decoding: try Data(contentsOf: root.appending(path: "README.md")), as: UTF8.self)
        var named: Set<String> = []
        var isInside = false
        for line in text.split(separator: "\n") {
            if line.hasPrefix("## ") { isInside = line == "## What it says" }
            guard isInside, line.hasPrefix("|") else { continue }
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
            guard cells.count > 2 else { continue }
            let codes = cells[2].split(separator: "`", omittingEmptySubsequences: false)
            for (index, code) in codes.enumerated() where index % 2 == 1 { named.insert(String(code)) }
        }
        return named
    }

    @Test func theTableOfFindingsNamesEachOneAndNoOther() throws {
        #expect(try Self.named() == Set(Scenario.allCases.map(\.rawValue)))
    }
}
