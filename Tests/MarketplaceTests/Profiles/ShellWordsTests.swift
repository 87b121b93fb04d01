import Documents
import Testing

@testable import Marketplace

@Suite("A command is split as a shell splits it")
struct ShellWordsTests {
    /// Recorded from Python's `shlex.split`.
    @Test func everyRecordedLineIsSplitOrRefusedAlike() throws {
        let cases = try Corpus.cases("shell-words.json")
        #expect(cases.count > 100)
        for item in cases {
            let line = try #require(item["line"]?.string)
            let words = try? ShellWords.split(line)
            #expect(words == item["words"]?.array?.compactMap(\.string), "\(line.debugDescription)")
        }
    }
}
