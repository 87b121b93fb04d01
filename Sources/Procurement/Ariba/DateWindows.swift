internal import Reconciliation

/// Cuts a span of time into pieces that a query may have.
struct DateWindows: Sendable {
    /// The most days that SAP's purchase order API takes in one query.
    static let longest = Duration.seconds(31 * 86_400)

    /// One piece: from a moment up to and including another.
    struct Window: Sendable, Hashable {
        var from: Instant
        var to: Instant

        /// The two halves; `nil` for what is too short to be cut.
        var halves: (Window, Window)? {
            let length = to - from
            guard length >= .seconds(3600) else { return nil }
            let middle = Instant(seconds: from.seconds + Int64(length.milliseconds / 2000))
            return (Window(from: from, to: middle), Window(from: middle, to: to))
        }
    }

    /// The pieces from the oldest to the newest; neighbours share their moment, since both ends are included.
    static func windows(from: Instant, to: Instant) -> [Window] {
        var windows: [Window] = []
        var start = from
        repeat {
            let end = min(start + longest, to)
            windows.append(Window(from: start, to: max(start, end)))
            start = end
        } while start < to
        return windows
    }
}
