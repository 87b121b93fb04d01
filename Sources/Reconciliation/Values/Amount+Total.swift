extension Amount {
    /// The total of a line of which only quantity and price are known, rounded to the smallest unit of its currency,
    /// half up, as procurement systems round it.
    ///
    /// - Parameters:
    ///   - price: what `per` pieces cost.
    ///   - quantity: how many are ordered.
    ///   - per: how many pieces the price is for; one where it is not said.
    ///   - currency: what it is in; cents where it is not known.
    /// - Returns: `nil` where `per` is nothing or there are too many digits.
    public static func total(
        price: Amount, quantity: Amount, per: Amount? = nil, currency: String? = nil
    ) -> Amount? {
        let unit = CurrencyPlaces.of(currency)
        let (product, overflow) = price.units.multipliedReportingOverflow(by: quantity.units)
        let (divisor, divisorPlaces) = (per?.units ?? 1, per?.places ?? 0)
        guard !overflow, divisor != 0 else { return nil }
        // product / 10^(p+q) / (divisor / 10^d), in smallest units.
        var (numerator, denominator) = (product, divisor)
        let shift = unit + divisorPlaces - price.places - quantity.places
        for _ in 0..<max(0, shift) {
            let (next, overflow) = numerator.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            numerator = next
        }
        for _ in 0..<max(0, -shift) {
            let (next, overflow) = denominator.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            denominator = next
        }
        if denominator < 0 { (numerator, denominator) = (-numerator, -denominator) }
        let (quotient, rest) = numerator.magnitude.quotientAndRemainder(dividingBy: denominator.magnitude)
        let rounded = Int128(quotient) + (rest >= denominator.magnitude - rest ? 1 : 0)
        return Amount(units: numerator < 0 ? -rounded : rounded, places: unit)
    }

    /// Whether a stated total and the one of price and quantity differ by a hundredth or more: by more than rounding does.
    public static func isOff(_ stated: Amount, price: Amount, quantity: Amount) -> Bool {
        guard let total = total(price: price, quantity: quantity), let difference = stated.subtracting(total),
            !difference.isZero
        else { return false }
        return difference.magnitude.reaches(percent: 1, of: stated.magnitude)
    }

    private var magnitude: Amount { isNegative ? Amount(units: -units, places: places) : self }
}
