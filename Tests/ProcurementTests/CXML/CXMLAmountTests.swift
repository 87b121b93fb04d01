import Reconciliation
import Testing

@testable import Procurement

@Suite struct CXMLAmountTests {
    private func order(_ items: String, form: CXMLDocuments.Form = .valid) async throws -> PurchaseOrder {
        var sample = CXMLSample()
        sample.items = items
        return try #require(try await CXMLDocuments(sample, form: form).orders.first)
    }

    @Test(arguments: [
        ("10", "2.10", "21.00"), ("20", "3.20", "64.00"), ("1", "1505.0", "1505.00"), ("1.000000", "1.500", "1.50"),
        ("1E3", "0.1", "100.00"), ("3", "0.333333", "1.00"), ("1", "0.335", "0.34"), ("2", "0.0025", "0.01"),
        ("1", "-5.00", "-5.00"), ("0", "7.00", "0.00"),
        ("1", "12345678901234567890123456.123456", "12345678901234567890123456.12"),
    ])
    func anAmountIsPriceTimesQuantityInCents(quantity: String, price: String, amount: String) async throws {
        let order = try await order(CXMLSample.item(#"quantity="\#(quantity)" lineNumber="1""#, price: price))
        #expect(order.fault == nil)
        #expect(order.lines.first?.amount == Amount(amount))
        #expect(order.lines.first?.currency == "USD")
    }

    @Test(arguments: [("JPY", "4"), ("KWD", "3.702"), ("USD", "3.70")])
    func theProductIsRoundedAsItsCurrencyIs(currency: String, amount: String) async throws {
        let item = CXMLSample.item(#"quantity="3" lineNumber="1""#, price: "1.234")
        let order = try await order(item.replacing("USD", with: currency))
        #expect(order.lines.first?.amount?.description == amount)
    }

    @Test(arguments: [#"quantity="12" conversionFactor="1""#, #"quantity="1" conversionFactor="0.0833333""#])
    func aPriceMayBeForSomeAtATime(basis: String) async throws {
        let basis = "<PriceBasisQuantity \(basis)><UnitOfMeasure>DZN</UnitOfMeasure></PriceBasisQuantity>"
        let item = #"quantity="24" lineNumber="1""#
        let order = try await order(CXMLSample.item(item, price: "6.00", basis: basis))
        #expect(order.lines.first?.amount == Amount("12.00"))
        // Some senders put it in the price that it is of.
        let inPrice = try await self.order(CXMLSample.item(item, price: "6.00", unitPriceEnd: basis), form: .deviating)
        #expect(inPrice.lines == order.lines)
    }

    @Test(arguments: ["1,500.00", "1.500,00", "free", "NaN", "1e3", "0x10", "$5", "1 000", ".5", "5."])
    func whatIsNoAmountIsSaidAndNeverGuessed(price: String) async throws {
        let order = try await order(CXMLSample.item(price: price))
        #expect(order.state == .unreadable)
        let fault = try #require(order.fault)
        #expect(fault.hasPrefix("1.xml, line ") && fault.contains("UnitPrice of item 1 is \"\(price)\""))
        #expect(order.lines.isEmpty)
    }

    @Test func aPriceWithoutAQuantityIsNoAmount() async throws {
        let order = try await order(CXMLSample.item(#"lineNumber="1""#))
        #expect(order.fault?.contains("item 1 has a price and no quantity") == true)
        let many = try await self.order(CXMLSample.item(#"quantity="many" lineNumber="1""#))
        #expect(many.fault?.contains("the quantity of item 1 is \"many\"") == true)
    }

    @Test func withoutAPriceThereIsNoAmount() async throws {
        let order = try await order(CXMLSample.item(price: ""))
        #expect(order.state == .issued)
        #expect(order.lines.first?.amount == nil)
    }

    @Test func aPriceForNoneOfThemIsNoAmount() async throws {
        let order = try await order(
            CXMLSample.item(
                #"quantity="1" lineNumber="1""#, price: "10.00", unitPriceEnd: #"<PriceBasisQuantity quantity="0"/>"#))
        #expect(order.fault?.contains("price times quantity of item 1 is no amount") == true)
    }

    @Test func theHeadersTotalIsNotAskedFor() async throws {
        // It may hold tax and shipping, or be missing.
        var sample = CXMLSample()
        let whole = try await CXMLDocuments(sample).orders
        sample.headerEnd = ""
        let other = sample.text.replacing(
            "<Total><Money currency=\"USD\">100.00</Money></Total>",
            with: "<Total><Money currency=\"USD\">119.00</Money></Total>")
        #expect(try await CXMLDocuments(CXMLOptions(), [other]).orders == whole)
    }

    @Test func everyLineHasItsOwnCurrency() async throws {
        let order = try await order(
            CXMLSample.item(#"quantity="1" lineNumber="1""#, currency: "EUR")
                + CXMLSample.item(#"quantity="1" lineNumber="2""#, currency: "USD"))
        #expect(order.lines.map(\.currency) == ["EUR", "USD"])
    }

    // MARK: - Bundles

    private func bundle(_ attributes: String) -> String {
        CXMLSample.item(
            #"quantity="1" lineNumber="1" itemType="composite" \#(attributes)"#, part: "agmt-1", price: "100.00")
            + CXMLSample.item(
                #"quantity="1" lineNumber="2" itemType="item" parentLineNumber="1""#, part: "agmt-2", price: "60.00")
            + CXMLSample.item(
                #"quantity="1" lineNumber="3" itemType="item" parentLineNumber="1""#, part: "agmt-3", price: "40.00")
    }

    @Test func aBundleIsNotCountedBesideItsParts() async throws {
        let order = try await order(bundle(#"compositeItemType="itemLevel""#))
        #expect(order.lines.map(\.amount) == [nil, Amount("60.00"), Amount("40.00")])
        #expect(try await self.order(bundle("")).lines.map(\.amount) == [nil, Amount("60.00"), Amount("40.00")])
    }

    @Test func aBundleWithAPriceOfItsOwnHasPartsWithoutOne() async throws {
        let order = try await order(bundle(#"compositeItemType="groupLevel""#))
        #expect(order.lines.map(\.amount) == [Amount("100.00"), nil, nil])
        #expect(order.lines.map(\.auxiliaryPart) == ["agmt-1", "agmt-2", "agmt-3"])
    }
}
