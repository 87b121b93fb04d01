/// An exact decimal amount, without its currency.
///
/// Procurement systems send up to 32 digits with four to six places as text, AWS sends text of any length; floating
/// point would lose cents. The number of places is kept, so that `1200.00` is written as it was read; comparison is by
/// value.
public struct Amount: Sendable {
    /// The value times ten to the power of `places`.
    let units: Int128
    /// Digits after the point, 0 to 18.
    let places: Int

    /// Nothing, written `0.00`.
    public static let zero = Amount(units: 0, places: 2)

    init(units: Int128, places: Int) {
        self.units = units
        self.places = places
    }

    /// Reads a plain decimal: an optional sign, digits, an optional point with digits.
    ///
    /// - Returns: `nil` for anything else (exponents, separators, blanks, more than 36 digits or 18 places); a format
    ///   that allows such things takes them away first.
    public init?(_ text: String) {
        self.init(text.utf8)
    }

    /// As `init` of a whole text.
    public init?(_ text: Substring) {
        self.init(text.utf8)
    }

    private init?(_ text: some Collection<UInt8>) {
        var units: Int128 = 0
        // The first eighteen digits, which nearly every amount does with: arithmetic on 128 bits is slow.
        var small: UInt64 = 0
        var digits = 0
        var places: Int?
        var isNegative = false
        var isFirst = true
        for byte in text {
            defer { isFirst = false }
            switch byte {
            case UInt8(ascii: "-") where isFirst: isNegative = true
            case UInt8(ascii: "+") where isFirst: break
            case UInt8(ascii: ".") where places == nil && digits > 0: places = 0
            case 48...57:
                digits += small == 0 && units == 0 && byte == 48 && places == nil ? (digits == 0 ? 1 : 0) : 1
                places = places.map { $0 + 1 }
                guard digits <= 36, (places ?? 0) <= 18 else { return nil }
                if digits <= 18 {
                    small = small * 10 + UInt64(byte - 48)
                } else {
                    if digits == 19 { units = Int128(small) }
                    units = units * 10 + Int128(byte - 48)
                }
            default: return nil
            }
        }
        guard digits > 0, places != 0 else { return nil }
        if digits <= 18 { units = Int128(small) }
        self.init(units: isNegative ? -units : units, places: places ?? 0)
    }

    /// Whether this is nothing.
    public var isZero: Bool { units == 0 }

    /// Whether this is less than nothing.
    public var isNegative: Bool { units < 0 }

    /// The sum, or `nil` where it would have more than 38 digits.
    public func adding(_ other: Amount) -> Amount? {
        let places = max(self.places, other.places)
        guard let left = scaled(to: places), let right = other.scaled(to: places) else { return nil }
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? nil : Amount(units: sum, places: places)
    }

    /// This amount less the other, or `nil` where it would have more than 38 digits.
    public func subtracting(_ other: Amount) -> Amount? {
        adding(Amount(units: -other.units, places: other.places))
    }

    /// Whether this is at least `percent` per cent of `whole`.
    public func reaches(percent: Int, of whole: Amount) -> Bool {
        guard let hundredfold = times(100), let share = whole.times(percent) else { return false }
        return hundredfold >= share
    }

    private func times(_ factor: Int) -> Amount? {
        let (product, overflow) = units.multipliedReportingOverflow(by: Int128(factor))
        return overflow ? nil : Amount(units: product, places: places)
    }

    private func scaled(to places: Int) -> Int128? {
        var units = units
        for _ in self.places..<max(self.places, places) {
            let (product, overflow) = units.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            units = product
        }
        return units
    }
}

extension Amount: Comparable, Hashable {
    /// The value without trailing zeros after the point: equal amounts have equal normal forms.
    private var normal: (units: Int128, places: Int) {
        var (units, places) = (units, places)
        while places > 0, units % 10 == 0 {
            units /= 10
            places -= 1
        }
        return (units, places)
    }

    public static func == (left: Amount, right: Amount) -> Bool {
        left.places == right.places ? left.units == right.units : left.normal == right.normal
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(normal.units)
        hasher.combine(normal.places)
    }

    public static func < (left: Amount, right: Amount) -> Bool {
        let places = max(left.places, right.places)
        guard let scaledLeft = left.scaled(to: places), let scaledRight = right.scaled(to: places) else {
            // One side has too many digits to be brought to the places of the other: compare the whole parts.
            return left.whole < right.whole
        }
        return scaledLeft < scaledRight
    }

    private var whole: Int128 {
        var units = units
        for _ in 0..<places { units /= 10 }
        return units
    }
}

extension Amount: CustomStringConvertible {
    /// The plain decimal with the places it was read with: `1200.00`.
    public var description: String {
        guard places > 0 else { return String(units) }
        var digits = Int64(exactly: units).map { String($0.magnitude) } ?? String(units.magnitude)
        if digits.count <= places {
            digits = String(repeating: "0", count: places + 1 - digits.count) + digits
        }
        let point = digits.index(digits.endIndex, offsetBy: -places)
        return "\(units < 0 ? "-" : "")\(digits[..<point]).\(digits[point...])"
    }
}
