/// How far a clock is from UTC: always as far, or as a place's law says.
public enum TimeZoneRule: Sendable, Hashable {
    /// Seconds east of UTC.
    case fixed(Int64)
    /// By the rules of a place.
    case place(TimeZoneTable)

    /// Seconds east of UTC at a moment.
    public func offset(at moment: Instant) -> Int64 {
        switch self {
        case .fixed(let seconds): seconds
        case .place(let table): table.offset(at: moment.seconds)
        }
    }

    /// The moment that `read` finds for the right distance from UTC.
    ///
    /// Where clocks are set back, a time of day comes twice: the first counts. Where they are set forward, one that does
    /// not come is taken by the distance before.
    ///
    /// - Parameter read: the moment, if local time is so many seconds east of UTC; `nil` where there is none.
    public func instant(_ read: (Int64) -> Instant?) -> Instant? {
        guard case .place = self else { return read(offset(at: Instant(seconds: 0))) }
        guard let local = read(0) else { return nil }
        // Distances are those of the day before and the day after: no two changes are as near.
        let before = offset(at: local - .seconds(86_400))
        let after = offset(at: local + .seconds(86_400))
        guard let first = read(before) else { return nil }
        if before == after || offset(at: first) == before { return first }
        guard let second = read(after), offset(at: second) == after else { return first }
        return second
    }
}
