extension Amount {
    /// The exact product, without the zeros that only come of multiplying: 2.10 times 10.000 is 21.00.
    ///
    /// - Returns: `nil` where it has more digits than an amount can have.
    public func multiplied(by other: Amount) -> Amount? {
        let (product, overflow) = units.multipliedReportingOverflow(by: other.units)
        guard !overflow else { return nil }
        return Amount(units: product, places: places + other.places).shortened(to: Swift.max(places, 2))
    }

    /// The same value with as few zeros at the end as leave it `places` after the point; `nil` where it has more places
    /// than an amount can have.
    private func shortened(to places: Int) -> Amount? {
        var (units, left) = (units, self.places)
        while left > places, units % 10 == 0 {
            units /= 10
            left -= 1
        }
        return left <= 18 ? Amount(units: units, places: left) : nil
    }
}
