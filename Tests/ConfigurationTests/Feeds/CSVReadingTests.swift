import Reconciliation
import Testing

@testable import Configuration

@Suite struct CSVReadingTests {
    private static let least = "kind: csv\nurl: file:///var/spool/orders/\n"
    private static let columns = "columns: {order.number: Number}\n"

    private func csv(_ feed: String) throws -> CSVConfiguration {
        guard case .csv(let csv) = try FeedText(Self.least + feed).parse().kind else { throw FeedText.NoFeed() }
        return csv
    }

    @Test func leastIsEnough() throws {
        let csv = try csv(Self.columns)
        #expect(csv.folder.files == "*.csv")
        #expect(csv.columns == [.path(.orderNumber): [.column("Number")]])
        #expect(csv.delimiter == UInt8(ascii: ","))
        #expect(csv.encoding == nil)
        #expect(csv.decimal == .plain)
        #expect(csv.dates == [.iso])
        #expect(csv.zone == .fixed(0))
        #expect(csv.records == nil)
        #expect(csv.hasHeadings)
    }

    @Test func everythingIsRead() throws {
        let csv = try csv(
            """
            files: PO_*.txt
            columns:
              order.number: [PO Number, 7]
              order.status: =issued
              line.custom.aws ref: Reference
            delimiter: ';'
            encoding: Windows-1252
            decimal: ','
            dates: [dd.MM.yyyy, iso]
            timeZone: "+02:00"
            records: {column: type, header: [H, K], line: L, order: Parent}
            """)
        #expect(csv.folder.files == "PO_*.txt")
        #expect(
            csv.columns == [
                .path(.orderNumber): [.column("PO Number"), .column("7")], .orderStatus: [.literal("issued")],
                .path(.lineCustom("aws ref")): [.column("Reference")],
            ])
        #expect(csv.delimiter == UInt8(ascii: ";"))
        #expect(csv.encoding == "windows-1252")
        #expect(csv.decimal == .comma)
        #expect(csv.dates == [TimeFormat("dd.MM.yyyy"), .iso].compactMap(\.self))
        #expect(csv.zone == .fixed(7200))
        #expect(csv.zoneName == "+02:00")
        #expect(csv.records == .init(column: "type", header: ["H", "K"], line: ["L"], order: "Parent"))
    }

    @Test(arguments: [
        ("tab", UInt8(ascii: "\t")), ("'\\t'", UInt8(ascii: "\t")), ("\"\\t\"", UInt8(ascii: "\t")),
        ("'|'", UInt8(ascii: "|")),
    ])
    func delimitersHaveTheirNames(text: String, delimiter: UInt8) throws {
        #expect(try csv(Self.columns + "delimiter: \(text)").delimiter == delimiter)
    }

    @Test(arguments: [("point", CSVConfiguration.Decimal.point), ("'.'", .point), ("comma", .comma)])
    func decimalsHaveTheirNames(text: String, decimal: CSVConfiguration.Decimal) throws {
        #expect(try csv(Self.columns + "decimal: \(text)").decimal == decimal)
    }

    @Test func withoutHeadingsColumnsAreNumbers() throws {
        let csv = try csv("columns: {order.number: 1, line.amount: [3, 4]}\nheadings: false")
        #expect(csv.hasHeadings == false)
        #expect(csv.columns[.path(.amount)] == [.column("3"), .column("4")])
    }

    @Test(arguments: [
        ("", "columns it is missing"), ("columns: {line.amount: A}", "order.number is missing"),
        ("columns: {order.numbr: A}", "did you mean order.number?"), ("columns: {order.number: {a: b}}", "heading"),
        ("columns: {order.number: A}\nheadings: false", "columns have numbers"),
        ("columns: {order.number: 0}\nheadings: false", "columns have numbers"),
        ("delimiter: ';;'", "one character"), ("delimiter: '\"'", "one character"), ("delimiter: ' '", "one character"),
        ("encoding: ebcdic", "one of utf-8"), ("decimal: ';'", "'.' or ','"), ("dates: sometimes", "a pattern such as"),
        ("timeZone: Mars/Olympus", "a place such as Europe/Berlin"), ("timeZone: ../../etc/passwd", "a place such as"),
        ("timeZone: /etc/passwd", "a place such as"), ("records: {header: H, line: L}", "column"),
        ("records: {column: A, line: L}", "header it is missing"),
        ("records: {column: A, header: H}", "line it is missing"),
        ("records: {column: A, header: H, line: L, ordr: x}", "did you mean order?"), ("headings: maybe", "headings"),
        ("columns: [a]", "columns"),
    ])
    func saysWhatIsWrong(feed: String, message: String) {
        let text = feed.isEmpty || feed.hasPrefix("columns") ? feed : Self.columns + feed
        let problems = FeedText(Self.least + text).problems()
        #expect(problems.contains { $0.contains(message) }, "\(problems)")
    }
}
