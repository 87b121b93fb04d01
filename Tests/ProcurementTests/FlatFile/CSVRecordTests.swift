import Documents
import Reconciliation
import Testing

@testable import Procurement

/// Files in which rows of orders and rows of lines take turns, as Coupa's hourly export has them.
@Suite struct CSVRecordTests {
    /// As the export is: every field quoted, a row of headings for each kind, rows padded to one length, no order number
    /// beside the id, a blank in amounts written as HTML has it.
    private let export = """
        "type","id","status","updated-at","version","supplier-name","supplier-number","currency",""
        "type","id","order-header-id","line-number","price","total","currency","supp-aux-part-num","need-by-date"
        "order_header","4711","issued","2026-11-20T10:00:00-08:00","2","AWS","V-1001","",""
        "order_line","91","4711","1","1&nbsp;000,00","1&nbsp;000,00","EUR","agmt-1","2026-12-31"
        "order_line_allocation","91","4711","1","","","","",""
        "order_line","92","4711","2","","2&nbsp;500,50","EUR","agmt-2",""
        "order_header","4712","cancelled","2026-11-20T11:00:00-08:00","1","AWS","V-1001","",""
        "order_line","93","4712","1","5,00","5,00","EUR","agmt-3","2026-12-31"

        """

    private let options = CSVOptions(
        columns: [
            .path(.orderID): [.column("id")], .path(.orderNumber): [.column("id")], .orderStatus: [.column("status")],
            .orderVersion: [.column("version")], .orderUpdatedAt: [.column("updated-at")],
            .path(.supplierName): [.column("supplier-name")], .path(.supplierNumber): [.column("supplier-number")],
            .path(.lineID): [.column("id")], .path(.lineNumber): [.column("line-number")],
            .path(.amount): [.column("total")], .path(.currency): [.column("currency")],
            .path(.auxiliaryPart): [.column("supp-aux-part-num")], .path(.needBy): [.column("need-by-date")],
        ], decimal: .comma,
        records: .init(column: "type", header: ["order_header"], line: ["order_line"], order: "order-header-id"))

    /// Headings of each kind begin with the heading of the column, or with the word for the kind.
    @Test(arguments: [("type", "type"), ("order_header", "order_line")])
    func theHourlyExportIsRead(ofOrders: String, ofLines: String) async throws {
        let text = export.replacing("\"type\",\"id\",\"status\"", with: "\"\(ofOrders)\",\"id\",\"status\"")
            .replacing("\"type\",\"id\",\"order-header-id\"", with: "\"\(ofLines)\",\"id\",\"order-header-id\"")
        var options = options
        options.records?.column = ofOrders
        let table = try await CSVTable(text, options)
        #expect(table.said.isEmpty, "\(table.said)")
        #expect(table.orders.map(\.number.text) == ["4711", "4712"])
        #expect(table.orders.map(\.state) == [.issued, .cancelled])
        let order = try #require(table.orders.first)
        #expect(order.version == 2)
        #expect(order.updatedAt == Instant(iso: "2026-11-20T18:00:00Z"))
        #expect(order.supplierName == "AWS" && order.supplierNumber == "V-1001")
        #expect(order.lines.map(\.id) == ["91", "92"])
        #expect(order.lines.map(\.number) == ["1", "2"])
        #expect(order.lines.map(\.amount) == [Amount("1000.00"), Amount("2500.50")])
        #expect(order.lines.map(\.currency) == ["EUR", "EUR"])
        #expect(order.lines.map(\.auxiliaryPart) == ["agmt-1", "agmt-2"])
        #expect(order.lines.map(\.needBy) == [Instant(iso: "2026-12-31T00:00:00Z"), nil])
    }

    private func simple(link: Bool) -> CSVOptions {
        CSVOptions(
            columns: [
                .path(.orderNumber): [.column("Number")], .path(.lineNumber): [.column("Line")],
                .path(.amount): [.column("Amount")],
            ], records: .init(column: "Type", header: ["H"], line: ["L"], order: link ? "Number" : nil))
    }

    @Test func linesBelongToTheOrderAboveThem() async throws {
        let table = try await CSVTable(
            "Type,Number,Line,Amount\nH,PO-1,,\nL,,1,1.00\nX,a\nl,,2,2.00\nh,PO-2,,\nL,,1,3.00\n", simple(link: false))
        #expect(table.said.isEmpty)
        #expect(table.orders.map { $0.lines.map(\.amount) } == [[Amount("1.00"), Amount("2.00")], [Amount("3.00")]])
    }

    @Test func linesThatNameTheirOrderMayStandAnywhere() async throws {
        let table = try await CSVTable(
            "Type,Number,Line,Amount\nL,PO-2,1,3.00\nH,PO-1,,\nH,PO-2,,\nL,PO-1,1,1.00\n", simple(link: true))
        #expect(table.said.isEmpty)
        #expect(
            table.orders.sorted { $0.key < $1.key }.map { $0.lines.map(\.amount) }
                == [[Amount("1.00")], [Amount("3.00")]])
    }

    @Test func linesWithoutAnOrderAreSaid() async throws {
        let above = try await CSVTable("Type,Number,Line,Amount\nL,,1,3.00\nH,PO-1,,\n", simple(link: false))
        #expect(above.faults == ["t.csv, line 2: the line's row belongs to no order"])
        #expect(above.orders.map(\.state) == [.issued])
        let named = try await CSVTable("Type,Number,Line,Amount\nL,PO-9,1,3.00\n", simple(link: true))
        #expect(named.orders.first?.fault == "t.csv, line 2: the order has lines and no row of its own")
    }

    @Test func anOrdersRowWithoutANumberTakesItsLinesWithIt() async throws {
        let table = try await CSVTable(
            "Type,Number,Line,Amount\nH,PO-1,,\nH,,,\nL,,1,3.00\nH,PO-2,,\nL,,1,4.00\n", simple(link: false))
        #expect(table.orders.map(\.number.text) == ["PO-1", "PO-2"])
        #expect(table.orders.map(\.lines.count) == [0, 1])
        #expect(table.faults.count == 2)
    }

    @Test func aKindColumnThatIsNotThereIsSaid() async throws {
        let table = try await CSVTable("Kind,Number,Line,Amount\nH,PO-1,,\n", simple(link: false))
        #expect(table.faults.first?.contains("there is no column \"Type\"") == true)
    }
}
