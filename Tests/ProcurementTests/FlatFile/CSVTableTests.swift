import Documents
import Reconciliation
import Testing

@testable import Procurement

/// Tables with a row for each line: RFC 4180 and what is sent instead of it.
@Suite struct CSVTableTests {
    @Test func rowsOfOneNumberAreLinesOfOneOrderWhereverTheyStand() async throws {
        let table = try await CSVTable(
            """
            Number,Line,Amount,Reference
            PO-1,2,20.00,agmt-2
            PO-2,1,5.00,agmt-5
            PO-1,1,10.00,agmt-1

            """)
        #expect(table.said.isEmpty)
        #expect(table.orders.map(\.number.text) == ["PO-1", "PO-2"])
        let order = try #require(table.orders.first)
        #expect(order.key == OrderKey(feed: "table", id: "PO-1"))
        #expect(order.lines.map(\.id) == ["2", "1"])
        #expect(order.lines.map(\.amount) == [Amount("20.00"), Amount("10.00")])
        #expect(order.lines.map(\.auxiliaryPart) == ["agmt-2", "agmt-1"])
        #expect(order.updatedAt == Instant(iso: "2026-11-23T00:00:00Z"))
    }

    @Test func quotedFieldsHoldWhateverTheyHold() async throws {
        let table = try await CSVTable(
            "Number,Line,Amount,Reference,Note\r\n"
                + "\"PO-1\",\"1\",\"1.00\",\"agmt-1\",\"two\r\nlines, a comma and \"\"quotes\"\"\"\r\n"
                + "PO-2,1,2.00,agmt-2,\"PO-3,1,3.00,agmt-3\"\r\n")
        #expect(table.said.isEmpty)
        #expect(table.orders.map(\.number.text) == ["PO-1", "PO-2"])
        #expect(
            table.lines.map { $0.custom["Note"] } == ["two\r\nlines, a comma and \"quotes\"", "PO-3,1,3.00,agmt-3"])
    }

    @Test(arguments: [";", "\t", "|", ":"])
    func otherDelimitersAreRead(delimiter: String) async throws {
        let text = "Number,Line,Amount,Reference\nPO-1,1,1.00,\"a,b\"\n"
        let table = try await CSVTable(
            text.replacing("a,b", with: "\u{1}").replacing(",", with: delimiter).replacing(
                "\u{1}", with: "a\(delimiter)b"),
            .usual { $0.delimiter = delimiter.utf8.first ?? 0 })
        #expect(table.said.isEmpty)
        #expect(table.lines.map(\.auxiliaryPart) == ["a\(delimiter)b"])
    }

    @Test func aWrongDelimiterIsGuessedInWordsOnly() async throws {
        let table = try await CSVTable("Number;Line;Amount;Reference\nPO-1;1;1.00;x\n")
        #expect(table.orders.isEmpty)
        #expect(table.faults.count == 1)
        #expect(table.faults.first?.contains("set `delimiter`") == true)
        #expect(table.faults.first?.hasPrefix("t.csv, line 1: there is no column") == true)
    }

    @Test(arguments: [TextEncoding.utf8, .utf16, .windows1252, .latin1])
    func theSameTableIsReadInEveryEncoding(_ encoding: TextEncoding) async throws {
        let text = "Number,Line,Amount,Reference,Näme\nPO-ä,1,1.00,é,ö\n"
        let bytes: [UInt8] =
            switch encoding {
            case .utf16, .utf16LittleEndian, .utf16BigEndian:
                [0xff, 0xfe] + Array(text.utf16).flatMap { unit -> [UInt8] in [UInt8(unit & 0xff), UInt8(unit >> 8)] }
            case .windows1252, .latin1: text.unicodeScalars.map { UInt8($0.value) }
            case .utf8, .ascii: Array(text.utf8)
            }
        let table = try await CSVTable(bytes, .usual { $0.encoding = encoding })
        #expect(table.said.isEmpty)
        #expect(table.orders.map(\.number.text) == ["PO-ä"])
        #expect(table.lines.map(\.auxiliaryPart) == ["é"])
        #expect(table.lines.map(\.custom) == [["Näme": "ö"]])
    }

    @Test func byteOrderMarksAreRecognisedWithoutASetting() async throws {
        let text = "Number,Line,Amount,Reference\nPO-1,1,1.00,\u{1f600}\n"
        let big: [UInt8] =
            [0xfe, 0xff] + Array(text.utf16).flatMap { unit -> [UInt8] in [UInt8(unit >> 8), UInt8(unit & 0xff)] }
        for bytes in [[0xef, 0xbb, 0xbf] + Array(text.utf8), big] {
            let table = try await CSVTable(bytes)
            #expect(table.said.isEmpty)
            #expect(table.lines.map(\.auxiliaryPart) == ["\u{1f600}"])
        }
    }

    @Test func windowsHasCharactersWhereLatinHasNone() async throws {
        let bytes = Array("Number,Line,Amount,Reference\nPO-1,1,1.00,".utf8) + [0x80, 0x0a]
        let table = try await CSVTable(bytes, .usual { $0.encoding = .windows1252 })
        #expect(table.lines.map(\.auxiliaryPart) == ["€"])
    }

    @Test func aFileThatIsNotInItsEncodingIsSaidByItsLineAndNotRead() async throws {
        let bytes = Array("Number,Line,Amount,Reference\nPO-1,1,1.00,".utf8) + [0xe9, 0x0a]
        let table = try await CSVTable(bytes)
        #expect(table.orders.isEmpty)
        #expect(table.faults == ["t.csv, line 2: the text is not UTF-8; set `encoding` if it is another one"])
    }

    @Test(arguments: ["", " \r\n\n", "Number,Line,Amount,Reference\r\n"])
    func nothingIsNoFault(text: String) async throws {
        let table = try await CSVTable(text)
        #expect(table.said.isEmpty && table.orders.isEmpty)
    }

    @Test func whatLooksLikeUTF16WithoutItsMarkIsSaid() async throws {
        let text = "Number,Line,Amount,Reference\nPO-1,1,1.00,a\n"
        let little = Array(text.utf16).flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
        let big = Array(text.utf16).flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
        for (bytes, name) in [(little, "utf-16le"), (big, "utf-16be")] {
            let table = try await CSVTable(bytes)
            #expect(table.orders.isEmpty && table.faults.count == 1)
            #expect(table.faults.first?.contains("set `encoding: \(name)`") == true, "\(table.faults)")
            let encoding = try #require(TextEncoding(name: name))
            #expect(try await CSVTable(bytes, .usual { $0.encoding = encoding }).lines.count == 1)
        }
    }

    // MARK: - What spreadsheet programs leave behind

    @Test(arguments: ["sep=,\n", "sep=,\r\n", "SEP=,\r\n", "\"sep=,\"\n", "\u{feff}sep=,\n"])
    func aFirstLineThatNamesTheDelimiterIsNoRow(line: String) async throws {
        let table = try await CSVTable(line + "Number,Line,Amount,Reference\nPO-1,1,1.00,a\nPO-2,1,x,a\n")
        #expect(table.orders.map(\.state) == [.issued, .unreadable])
        #expect(table.orders.last?.fault?.hasPrefix("t.csv, line 4:") == true)
    }

    @Test func aFirstLineThatNamesAnotherDelimiterIsSaid() async throws {
        let table = try await CSVTable("sep=;\nNumber;Line;Amount;Reference\nPO-1;1;1.00;a\n")
        #expect(table.orders.isEmpty)
        #expect(table.faults.count == 1 && table.faults[0].contains("set `delimiter: \";\"`"), "\(table.faults)")
    }

    @Test func aWrongDelimiterIsGuessedWhateverTheOneSaid() async throws {
        let table = try await CSVTable(
            "Number,Line,Amount,Reference\nPO-1,1,1.00,a\n", .usual { $0.delimiter = UInt8(ascii: ";") })
        #expect(table.faults.first?.contains("set `delimiter`") == true)
    }

    @Test func rowsOfNothingAreNone() async throws {
        let table = try await CSVTable(
            "Number,Line,Amount,Reference\n,,,\nPO-1,1,1.00,a\n , ,\"\",\n,,,,,\n\n,,\n")
        #expect(table.said.isEmpty)
        #expect(table.orders.map(\.number.text) == ["PO-1"])
    }

    /// Files that were put together have their headings in the middle.
    @Test func headingsThatComeAgainAreNoOrder() async throws {
        let table = try await CSVTable(
            "Number,Line,Amount,Reference\nPO-1,1,1.00,a\nNumber,Line,Amount,Reference\nPO-2,1,1.00,b\n")
        #expect(table.said.isEmpty)
        #expect(table.orders.map(\.number) == ["PO-1", "PO-2"])
    }

    @Test func aTitleAboveTheHeadingsIsSaid() async throws {
        let table = try await CSVTable("Orders of November\n\nNumber,Line,Amount,Reference\nPO-1,1,1.00,a\n")
        #expect(table.orders.isEmpty && table.faults.count == 1)
        #expect(table.faults[0].contains("the headings have to be the first row"), "\(table.faults)")
    }

    @Test func textsOfAnyLengthAreKeptShort() async throws {
        let long = String(repeating: "x", count: 2_000_000)
        let table = try await CSVTable("Number,Line,Amount,Reference,Note\nPO-1,1,1.00,agmt-1 \(long),\(long)\n")
        #expect(table.said.isEmpty)
        let line = try #require(table.lines.first)
        #expect(line.auxiliaryPart?.count == OrderLine.textLimit && line.auxiliaryPart?.hasPrefix("agmt-1 x") == true)
        #expect(line.custom["Note"]?.count == OrderLine.textLimit)
    }

    // MARK: - What costs only itself

    @Test func aRowThatIsNoneCostsItsOrderAndNoOther() async throws {
        let table = try await CSVTable(
            """
            Number,Line,Amount,Reference
            PO-1,1,1.00,a
            PO-1,2,2.00
            PO-2,1,2.00,b
            PO-3,1,3.00,c,d
            "PO-4"x,1,4.00,d
            ,1,5.00,e
            PO-6,1,6.00,f,,
            2 rows
            """)
        #expect(table.orders.filter { $0.state == .issued }.map(\.number.text) == ["PO-2", "PO-6"])
        let first = try #require(table.orders.first)
        #expect(first.state == .unreadable)
        #expect(first.fault == "t.csv, line 3: the row has 3 fields, and the headings 4")
        // One of which there is nothing else may be known from another file.
        let last = try #require(table.orders.last)
        #expect(last.number == "PO-3" && last.state == .unreadable && last.lines.isEmpty)
        #expect(last.fault == "t.csv, line 5: the row has 5 fields, and the headings 4")
        #expect(
            table.faults == [
                "t.csv, line 6: something follows a closed quote in field 1",
                "t.csv, line 7: the row has no order number",
                "t.csv, line 9: the row has 1 field, and the headings 4",
            ])
    }

    @Test func aNumberThatIsSpoiltIsNotCalledMissing() async throws {
        for number in ["PO\t1", "\"PO\n1\"", "\u{feff}PO-1", "PO\u{200b}1", "PO-\u{202e}1"] {
            let table = try await CSVTable("Number,Line,Amount,Reference\n\(number),1,1.00,a\nPO-2,1,1.00,a\n")
            #expect(table.orders.map(\.number) == ["PO-2"])
            #expect(table.faults.first?.contains("the order number is too long or has unreadable characters") == true)
        }
    }

    @Test func aQuoteThatIsNeverClosedCostsTheFile() async throws {
        let table = try await CSVTable("Number,Line,Amount,Reference\nPO-1,1,1.00,a\nPO-2,1,2.00,\"b\nPO-3,1,3.00,c\n")
        #expect(table.orders.isEmpty)
        #expect(table.faults.first?.contains("the quote of line 3 is not closed") == true)
    }

    @Test func theSameRowTwiceSaysNothingNewAndTwoOfOneLineSayTooMuch() async throws {
        let head = "Number,Line,Amount,Reference\nPO-1,1,1.00,a\n"
        #expect(try await CSVTable(head + "PO-1,1,1.00,a\n").lines.count == 1)
        let two = try await CSVTable(head + "PO-1,1,2.00,a\n")
        #expect(two.orders.map(\.state) == [.unreadable])
        #expect(two.orders.first?.fault == "t.csv, line 3: two rows of the order have the line 1")
    }

    @Test func aDamagedAmountIsSaidAndNeverGuessed() async throws {
        for amount in ["1,500.00", "1.500,00", "free", "1e3", "$5", "1 000"] {
            let table = try await CSVTable("Number,Line,Amount,Reference\nPO-1,1,\"\(amount)\",a\nPO-2,1,1.00,b\n")
            #expect(table.orders.map(\.state) == [.unreadable, .issued])
            #expect(table.orders.first?.fault?.contains("line.amount is \"\(amount)\", which is no amount") == true)
        }
    }
}
