import Reconciliation
import Testing

@Suite struct AmountTotalTests {
    private func total(_ price: String, _ quantity: String, per: String? = nil) -> String? {
        guard let price = Amount(price), let quantity = Amount(quantity) else { return nil }
        return Amount.total(price: price, quantity: quantity, per: per.flatMap { Amount($0) })?.description
    }

    @Test(arguments: [
        ("25.00", "10", nil, "250.00"), ("0.10", "3", nil, "0.30"), ("100.00", "12.000", "1", "1200.00"),
        ("10.00", "1", "3", "3.33"), ("20.00", "1", "3", "6.67"), ("0.005", "1", nil, "0.01"),
        ("-0.005", "1", nil, "-0.01"),
        ("1.23456789", "1000", "1000", "1.23"), ("99999999999999.99", "1000000", nil, "99999999999999990000.00"),
        ("7", "2", "0.5", "28.00"),
    ])
    func isPriceTimesQuantityInCents(price: String, quantity: String, per: String?, expected: String) {
        #expect(total(price, quantity, per: per) == expected)
    }

    /// ISO 4217's minor units.
    @Test(arguments: [
        ("USD", "3.70"), ("JPY", "4"), ("krw", "4"), ("KWD", "3.702"), ("bhd", "3.702"), ("CLF", "3.7020"),
        ("XXX", "3.70"),
        (nil, "3.70"),
    ])
    func isRoundedAsItsCurrencyIs(currency: String?, expected: String) throws {
        let (price, quantity) = (try #require(Amount("1.234")), try #require(Amount("3")))
        #expect(Amount.total(price: price, quantity: quantity, currency: currency)?.description == expected)
    }

    @Test func isNothingForWhatCannotBeDivided() {
        #expect(total("1", "1", per: "0") == nil)
        #expect(total("999999999999999999999999999999999999", "999999") == nil)
    }

    @Test(arguments: [
        ("100.00", "33.333333", "3", false), ("1", "0.5", "2", false), ("0.00", "0.00", "5", false),
        ("100.00", "10.00", "9.95", false), ("100.00", "10.00", "9.90", true), ("100.00", "10.00", "1", true),
        ("-1.00", "0.50", "2", true), ("0.00", "0.50", "2", true),
        ("100", "999999999999999999999999999999999999", "9", false),
    ])
    func aStatedTotalIsOffByAHundredthOrMore(stated: String, price: String, quantity: String, isOff: Bool) throws {
        let amounts = try [stated, price, quantity].map { try #require(Amount($0)) }
        #expect(Amount.isOff(amounts[0], price: amounts[1], quantity: amounts[2]) == isOff)
    }
}
