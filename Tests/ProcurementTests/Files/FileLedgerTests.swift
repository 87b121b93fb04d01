import Testing
import Transport

@testable import Procurement

@Suite struct FileLedgerTests {
    private func file(_ name: String, stamp: String = "1") -> FolderFile {
        FolderFile(name: name, size: 10, stamp: stamp, modified: 0, settling: .byAge)
    }

    @Test func whatIsNotedIsReadBackFromItsMarks() throws {
        var ledger = FileLedger([:])
        let marks = [
            ledger.note(file("a"), .read, digest: "d1", detail: "one\ttwo"),
            ledger.note(file("b"), .faulty, digest: "d2", detail: "line 3:\tno number"),
            ledger.note(file("c"), .foreign, digest: "d3", detail: ""),
        ]
        let again = FileLedger(Dictionary(uniqueKeysWithValues: marks.map { ($0.name, $0.text ?? "") }))
        #expect(again.entries == ledger.entries)
        #expect(again.notes == ["one\ttwo"])
        #expect(again.unchanged(file("b"))?.detail == "line 3:\tno number")
        #expect(again.unchanged(file("b", stamp: "2")) == nil)
        #expect(again.sequence(of: "d1") == 1)
        // What could not be read is no content that is known.
        #expect(again.sequence(of: "d2") == nil)
        #expect(again.last == 3)
    }

    @Test func theSameContentKeepsItsFirstPlace() {
        var ledger = FileLedger([:])
        _ = ledger.note(file("a"), .read, digest: "d1", detail: "")
        _ = ledger.note(file("b"), .read, digest: "d2", detail: "")
        _ = ledger.note(file("c"), .read, digest: "d1", detail: "")
        #expect(ledger.entries["c"]?.sequence == 1)
        #expect(ledger.last == 2)
    }

    @Test func damagedMarksAreForgotten() {
        #expect(
            FileLedger(["a": "", "b": "read\td", "c": "gone\td\t1\ts\t1\t", "d": "read\td\tx\ts\t1\t"]).entries.isEmpty)
    }

    @Test func onlyTheOldestOfFilesThatAreGoneAreForgotten() {
        var ledger = FileLedger([:])
        for number in 0..<FileLedger.limit + 3 {
            _ = ledger.note(file("f\(number)"), .read, digest: "d\(number)", detail: "")
        }
        #expect(ledger.prune(present: ["f0", "f1", "f2"]) == [])
        #expect(ledger.prune(present: ["f0"]) == [FileMark("f1", nil), FileMark("f2", nil)])
        #expect(ledger.entries.count == FileLedger.limit + 1)
    }
}
