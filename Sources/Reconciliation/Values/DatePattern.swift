/// A form in which a source writes dates and times, with the letters of Unicode's date patterns (UTS 35).
///
/// `yyyy` `yy` year, `MM` `M` month, `MMM` its English abbreviation, `dd` `d` day, `HH` `H` hour, `hh` `h` hour with `a`
/// (AM or PM), `mm` `m` minute, `ss` `s` second, `SSS` fraction, `XXX` zone (`Z` or `+01:00`), `XX` zone (`+0100`).
/// Anything else stands for itself; letters are put in single quotes, as in `yyyy-MM-dd'T'HH:mm:ss`.
public struct DatePattern: Sendable, Hashable, CustomStringConvertible {
    /// The pattern as the configuration writes it.
    public let source: String
    private let parts: [Part]

    private enum Part: Sendable, Hashable {
        case literal(String)
        case field(Field, width: Int)
    }

    private enum Field: Character, Sendable, Hashable {
        case year = "y"
        case month = "M"
        case day = "d"
        case hour = "H"
        case halfDayHour = "h"
        case halfDay = "a"
        case minute = "m"
        case second = "s"
        case fraction = "S"
        case zone = "X"
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    public var description: String { source }

    /// Reads a pattern; `nil` where a letter is none of the known ones or no field of a date is in it.
    public init?(_ source: String) {
        self.source = source
        var parts: [Part] = []
        var rest = source[...]
        while let character = rest.first {
            if character == "'" {
                rest = rest.dropFirst()
                let literal = rest.prefix { $0 != "'" }
                rest = rest.dropFirst(literal.count)
                guard rest.first == "'" else { return nil }
                rest = rest.dropFirst()
                parts.append(.literal(literal.isEmpty ? "'" : String(literal)))
            } else if let field = Field(rawValue: character) {
                let run = rest.prefix { $0 == character }
                guard run.count <= (field == .fraction ? 9 : 4) else { return nil }
                parts.append(.field(field, width: run.count))
                rest = rest.dropFirst(run.count)
            } else {
                guard !character.isLetter else { return nil }
                parts.append(.literal(String(character)))
                rest = rest.dropFirst()
            }
        }
        self.parts = parts
        guard parts.contains(where: { if case .field = $0 { true } else { false } }) else { return nil }
    }

    // MARK: - Writing

    /// A moment in this form, as the clock shows it `offset` seconds east of UTC.
    public func text(_ instant: Instant, offset: Int64 = 0) -> String {
        let local = Instant(milliseconds: instant.milliseconds + offset * 1000)
        let days = Calendar.floorDivide(local.seconds, 86_400)
        let second = local.seconds - days * 86_400
        let (year, month, day) = Calendar.civil(fromDays: days)
        return parts.map { part in
            switch part {
            case .literal(let text): return text
            case .field(let field, let width):
                switch field {
                case .year: return Calendar.padded(width == 2 ? year % 100 : year, width)
                case .month: return width > 2 ? Self.months[Int(month) - 1] : Calendar.padded(month, width)
                case .day: return Calendar.padded(day, width)
                case .hour: return Calendar.padded(second / 3600, width)
                case .halfDayHour: return Calendar.padded((second / 3600 + 11) % 12 + 1, width)
                case .halfDay: return second < 43_200 ? "AM" : "PM"
                case .minute: return Calendar.padded(second / 60 % 60, width)
                case .second: return Calendar.padded(second % 60, width)
                case .fraction:
                    let digits = Calendar.padded(local.milliseconds - local.seconds * 1000, 3) + "000000"
                    return String(digits.prefix(width))
                case .zone: return Self.zone(offset, width)
                }
            }
        }.joined()
    }

    private static func zone(_ offset: Int64, _ width: Int) -> String {
        if offset == 0 { return "Z" }
        let minutes = offset.magnitude / 60
        let colon = width > 2 ? ":" : ""
        let hour = Calendar.padded(Int64(minutes / 60), 2)
        return "\(offset < 0 ? "-" : "+")\(hour)\(colon)\(Calendar.padded(Int64(minutes % 60), 2))"
    }

    // MARK: - Reading

    /// Reads a text in this form; a time that names no zone is taken `offset` seconds east of UTC, fields that the
    /// pattern does not have are the least ones.
    ///
    /// - Returns: `nil` for a text of another form, and for a day or time that there is not.
    public func instant(_ text: String, offset: Int64 = 0) -> Instant? {
        var rest = Substring(text)
        var found: [Field: Int64] = [.month: 1, .day: 1]
        for part in parts {
            switch part {
            case .literal(let literal):
                guard rest.hasPrefix(literal) else { return nil }
                rest = rest.dropFirst(literal.count)
            case .field(let field, let width):
                guard let value = Self.read(field, width, &rest) else { return nil }
                found[field] = value
            }
        }
        guard rest.isEmpty, let year = found[.year], year > 0,
            let days = Calendar.days(year, found[.month] ?? 1, found[.day] ?? 1)
        else { return nil }
        var hour = found[.hour] ?? 0
        if let half = found[.halfDayHour] {
            guard (1...12).contains(half) else { return nil }
            hour = half % 12 + (found[.halfDay] == 1 ? 12 : 0)
        }
        let (minute, second) = (found[.minute] ?? 0, min(found[.second] ?? 0, 59))
        guard hour < 24, minute < 60, found[.second] ?? 0 <= 60 else { return nil }
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - (found[.zone] ?? offset)
        return Instant(milliseconds: seconds * 1000 + (found[.fraction] ?? 0))
    }

    private static func read(_ field: Field, _ width: Int, _ rest: inout Substring) -> Int64? {
        switch field {
        case .month where width > 2:
            let name = rest.prefix(3).lowercased()
            guard let place = months.firstIndex(where: { $0.lowercased() == name }) else { return nil }
            rest = rest.dropFirst(3)
            return Int64(place + 1)
        case .halfDay:
            let word = rest.prefix(2).lowercased()
            rest = rest.dropFirst(2)
            return word == "am" ? 0 : word == "pm" ? 1 : nil
        case .zone: return zone(&rest)
        case .fraction:
            guard let digits = digits(width...9, &rest), let value = Int64(padded(digits)) else { return nil }
            return value
        case .year where width == 2: return digits(2...2, &rest).flatMap { Int64($0) }.map { $0 + 2000 }
        default: return digits(width == 1 ? 1...2 : width...width, &rest).flatMap { Int64($0) }
        }
    }

    /// The first three digits of a fraction: its milliseconds.
    private static func padded(_ digits: Substring) -> Substring { (digits + "00").prefix(3) }

    private static func digits(_ width: ClosedRange<Int>, _ rest: inout Substring) -> Substring? {
        let digits = rest.prefix(width.upperBound).prefix { $0.isASCII && $0.isNumber }
        guard width.contains(digits.count) else { return nil }
        rest = rest.dropFirst(digits.count)
        return digits
    }

    private static func zone(_ rest: inout Substring) -> Int64? {
        guard let sign = rest.first else { return nil }
        rest = rest.dropFirst()
        if sign == "Z" { return 0 }
        guard sign == "+" || sign == "-", let hours = digits(2...2, &rest).flatMap({ Int64($0) }) else { return nil }
        if rest.first == ":" { rest = rest.dropFirst() }
        guard let minutes = digits(2...2, &rest).flatMap({ Int64($0) }), hours < 24, minutes < 60 else { return nil }
        return (sign == "-" ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}
