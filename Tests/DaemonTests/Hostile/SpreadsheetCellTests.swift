import Testing

@testable import Daemon

/// What `export` puts into a cell: the text itself where a spreadsheet leaves it alone.
@Suite struct SpreadsheetCellTests {
    @Test(arguments: [
        ("PO-1", "PO-1"), ("", ""), ("1200.00", "1200.00"), ("-12.50", "-12.50"), ("a-b=c+d@e", "a-b=c+d@e"),
        ("'123", "'123"), ("Größe 5", "Größe 5"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a;b", "\"a;b\""),
    ])
    func whatIsHarmlessIsWhatItWas(_ text: String, _ cell: String) {
        #expect(SpreadsheetCell.text(text) == cell)
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+1+1", "'+1+1"), ("-1+1", "'-1+1"), ("@SUM(A1)", "'@SUM(A1)"),
        ("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""),
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"), (" =1", "' =1"), ("\u{a0}=1", "'\u{a0}=1"),
        ("\u{ff1d}1+1", "'\u{ff1d}1+1"), ("'=1", "''=1"), ("\"=1", "\"'\"\"=1\""),
        ("a;=1", "a\\u{3b}=1"), ("a; \"=1", "\"a\\u{3b} \"\"=1\""),
    ])
    func noFormulaBeginsACell(_ text: String, _ cell: String) {
        #expect(SpreadsheetCell.text(text) == cell)
    }

    @Test(arguments: [
        ("a\r\n=1", "a\\u{d}\\u{a}=1"), ("\t=1", "\\u{9}=1"), ("a\u{202e}b", "a\\u{202e}b"), ("\u{0}", "\\u{0}"),
        // A mark behind a comma or a quote makes one character of both.
        ("a,\u{301}b", "\"a,\u{301}b\""), ("a\"\u{301}b", "\"a\"\"\u{301}b\""),
    ])
    func aCellStaysOnItsLine(_ text: String, _ cell: String) {
        #expect(Array(SpreadsheetCell.text(text).unicodeScalars) == Array(cell.unicodeScalars))
    }
}
