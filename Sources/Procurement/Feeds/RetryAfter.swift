package import Reconciliation
package import Transport

/// Reads the `Retry-After` header: seconds, or a date in one of the three forms of RFC 9110, section 5.6.7.
package enum RetryAfter {
    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// How long the server asks to wait; `nil` without the header and where it is malformed.
    ///
    /// A date is measured against the server's own `Date`, so that a wrong clock on either side does not matter; without
    /// one against `now`.
    package static func span(_ response: Response, now: Instant) -> Duration? {
        guard let text = response.header("retry-after")?.trimmed, !text.isEmpty, text.utf8.count <= 64 else {
            return nil
        }
        if text.utf8.allSatisfy({ (48...57).contains($0) }) {
            return Int(text).map { .seconds(min($0, 366 * 86_400)) }
        }
        guard let until = date(text) else { return nil }
        return max(.zero, until - (response.header("date").flatMap(date) ?? now))
    }

    /// A date such as `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` or `Sun Nov  6 08:49:37 1994`.
    static func date(_ text: String) -> Instant? {
        let words = text.lowercased().split { $0 == " " || $0 == "-" || $0 == "," }.map(String.init)
        if words.count == 6, words[5] == "gmt" || words[5] == "utc" {
            return instant(day: words[1], month: words[2], year: words[3], time: words[4])
        }
        if words.count == 5 { return instant(day: words[2], month: words[1], year: words[4], time: words[3]) }
        return nil
    }

    private static func instant(day: String, month: String, year: String, time: String) -> Instant? {
        guard let number = months.firstIndex(of: month), let day = Int(day), var year = Int(year), day > 0, day < 32,
            year >= 0
        else { return nil }
        if year < 100 { year += year < 70 ? 2000 : 1900 }
        guard year < 10_000 else { return nil }
        return Instant(iso: "\(padded(year, 4))-\(padded(number + 1, 2))-\(padded(day, 2))T\(time)Z")
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
