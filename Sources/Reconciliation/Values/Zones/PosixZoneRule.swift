/// The rule by which clocks change every year, as POSIX writes it in `TZ`: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct PosixZoneRule: Sendable, Hashable {
    /// Seconds east of UTC in winter, or always.
    private let standard: Int64
    private let summer: Summer?

    private struct Summer: Sendable, Hashable {
        var offset: Int64
        var begins: Day
        var ends: Day
    }

    /// A day of each year with a time of day.
    private struct Day: Sendable, Hashable {
        enum Kind: Sendable, Hashable {
            /// The nth weekday of a month, the fifth being the last; Sunday is 0.
            case weekday(month: Int64, week: Int64, day: Int64)
            /// The nth day, February 29 never counted; from 1.
            case dayWithoutLeap(Int64)
            /// The nth day; from 0.
            case day(Int64)
        }

        var kind: Kind
        var second: Int64

        /// Seconds since 1970, by the clock on the wall.
        func moment(in year: Int64) -> Int64 {
            let first = Calendar.days(year, 1, 1) ?? 0
            switch kind {
            case .day(let day): return (first + day) * 86_400 + second
            case .dayWithoutLeap(let day):
                let isAfterLeap = Calendar.length(year, 2) == 29 && day > 59
                return (first + day - 1 + (isAfterLeap ? 1 : 0)) * 86_400 + second
            case .weekday(let month, let week, let day):
                let start = Calendar.days(year, month, 1) ?? first
                // 1970-01-01 was a Thursday.
                let weekday = Self.modulo(start + 4, 7)
                var date = start + Self.modulo(day - weekday, 7) + (week - 1) * 7
                if date >= start + Calendar.length(year, month) { date -= 7 }
                return date * 86_400 + second
            }
        }

        private static func modulo(_ value: Int64, _ by: Int64) -> Int64 { (value % by + by) % by }
    }

    /// Reads a rule; `nil` for anything else.
    init?(_ text: String) {
        var scanner = RuleScanner(text)
        guard scanner.name(), let standard = scanner.offset() else { return nil }
        self.standard = -standard
        guard !scanner.isAtEnd else {
            summer = nil
            return
        }
        guard scanner.name() else { return nil }
        var offset = -standard + 3600
        if !scanner.has(",") {
            guard let own = scanner.offset() else { return nil }
            offset = -own
        }
        guard let begins = Self.day(&scanner), let ends = Self.day(&scanner), scanner.isAtEnd else { return nil }
        summer = Summer(offset: offset, begins: begins, ends: ends)
    }

    private static func day(_ scanner: inout RuleScanner) -> Day? {
        guard scanner.take(",") else { return nil }
        let kind: Day.Kind
        if scanner.take("M") {
            guard let month = scanner.number(), (1...12).contains(month), scanner.take("."),
                let week = scanner.number(),
                (1...5).contains(week), scanner.take("."), let day = scanner.number(), (0...6).contains(day)
            else { return nil }
            kind = .weekday(month: month, week: week, day: day)
        } else if scanner.take("J") {
            guard let day = scanner.number(), (1...365).contains(day) else { return nil }
            kind = .dayWithoutLeap(day)
        } else {
            guard let day = scanner.number(), (0...365).contains(day) else { return nil }
            kind = .day(day)
        }
        var second: Int64 = 7200
        if scanner.take("/") {
            guard let time = scanner.offset() else { return nil }
            second = time
        }
        return Day(kind: kind, second: second)
    }

    /// Seconds east of UTC at a moment, in seconds since 1970.
    func offset(at second: Int64) -> Int64 {
        guard let summer else { return standard }
        let (year, _, _) = Calendar.civil(fromDays: Calendar.floorDivide(second + standard, 86_400))
        let begins = summer.begins.moment(in: year) - standard
        let ends = summer.ends.moment(in: year) - summer.offset
        // South of the equator summer spans the turn of the year.
        let isSummer =
            begins < ends ? second >= begins && second < ends : second >= begins || second < ends
        return isSummer ? summer.offset : standard
    }
}

/// Reads the pieces of a rule.
private struct RuleScanner {
    private var rest: Substring

    init(_ text: String) { rest = text[...] }

    var isAtEnd: Bool { rest.isEmpty }

    func has(_ character: Character) -> Bool { rest.first == character }

    mutating func take(_ character: Character) -> Bool {
        guard rest.first == character else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// The name of a time: letters, or anything within angle brackets.
    mutating func name() -> Bool {
        if take("<") {
            let name = rest.prefix { $0 != ">" }
            rest = rest.dropFirst(name.count)
            return !name.isEmpty && take(">")
        }
        let name = rest.prefix { $0.isLetter }
        rest = rest.dropFirst(name.count)
        return name.count >= 3
    }

    mutating func number() -> Int64? {
        let digits = rest.prefix(4).prefix { $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(digits.count)
        return Int64(digits)
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func offset() -> Int64? {
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        guard var seconds = number().map({ $0 * 3600 }) else { return nil }
        for unit: Int64 in [60, 1] where take(":") {
            guard let part = number() else { return nil }
            seconds += part * unit
        }
        return isNegative ? -seconds : seconds
    }
}
