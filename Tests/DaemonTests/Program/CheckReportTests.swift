import Testing

@testable import Daemon

@Suite struct CheckReportTests {
    @Test func itsLastLineTellsWhatWasNotAskedFromWhatFailed() {
        let report = CheckReport(rows: [
            CheckRow("AWS", "one", .ok, ""), CheckRow("AWS", "two", .ok, ""), CheckRow("AWS", "three", .skipped, ""),
        ])
        #expect(report.text.hasSuffix("\n2 ok, 1 skipped.\n"))
    }
}
