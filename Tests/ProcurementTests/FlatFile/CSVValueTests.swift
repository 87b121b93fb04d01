import Reconciliation
import Testing

@testable import Procurement

/// How files write numbers and times, and what spreadsheets make of them.
@Suite struct CSVValueTests {
    // MARK: - Spreadsheets

    @Test(arguments: [
        ("2.5E+09", "was rounded by a spreadsheet"), ("2,5E+09", "was rounded by a spreadsheet"),
        ("4E+15", "was rounded by a spreadsheet"), ("1.2e-5", "was rounded by a spreadsheet"),
        ("4500012345678900000", "was rounded to 15 digits"), ("#REF!", "is a spreadsheet's error"),
        ("#n/a", "is a spreadsheet's error"), ("########", "is a spreadsheet's error"),
        ("=A1&B1", "is a spreadsheet's formula"), ("=HYPERLINK(x)", "is a spreadsheet's formula"),
        ("'00450001", "has the mark"), ("'4500001", "has the mark"),
    ])
    func numbersThatASpreadsheetHasDamagedAreRefused(number: String, reason: String) async throws {
        let table = try await CSVTable(
            "Number,Line,Amount,Reference\n\"\(number)\",1,1.00,a\n\"\(number)\",1,9.00,b\nPO-2,1,1.00,b\n")
        // Two orders may have become one: both rows are said, none is read.
        #expect(table.orders.map(\.number.text) == ["PO-2"])
        #expect(table.faults.count == 2)
        #expect(table.faults.allSatisfy { $0.contains("order.number \"\(number)\" \(reason)") }, "\(table.faults)")
    }

    @Test(arguments: ["2.5E+09", "4500012345678900000", "#N/A"])
    func soAreReferencesAndLineNumbers(value: String) async throws {
        let table = try await CSVTable(
            "Number,Line,Amount,Reference\nPO-1,1,1.00,\(value)\nPO-2,\(value),1.00,a\nPO-3,1,1.00,a\n")
        #expect(table.orders.map(\.state) == [.unreadable, .unreadable, .issued])
        #expect(table.orders[0].fault?.contains("line.auxiliaryPart \"\(value)\"") == true)
        #expect(table.orders[1].fault?.contains("line.number \"\(value)\"") == true)
    }

    @Test(arguments: [
        "12E5", "2E9", "1E", "E+09", "PO-2.5E+09", "123456789012345", "#12", "450001234567891", "'t-1", "=>1", "=-",
    ])
    func whatOnlyLooksAlikeIsLeftAlone(number: String) async throws {
        let table = try await CSVTable("Number,Line,Amount,Reference\n\(number),1,1.00,a\n")
        #expect(table.said.isEmpty)
        #expect(table.orders.map(\.number.text) == [number])
    }

    @Test func aNumberThatHasLostItsZerosIsKnownByTheOthers() async throws {
        let table = try await CSVTable(
            "Number,Line,Amount,Reference\n0012,1,1.00,a\n34,1,1.00,b\n0056,1,1.00,c\n7890,1,1.00,d\n")
        #expect(table.orders.map(\.number.text) == ["0012", "0056", "7890"])
        #expect(
            table.faults == [
                "t.csv, line 3: order.number \"34\" has lost the zeros at its front: others have 4 digits"
            ])
        // Without a number that has some there is nothing to know it by.
        #expect(try await CSVTable("Number,Line,Amount,Reference\n12,1,1.00,a\n345,1,1.00,a\n").said.isEmpty)
    }

    @Test func whatIsGuardedAgainstSpreadsheetsIsWhatItIs() async throws {
        let table = try await CSVTable("Number,Line,Amount,Reference\n\"=\"\"00123\"\"\",1,1.00,a\n")
        #expect(table.orders.map(\.number.text) == ["00123"])
    }

    // MARK: - Amounts

    @Test(arguments: [
        (DecimalFormat.point, "1,234,567.89", "1234567.89"), (.point, "1 234.50", "1234.50"),
        (.point, "1'234.50", "1234.50"), (.point, "1234.50", "1234.50"), (.point, "-5.00", "-5.00"),
        (.point, "5.00-", "-5.00"), (.point, "\u{2212}5.00", "-5.00"), (.point, "7", "7"),
        (.comma, "1.234.567,89", "1234567.89"), (.comma, "1\u{a0}234,50", "1234.50"),
        (.comma, "1\u{202f}234,50", "1234.50"), (.comma, "1&nbsp;234,50", "1234.50"), (.comma, "0,5", "0.5"),
        (.comma, "12,345678", "12.345678"), (.comma, "1.234", "1234"), (.point, "1,234", "1234"),
    ])
    func amountsAreReadAsTheFileWritesThem(format: DecimalFormat, text: String, amount: String) {
        #expect(format.amount(text) == Amount(amount))
    }

    @Test(arguments: [
        (DecimalFormat.point, "1.234,50"), (.point, "12,34.50"), (.point, "1,2345.00"), (.point, "1,234 567.00"),
        (.point, ",500.00"), (.point, "1.2.3"), (.point, "5."), (.point, ""), (.point, "1,234,56.00"),
        (.comma, "1,234.50"), (.comma, "1.23,50"), (.comma, "1,2,3"), (.comma, "--5"), (.plain, "1,234.50"),
        (.plain, "5-"), (.comma, "1234.567,00"), (.comma, "\u{661},00"),
    ])
    func digitsThatAreSetApartOtherwiseAreNoAmount(format: DecimalFormat, text: String) {
        #expect(format.amount(text) == nil)
    }

    @Test func anAmountOfAnotherCountryIsSaidWithWhatToSet() async throws {
        let text = "Number;Line;Amount;Reference\nPO-1;1;1.234,50;a\n"
        let plain = try await CSVTable(text, .usual { $0.delimiter = UInt8(ascii: ";") })
        #expect(plain.orders.first?.fault?.contains("set `decimal`") == true)
        let comma = try await CSVTable(
            text,
            .usual {
                $0.delimiter = UInt8(ascii: ";")
                $0.decimal = .comma
            })
        #expect(comma.lines.map(\.amount) == [Amount("1234.50")])
    }

    // MARK: - Times

    private func needBy(_ text: String, _ formats: [String], zone: TimeZoneRule = .fixed(0)) async throws -> String? {
        let options = CSVOptions.usual {
            $0.columns[.path(.needBy)] = [.column("Due")]
            $0.dates = formats.compactMap { TimeFormat($0) }
            $0.zone = zone
        }
        let table = try await CSVTable("Number,Line,Amount,Reference,Due\nPO-1,1,1.00,a,\"\(text)\"\n", options)
        return table.orders.first?.fault ?? table.lines.first?.needBy?.description
    }

    @Test(arguments: [
        ("2026-12-01", ["iso"], "2026-12-01T00:00:00Z"), ("2026-12-01T10:00:00+02:00", ["iso"], "2026-12-01T08:00:00Z"),
        ("01.12.2026", ["dd.MM.yyyy"], "2026-12-01T00:00:00Z"), ("12/1/26", ["M/d/yy"], "2026-12-01T00:00:00Z"),
        ("1-Dec-2026 3:05 PM", ["d-MMM-yyyy h:mm a"], "2026-12-01T15:05:00Z"),
        ("1795435200", ["epoch"], "2026-11-23T12:00:00Z"),
        ("2026-12-01", ["dd.MM.yyyy", "iso"], "2026-12-01T00:00:00Z"),
    ])
    func timesAreReadInTheFormatsOfTheFile(text: String, formats: [String], moment: String) async throws {
        #expect(try await needBy(text, formats) == moment)
    }

    @Test(arguments: ["0000-00-00", "00.00.0000", "0000-00-00 00:00:00", "0000-00-00T00:00:00", "0001-01-01"])
    func noDateAtAllIsNoDate(text: String) async throws {
        #expect(try await needBy(text, ["iso"]) == nil)
    }

    @Test func aTimeOfAnotherFormIsSaidWithTheFormats() async throws {
        let fault = try await needBy("31.12.2026", ["iso", "MM/dd/yyyy"])
        #expect(
            fault
                == "t.csv, line 2: line.needBy is \"31.12.2026\", which is no time of the format iso, MM/dd/yyyy; set "
                + "`dates`")
        // Nothing is read the other way around.
        #expect(try await needBy("31/12/2026", ["MM/dd/yyyy"])?.contains("is no time") == true)
    }

    @Test func timesWithoutAZoneAreThoseOfTheFilesPlace() async throws {
        #expect(try await needBy("2026-12-01", ["iso"], zone: .fixed(-8 * 3600)) == "2026-12-01T08:00:00Z")
        #expect(
            try await needBy("2026-12-01T00:00:00Z", ["iso"], zone: .fixed(-8 * 3600)) == "2026-12-01T00:00:00Z")
    }

    @Test(arguments: [
        // Winter and summer.
        ("2026-01-15 12:00", "2026-01-15T11:00:00Z"), ("2026-07-15 12:00", "2026-07-15T10:00:00Z"),
        // Clocks go from 2:00 to 3:00 on March 29th: half past two does not come, and is taken as if they had not.
        ("2026-03-29 01:59", "2026-03-29T00:59:00Z"), ("2026-03-29 02:30", "2026-03-29T01:30:00Z"),
        ("2026-03-29 03:00", "2026-03-29T01:00:00Z"),
        // Clocks go from 3:00 to 2:00 on October 25th: half past two comes twice, and the first is taken.
        ("2026-10-25 01:59", "2026-10-24T23:59:00Z"), ("2026-10-25 02:30", "2026-10-25T00:30:00Z"),
        ("2026-10-25 03:00", "2026-10-25T02:00:00Z"),
    ])
    func clocksThatAreSetForwardAndBackAreFollowed(text: String, moment: String) async throws {
        let berlin = try #require(TimeZoneTable(Self.berlin))
        #expect(try await needBy(text, ["yyyy-MM-dd HH:mm"], zone: .place(berlin)) == moment)
    }

    /// A time zone file (RFC 8536, version 2) that has nothing but the rule of Central Europe.
    private static let berlin: [UInt8] = {
        let header = { (types: UInt8, characters: UInt8) in
            Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
                + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, types, 0, 0, 0, characters]
        }
        let body: [UInt8] = [0, 0, 0x0e, 0x10, 0, 0] + Array("CET\0".utf8)
        return header(1, 4) + body + header(1, 4) + body + Array("\nCET-1CEST,M3.5.0,M10.5.0/3\n".utf8)
    }()
}
