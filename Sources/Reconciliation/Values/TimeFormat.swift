/// How a source writes moments.
public enum TimeFormat: Sendable, Hashable, CustomStringConvertible {
    /// ISO 8601.
    case iso
    /// ISO 8601, the day alone.
    case date
    /// Seconds since 1970.
    case epoch
    /// Milliseconds since 1970.
    case epochMilliseconds
    /// OData version 2: `datetimeoffset'2026-11-23T12:00:00Z'` in filters, `/Date(1795435200000)/` in answers.
    case odata2
    /// A form of its own.
    case pattern(DatePattern)

    private static let named: [TimeFormat] = [.iso, .date, .epoch, .epochMilliseconds, .odata2]

    /// The names of the formats that have one.
    public static let names = named.map(\.description)

    /// Reads a format's name or a pattern; `nil` where it is neither.
    public init?(_ text: String) {
        if let named = Self.named.first(where: { $0.description == text }) {
            self = named
        } else if let pattern = DatePattern(text) {
            self = .pattern(pattern)
        } else {
            return nil
        }
    }

    /// The format as the configuration writes it.
    public var description: String {
        switch self {
        case .iso: "iso"
        case .date: "date"
        case .epoch: "epoch"
        case .epochMilliseconds: "epochMilliseconds"
        case .odata2: "odata2"
        case .pattern(let pattern): pattern.source
        }
    }

    /// A moment in this format, as the source's clock shows it `offset` seconds east of UTC; numbers and ISO 8601 are
    /// UTC. What has only days or seconds is rounded down, so that a filter lets too much through rather than too little.
    public func text(_ instant: Instant, offset: Int64 = 0) -> String {
        let whole = Instant(seconds: instant.seconds)
        switch self {
        case .iso: return whole.description
        case .date: return (whole + .seconds(offset)).day
        case .epoch: return String(instant.seconds)
        case .epochMilliseconds: return String(instant.milliseconds)
        case .odata2: return "datetimeoffset'\(whole)'"
        case .pattern(let pattern): return pattern.text(instant, offset: offset)
        }
    }

    /// Reads a moment; where the text names no zone it is taken `offset` seconds east of UTC. `/Date(…)/` is read
    /// whatever the format: nothing else looks like it.
    ///
    /// - Returns: `nil` for a text of another form.
    public func instant(_ text: String, offset: Int64 = 0) -> Instant? {
        if text.hasPrefix("/Date("), text.hasSuffix(")/") {
            // The part after the sign is the zone the moment is shown in; the number is UTC all the same.
            let digits = text.dropFirst(6).dropLast(2)
            let sign = digits.dropFirst().firstIndex { $0 == "+" || $0 == "-" } ?? digits.endIndex
            return Int64(digits[..<sign]).flatMap(Self.bounded)
        }
        switch self {
        case .iso, .date, .odata2: return Instant(iso: text, assumedOffset: offset)
        case .epoch:
            let seconds = text.prefix { $0 != "." }
            guard text.dropFirst(seconds.count + 1).allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
            return Int64(seconds).flatMap { Self.bounded($0.multipliedReportingOverflow(by: 1000)) }
        case .epochMilliseconds: return Int64(text).flatMap(Self.bounded)
        case .pattern(let pattern): return pattern.instant(text, offset: offset)
        }
    }

    private static func bounded(_ product: (partialValue: Int64, overflow: Bool)) -> Instant? {
        product.overflow ? nil : bounded(product.partialValue)
    }

    /// Moments up to the year 9999; others are no times.
    private static func bounded(_ milliseconds: Int64) -> Instant? {
        milliseconds.magnitude < 253_402_300_800_000 ? Instant(milliseconds: milliseconds) : nil
    }
}

/// A fixed distance from UTC as the configuration writes it: `UTC`, `+02:00`, `-0800`.
public enum ZoneOffset {
    /// Seconds east of UTC; `nil` for anything else.
    public static func seconds(_ text: String) -> Int64? {
        if text == "UTC" || text == "Z" { return 0 }
        guard let pattern = DatePattern("yyyyXXX"), let shifted = pattern.instant("1970\(text)") else { return nil }
        return -shifted.seconds
    }
}
