import Reconciliation
import Testing

@testable import Procurement

/// Which column is which field.
@Suite struct CSVColumnTests {
    private func options(
        _ columns: [FeedField: [CSVOptions.Source]], _ change: (inout CSVOptions) -> Void = { _ in }
    ) -> CSVOptions {
        var options = CSVOptions(columns: columns)
        change(&options)
        return options
    }

    @Test func everyFieldCanBeAColumn() async throws {
        let fields = FeedField.named
        let columns = Dictionary(uniqueKeysWithValues: fields.map { ($0, [CSVOptions.Source.column("\($0)")]) })
        let values: [FeedField: String] = [
            .path(.orderID): "4711", .path(.orderNumber): "PO-1", .path(.supplierName): "AWS",
            .path(.supplierNumber): "V-1", .path(.lineID): "9", .path(.lineNumber): "1",
            .path(.lineDescription): "soft", .path(.part): "p", .path(.auxiliaryPart): "agmt-1",
            .path(.commodity): "43232701", .path(.lineAccount): "100-1", .path(.amount): "1.50",
            .path(.currency): "EUR", .path(.needBy): "2026-12-01", .orderStatus: "issued", .orderVersion: "3",
            .orderUpdatedAt: "2026-11-01T00:00:00Z", .orderCurrency: "USD", .lineStatus: "created", .lineQuantity: "2",
            .linePrice: "9.00", .linePriceQuantity: "1",
        ]
        #expect(fields.allSatisfy { values[$0] != nil }, "\(fields.filter { values[$0] == nil })")
        let head = fields.map { "\($0)" }.joined(separator: ",")
        let row = fields.map { values[$0] ?? "" }.joined(separator: ",")
        let table = try await CSVTable("\(head)\n\(row)\n", options(columns))
        #expect(table.said.isEmpty)
        let order = try #require(table.orders.first)
        #expect(order.key.id == "4711")
        #expect(order.number.text == "PO-1")
        #expect(order.version == 3)
        #expect(order.state == .issued && order.status == "issued")
        #expect(order.supplierName == "AWS" && order.supplierNumber == "V-1")
        #expect(order.currency == "USD")
        #expect(order.updatedAt == Instant(iso: "2026-11-01T00:00:00Z"))
        #expect(
            order.lines == [
                OrderLine(
                    id: "9", number: "1", description: "soft", part: "p", auxiliaryPart: "agmt-1",
                    commodity: "43232701", account: "100-1", amount: Amount("1.50"), currency: "EUR",
                    needBy: Instant(iso: "2026-12-01T00:00:00Z"))
            ])
    }

    @Test func columnsAreFoundByHeadingWithoutCareForCaseOrByTheirPlace() async throws {
        let table = try await CSVTable(
            " po number ,AMOUNT,x\nPO-1,1.00,agmt-1\n",
            options([
                .path(.orderNumber): [.column("PO Number")], .path(.amount): [.column("Amount")],
                .path(.auxiliaryPart): [.column("3")],
            ]))
        #expect(table.said.isEmpty)
        #expect(table.orders.map(\.number.text) == ["PO-1"])
        #expect(table.lines.map(\.auxiliaryPart) == ["agmt-1"])
    }

    @Test func twoHeadingsAlikeButForCaseAreNoGuess() async throws {
        let table = try await CSVTable("Id,ID\nPO-1,PO-2\n", options([.path(.orderNumber): [.column("id")]]))
        #expect(table.orders.isEmpty)
        #expect(table.faults.first?.contains("there is no column \"id\"") == true)
    }

    /// Which of two amounts is the right one nobody can tell; a column that nothing is read from may stand there twice.
    @Test func aHeadingThatStandsTwiceIsNoGuess() async throws {
        let text = "Number,Amount,Note,Reference,Amount,Note\nPO-1,1.00,a,agmt-1,9.00,b\n"
        let fault = try await CSVTable(text, .usual { $0.columns[.path(.lineNumber)] = nil }).faults.first ?? ""
        #expect(fault.contains("line 1: there are 2 columns \"Amount\""), "\(fault)")
        #expect(fault.contains("write the number of the right one in `columns`: 2, 5"), "\(fault)")
        let told = try await CSVTable(
            text,
            .usual {
                $0.columns[.path(.lineNumber)] = nil
                $0.columns[.path(.amount)] = [.column("5")]
            })
        #expect(told.said.isEmpty && told.lines.map(\.amount) == [Amount("9.00")])
    }

    @Test func theFirstOfSeveralColumnsThatHasAValueCounts() async throws {
        let table = try await CSVTable(
            "Number,New,Old\nPO-1,,b\nPO-2,a,b\nPO-3,,\n",
            options([
                .path(.orderNumber): [.column("Number")],
                .path(.auxiliaryPart): [.column("New"), .column("Old"), .column("Never"), .literal("none")],
            ]))
        #expect(table.said.isEmpty)
        #expect(table.lines.map(\.auxiliaryPart) == ["b", "a", "none"])
    }

    @Test func aColumnThatIsNotThereIsSaidWithThoseThatAre() async throws {
        let table = try await CSVTable("Number,Betrag\nPO-1,1\n", options(CSVTable.columns))
        #expect(table.orders.isEmpty)
        let fault = try #require(table.faults.first)
        #expect(fault.hasPrefix("t.csv, line 1: there is no column"))
        #expect(fault.contains("\"Number\", \"Betrag\""))
    }

    @Test func otherColumnsAreFieldsOfTheLine() async throws {
        let text = "Number,Line,Amount,Reference,Project,Site\nPO-1,1,1.00,a,P9,\n"
        #expect(try await CSVTable(text).lines.first?.custom == ["Project": "P9"])
        let some = try await CSVTable(text, .usual { $0.customFields = ["Site", "Other"] })
        #expect(some.lines.first?.custom == [:])
        let own = try await CSVTable(
            text,
            .usual {
                $0.columns[.path(.lineCustom("where"))] = [.column("Project")]
                $0.columns[.path(.orderCustom("p"))] = [.column("Project")]
            })
        #expect(own.lines.first?.custom["where"] == "P9")
        #expect(own.orders.first?.custom == ["p": "P9"])
    }

    @Test func withoutHeadingsColumnsHaveNumbers() async throws {
        let table = try await CSVTable(
            "PO-1,1.00\nPO-2,2.00\n",
            options([.path(.orderNumber): [.column("1")], .path(.amount): [.column("2")]]) { $0.hasHeadings = false })
        #expect(table.said.isEmpty)
        #expect(table.lines.map(\.amount) == [Amount("1.00"), Amount("2.00")])
        let named = try await CSVTable(
            "PO-1\n", options([.path(.orderNumber): [.column("Number")]]) { $0.hasHeadings = false })
        #expect(named.faults.first?.contains("the file has no headings") == true)
    }

    // MARK: - Orders

    @Test(arguments: [
        ("issued", OrderState.issued), ("Released", .issued), ("BUYER_HOLD", .onHold), ("draft", .draft),
        ("Canceled", .cancelled), ("deleted", .cancelled), ("soft_closed", .closed), ("en route", .unknown),
    ])
    func statusWordsAreReadLeniently(word: String, state: OrderState) async throws {
        let options = CSVOptions.usual { $0.columns[.orderStatus] = [.column("Status")] }
        let table = try await CSVTable("Number,Line,Amount,Reference,Status\nPO-1,1,1.00,a,\(word)\n", options)
        #expect(table.orders.map(\.state) == [state])
        #expect(table.orders.map(\.status) == [word])
    }

    @Test func aStatusThatIsMissingOrTwofoldIsSaid() async throws {
        let options = CSVOptions.usual { $0.columns[.orderStatus] = [.column("Status")] }
        let head = "Number,Line,Amount,Reference,Status\n"
        let none = try await CSVTable(head + "PO-1,1,1.00,a,\n", options)
        #expect(none.orders.first?.fault == "t.csv, line 2: the order has no status")
        let two = try await CSVTable(head + "PO-1,1,1.00,a,issued\nPO-1,2,1.00,a,cancelled\n", options)
        #expect(two.orders.first?.fault?.contains("\"issued\" in one row and \"cancelled\" in another") == true)
    }

    @Test func withoutAStatusColumnEveryOrderIsIssued() async throws {
        #expect(try await CSVTable("Number,Line,Amount,Reference\nPO-1,1,1.00,a\n").orders.map(\.state) == [.issued])
    }

    @Test func ofSeveralRevisionsInAFileTheNewestCounts() async throws {
        let options = CSVOptions.usual { $0.columns[.orderVersion] = [.column("V")] }
        let table = try await CSVTable(
            "Number,Line,Amount,Reference,V\nPO-1,1,9.00,a,10\nPO-1,1,1.00,a,9\nPO-1,2,2.00,a,10.0\n", options)
        #expect(table.said.isEmpty)
        #expect(table.orders.map(\.version) == [10])
        #expect(table.lines.map(\.amount) == [Amount("9.00"), Amount("2.00")])
        let damaged = try await CSVTable("Number,Line,Amount,Reference,V\nPO-1,1,9.00,a,two\n", options)
        #expect(damaged.orders.first?.fault?.contains("order.version is \"two\"") == true)
    }

    @Test func linesThatAreTakenBackAreNone() async throws {
        let options = CSVOptions.usual { $0.columns[.lineStatus] = [.column("S")] }
        let table = try await CSVTable(
            "Number,Line,Amount,Reference,S\nPO-1,1,1.00,a,created\nPO-1,2,1.00,b,Deleted\n", options)
        #expect(table.lines.map(\.id) == ["1"])
    }

    @Test func linesWithoutANumberHaveThatOfTheirRow() async throws {
        let table = try await CSVTable(
            "Number,Amount\nPO-1,1.00\nPO-2,2.00\nPO-1,3.00\n",
            options([.path(.orderNumber): [.column("Number")], .path(.amount): [.column("Amount")]]))
        #expect(table.orders.map { $0.lines.map(\.id) } == [["1", "2"], ["1"]])
    }

    @Test func numbersOfOneOrderIDMustAgree() async throws {
        let options = CSVOptions.usual { $0.columns[.path(.orderID)] = [.column("Id")] }
        let table = try await CSVTable(
            "Id,Number,Line,Amount,Reference\n7,PO-1,1,1.00,a\n7,PO-2,2,1.00,a\n8,PO-3,1,1.00,a\n8,,2,1.00,a\n", options
        )
        #expect(table.orders.map(\.state) == [.unreadable, .issued])
        #expect(table.orders.first?.fault?.contains("the order has two numbers") == true)
        #expect(table.orders.last?.number.text == "PO-3")
        #expect(table.orders.last?.lines.count == 2)
    }

    @Test func withoutAnAmountPriceTimesQuantityIsOne() async throws {
        let options = options([
            .path(.orderNumber): [.column("Number")], .path(.amount): [.column("Total")],
            .linePrice: [.column("Price")], .lineQuantity: [.column("Quantity")], .linePriceQuantity: [.column("Per")],
        ])
        let table = try await CSVTable(
            "Number,Total,Price,Quantity,Per\nA,,2.10,10,\nB,5.00,9.99,7,\nC,,6.00,24,12\nD,,,3,\nE,,1.00,1,3\nF,,1.00,1,0\n",
            options)
        #expect(
            table.lines.map(\.amount) == [Amount("21.00"), Amount("5.00"), Amount("12.00"), nil, Amount("0.33")])
        #expect(table.orders.last?.fault?.contains("price times quantity is no amount") == true)
    }

    @Test func theProductIsRoundedAsItsCurrencyIs() async throws {
        let table = try await CSVTable(
            "Number,Price,Quantity,Currency\nA,1.234,3,JPY\nB,1.234,3,KWD\nC,1.234,3,\n",
            options([
                .path(.orderNumber): [.column("Number")], .linePrice: [.column("Price")],
                .lineQuantity: [.column("Quantity")], .orderCurrency: [.column("Currency")],
            ]))
        #expect(table.lines.map { $0.amount?.description } == ["4", "3.702", "3.70"])
    }
}
