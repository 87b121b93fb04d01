/// A moment in UTC, to the millisecond.
///
/// Feeds and AWS write times in many ways (epoch numbers, ISO 8601 with and without zone or fraction, plain dates);
/// all of them become an `Instant` at the edge, so that the core compares moments and never text.
public struct Instant: Sendable, Hashable, Comparable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public var milliseconds: Int64

    /// The moment this many milliseconds after 1970-01-01T00:00:00Z.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// The moment this many whole seconds after 1970-01-01T00:00:00Z.
    public init(seconds: Int64) {
        self.milliseconds = seconds * 1000
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    public var seconds: Int64 {
        milliseconds >= 0 ? milliseconds / 1000 : -((-milliseconds + 999) / 1000)
    }

    public static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The moment `span` later.
    public static func + (left: Instant, span: Duration) -> Instant {
        Instant(milliseconds: left.milliseconds &+ span.milliseconds)
    }

    /// The moment `span` earlier.
    public static func - (left: Instant, span: Duration) -> Instant {
        Instant(milliseconds: left.milliseconds &- span.milliseconds)
    }

    /// The time from `right` to `left`; negative where `left` comes first.
    public static func - (left: Instant, right: Instant) -> Duration {
        .milliseconds(left.milliseconds - right.milliseconds)
    }
}

extension Duration {
    /// The whole milliseconds in this duration, rounded towards zero.
    public var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}

// MARK: - ISO 8601

extension Instant: CustomStringConvertible {
    /// ISO 8601 in UTC: `2026-11-23T12:00:00Z`, with `.123` only where there are milliseconds.
    public var description: String {
        String(unsafeUninitializedCapacity: 32) { buffer in
            var end = 0
            write { byte in
                buffer[end] = byte
                end += 1
            }
            return end
        }
    }

    /// Appends the description to a text in UTF-8.
    public func append(to bytes: inout [UInt8]) {
        write { bytes.append($0) }
    }

    /// Hands over the description byte by byte; never more than 32.
    private func write(_ put: (UInt8) -> Void) {
        let days = Calendar.floorDivide(seconds, 86_400)
        let rest = seconds - days * 86_400
        let (year, month, day) = Calendar.civil(fromDays: days)
        let fraction = milliseconds - seconds * 1000
        Calendar.write(year, 4, put)
        put(UInt8(ascii: "-"))
        Calendar.write(month, 2, put)
        put(UInt8(ascii: "-"))
        Calendar.write(day, 2, put)
        put(UInt8(ascii: "T"))
        Calendar.write(rest / 3600, 2, put)
        put(UInt8(ascii: ":"))
        Calendar.write(rest / 60 % 60, 2, put)
        put(UInt8(ascii: ":"))
        Calendar.write(rest % 60, 2, put)
        if fraction != 0 {
            put(UInt8(ascii: "."))
            Calendar.write(fraction, 3, put)
        }
        put(UInt8(ascii: "Z"))
    }

    /// The date alone, in UTC: `2026-11-23`.
    public var day: String {
        String(description.prefix(10))
    }

    /// Reads ISO 8601: a date, or a date and a time with `T` or a blank between, with or without seconds, fraction and
    /// zone (`Z`, `+01:00`, `-0800`). Without a zone the time is taken as `assumedOffset` from UTC.
    ///
    /// - Parameters:
    ///   - text: what the source wrote.
    ///   - assumedOffset: seconds east of UTC for text that names no zone.
    /// - Returns: `nil` for anything else, for a zero date, and for a day that the calendar does not have.
    public init?(iso text: String, assumedOffset: Int64 = 0) {
        var scanner = DigitScanner(text)
        guard let year = scanner.number(4), year > 0, scanner.skip("-"), let month = scanner.number(2),
            scanner.skip("-"), let day = scanner.number(2), let days = Calendar.days(year, month, day)
        else { return nil }
        guard !scanner.isAtEnd else {
            self.init(seconds: days * 86_400 - assumedOffset)
            return
        }
        guard scanner.skip("T") || scanner.skip("t") || scanner.skip(" "), let hour = scanner.number(2),
            scanner.skip(":"), let minute = scanner.number(2), hour < 24, minute < 60
        else { return nil }
        var second: Int64 = 0
        var fraction: Int64 = 0
        if scanner.skip(":") {
            guard let read = scanner.number(2), read <= 60 else { return nil }
            second = min(read, 59)
            if scanner.skip(".") || scanner.skip(",") {
                guard let read = scanner.fraction() else { return nil }
                fraction = read
            }
        }
        var offset = assumedOffset
        if !scanner.isAtEnd {
            guard let zone = scanner.zone() else { return nil }
            offset = zone
        }
        guard scanner.isAtEnd else { return nil }
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
        self.init(milliseconds: seconds * 1000 + fraction)
    }
}

// MARK: - The calendar

/// The proleptic Gregorian calendar, after Howard Hinnant's "chrono-compatible low-level date algorithms".
enum Calendar {
    static func floorDivide(_ value: Int64, _ by: Int64) -> Int64 {
        value >= 0 ? value / by : -((-value + by - 1) / by)
    }

    static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return digits.count >= width ? digits : String(repeating: "0", count: width - digits.count) + digits
    }

    /// Hands over the characters of `padded` one by one.
    static func write(_ value: Int64, _ width: Int, _ put: (UInt8) -> Void) {
        guard value >= 0, value < 10_000 else {
            for digit in padded(value, width).utf8 { put(digit) }
            return
        }
        var scale: Int64 = 1
        var digits = 1
        while digits < width || value >= scale * 10 {
            scale *= 10
            digits += 1
        }
        while scale > 0 {
            put(48 + UInt8(value / scale % 10))
            scale /= 10
        }
    }

    static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64? {
        guard (1...12).contains(month), day >= 1, day <= length(year, month) else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = floorDivide(shifted, 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    static func civil(fromDays days: Int64) -> (Int64, Int64, Int64) {
        let shifted = days + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    static func length(_ year: Int64, _ month: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// Reads the digits and separators of a timestamp from its bytes.
private struct DigitScanner {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = text[...].utf8
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    mutating func number(_ width: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<width {
            guard let digit = rest.first, (48...57).contains(digit) else { return nil }
            value = value * 10 + Int64(digit - 48)
            rest = rest.dropFirst()
        }
        return value
    }

    /// Digits after the point, as milliseconds; more than three are cut off.
    mutating func fraction() -> Int64? {
        var value: Int64 = 0
        var seen = 0
        while let digit = rest.first, (48...57).contains(digit) {
            if seen < 3 { value = value * 10 + Int64(digit - 48) }
            seen += 1
            rest = rest.dropFirst()
        }
        guard (1...12).contains(seen) else { return nil }
        for _ in seen..<max(3, seen) { value *= 10 }
        return value
    }

    /// Seconds east of UTC.
    mutating func zone() -> Int64? {
        if skip("Z") || skip("z") { return 0 }
        let sign: Int64
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = number(2), hours < 24 else { return nil }
        _ = skip(":")
        let minutes = isAtEnd ? 0 : number(2)
        guard let minutes, minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
