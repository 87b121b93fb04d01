internal import Documents
internal import Reconciliation

/// Values of an answer as text.
enum SourceValue {
    /// The text of a value without blanks around it; `nil` for `null`, nothing, an object or a list.
    ///
    /// `false` is nothing: systems write it for an empty field (Odoo). Tryton's typed objects are what they stand for.
    static func text(_ value: JSONValue?) -> String? {
        switch value {
        case .bool(let flag): flag ? "true" : nil
        case .object(let object): typed(object)
        case .string, .number:
            value?.text.map(\.trimmed).flatMap { $0.isEmpty ? nil : $0 }
        case .null, .array, nil: nil
        }
    }

    /// Tryton's `{"__class__": "Decimal", "decimal": "12.30"}`, and its dates and times as ISO 8601.
    private static func typed(_ object: JSONObject) -> String? {
        let number = { (name: String) in object[name]?.integer ?? 0 }
        let padded = { (name: String, width: Int) in
            let digits = String(number(name))
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let day = { "\(padded("year", 4))-\(padded("month", 2))-\(padded("day", 2))" }
        switch object["__class__"]?.string {
        case "Decimal": return text(object["decimal"])
        case "date": return day()
        case "datetime":
            return "\(day())T\(padded("hour", 2)):\(padded("minute", 2)):\(padded("second", 2))"
                + ".\(padded("microsecond", 6))"
        default: return nil
        }
    }

    /// A moment, unless it is one that systems write for none: 0001-01-01 (Business Central), 1753 or 1900.
    static func meant(_ instant: Instant) -> Instant? { instant < firstDate ? nil : instant }

    private static let firstDate = Instant(seconds: -2_208_988_800 + 86_400)

    /// An exact amount from a decimal or a JSON number, whose exponent is moved into its digits: `1.2E+3` is 1200.
    static func amount(_ text: String) -> Amount? {
        guard let mark = text.firstIndex(where: { $0 == "e" || $0 == "E" }) else { return Amount(text) }
        let mantissa = text[..<mark]
        guard let exponent = Int(text[text.index(after: mark)...]), exponent.magnitude <= 40 else { return nil }
        let sign = mantissa.hasPrefix("-") ? "-" : ""
        let digits = mantissa.drop { $0 == "-" || $0 == "+" }
        let whole = digits.prefix { $0 != "." }
        let fraction = digits.dropFirst(whole.count).dropFirst()
        guard !whole.isEmpty, (whole + fraction).allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        let point = whole.count + exponent
        let all = String(repeating: "0", count: max(0, 1 - point)) + whole + fraction
        let shifted = max(1, point)
        let padded = all + String(repeating: "0", count: max(0, shifted - all.count))
        let end = padded.index(padded.startIndex, offsetBy: shifted)
        var places = padded[end...]
        while places.last == "0" { places.removeLast() }
        let lead = padded[..<end].drop { $0 == "0" }
        return Amount("\(sign)\(lead.isEmpty ? "0" : lead)\(places.isEmpty ? "" : ".\(places)")")
    }
}
