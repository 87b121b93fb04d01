import Reconciliation
import Testing

@testable import Procurement

@Suite struct CXMLLineTests {
    private func order(
        _ items: String, header: String = "", form: CXMLDocuments.Form = .valid
    ) async throws -> PurchaseOrder {
        var sample = CXMLSample()
        sample.items = items
        sample.header = header
        return try #require(try await CXMLDocuments(sample, form: form).orders.first)
    }

    private func line(_ item: String, header: String = "") async throws -> OrderLine {
        let order = try await order(item, header: header)
        #expect(order.fault == nil)
        return try #require(order.lines.first)
    }

    // MARK: - Numbers

    @Test func linesAreToldApartByTheirNumbersInWhateverOrderTheyStand() async throws {
        let order = try await order(
            CXMLSample.item(#"quantity="2" lineNumber="2""#, part: "agmt-2")
                + CXMLSample.item(#"quantity="1" lineNumber="1""#, part: "agmt-1"))
        #expect(order.lines.map(\.id) == ["2", "1"])
        #expect(order.lines.map(\.auxiliaryPart) == ["agmt-2", "agmt-1"])
        #expect(order.lines.map(\.amount) == [Amount("200.00"), Amount("100.00")])
    }

    @Test func linesWithoutANumberHaveThatOfTheirPlaceOrTheNextThatIsFree() async throws {
        let order = try await order(
            CXMLSample.item(#"quantity="1" lineNumber="2""#) + CXMLSample.item(#"quantity="1""#)
                + CXMLSample.item(#"quantity="1""#))
        #expect(order.lines.map(\.number) == ["2", "3", "4"])
        let none = try await self.order(
            CXMLSample.item(#"quantity="1""#) + CXMLSample.item(#"quantity="1" lineNumber="""#))
        #expect(none.lines.map(\.number) == ["1", "2"])
    }

    @Test func twoLinesOfOneNumberAreOneOrderThatNobodyUnderstands() async throws {
        let order = try await order(
            CXMLSample.item(#"quantity="1" lineNumber="1""#) + "\n" + CXMLSample.item(#"quantity="1" lineNumber="1""#))
        #expect(order.state == .unreadable)
        let fault = try #require(order.fault)
        #expect(fault.contains("1.xml, line") && fault.contains("two items have the lineNumber 1"))
    }

    @Test(arguments: [#"operation="delete""#, #"operation="Delete""#, #"operation="block""#, #"isReturn="yes""#])
    func linesThatAreTakenBackAreNone(attribute: String) async throws {
        let order = try await order(
            CXMLSample.item(#"quantity="1" lineNumber="1" \#(attribute)"#)
                + CXMLSample.item(#"quantity="1" lineNumber="2""#), form: attribute.contains("D") ? .deviating : .valid)
        #expect(order.state == .issued)
        #expect(order.lines.map(\.number) == ["2"])
    }

    @Test func anOrderIsTakenBackWhateverItsLinesSay() async throws {
        let order = try await order(CXMLSample.item(price: "free"), header: #"type="delete""#)
        #expect(order.state == .cancelled)
        #expect(order.fault == nil)
    }

    // MARK: - Fields

    @Test func everythingThatRulesCanReadIsThere() async throws {
        let line = try await line(
            """
            <ItemOut quantity="1" lineNumber="7" requisitionID="R-1" agreementItemNumber="3">
              <ItemID><SupplierPartID> prod-1 </SupplierPartID>
                <SupplierPartAuxiliaryID>offer=<Extrinsic name="x">agmt-9</Extrinsic>;x</SupplierPartAuxiliaryID>
                <BuyerPartID>B-1</BuyerPartID><IdReference identifier="978" domain="isbn"/></ItemID>
              <ItemDetail><UnitPrice><Money currency="USD">1.00</Money></UnitPrice>
                <Description xml:lang="en">Some software</Description><UnitOfMeasure>EA</UnitOfMeasure>
                <Classification domain="custom">soft</Classification>
                <Classification domain="UNSPSC_V13.5">43232701</Classification>
                <Extrinsic name="aws-agreement">agmt-x</Extrinsic></ItemDetail>
              <Distribution><Accounting name="a">
                <AccountingSegment id="100"><Name xml:lang="en">company</Name>
                  <Description xml:lang="en">x</Description></AccountingSegment>
                <AccountingSegment id="4711"><Name xml:lang="en">account</Name>
                  <Description xml:lang="en">y</Description></AccountingSegment></Accounting>
                <Charge><Money currency="USD">1.00</Money></Charge></Distribution>
              <Comments xml:lang="en">as said</Comments>
            </ItemOut>
            """)
        #expect(line.id == "7")
        #expect(line.description == "Some software")
        #expect(line.part == "prod-1")
        #expect(line.auxiliaryPart == "offer=agmt-9;x")
        #expect(line.commodity == "43232701")
        #expect(line.account == "100-4711")
        #expect(
            line.custom == [
                "requisitionID": "R-1", "agreementItemNumber": "3", "BuyerPartID": "B-1", "isbn": "978",
                "custom": "soft", "UNSPSC_V13.5": "43232701", "aws-agreement": "agmt-x",
            ])
    }

    @Test(arguments: [("UNSPSC", "1"), ("unspsc", "1"), ("SPSC", "1"), ("eclass", nil)])
    func onlyUNSPSCIsACommodity(domain: String, commodity: String?) async throws {
        let line = try await line(
            CXMLSample.item(classification: #"<Classification domain="\#(domain)">1</Classification>"#))
        #expect(line.commodity == commodity)
        #expect(line.custom[domain] == "1")
    }

    @Test func aLineIsNeededWhenItSaysAndElseWhenItsOrderDoes() async throws {
        let header = #"requestedDeliveryDate="2026-12-31T00:00:00-08:00""#
        let both = try await order(
            CXMLSample.item(#"quantity="1" lineNumber="1" requestedDeliveryDate="2026-12-01""#)
                + CXMLSample.item(#"quantity="1" lineNumber="2" requestedDeliveryDate="""#), header: header)
        #expect(
            both.lines.map(\.needBy) == [Instant(iso: "2026-12-01T00:00:00Z"), Instant(iso: "2026-12-31T08:00:00Z")])
        #expect(try await line(CXMLSample.item()).needBy == nil)
        // What systems write for no date.
        let none = CXMLSample.item(#"quantity="1" lineNumber="1" requestedDeliveryDate="0001-01-01T00:00:00""#)
        #expect(try await line(none).needBy == nil)
    }

    @Test(arguments: ["0000-00-00", "soon", "2026-02-30T00:00:00Z"])
    func aDateThatIsNoneIsSaid(date: String) async throws {
        let order = try await order(
            CXMLSample.item(#"quantity="1" lineNumber="1" requestedDeliveryDate="\#(date)""#))
        #expect(order.state == .unreadable)
        #expect(order.fault?.contains("the requestedDeliveryDate of item 1 is \"\(date)\"") == true)
    }
}
