internal import Glibc
internal import Synchronization

/// A moment as the log writes it.
enum Timestamp {
    /// The second that was written last: many lines stand in one.
    private static let recent = Mutex<(seconds: Int64, text: String?)>((0, nil))

    /// ISO 8601 in UTC, always with milliseconds, so that lines sort as text: `2026-11-23T12:00:00.000Z`.
    static func iso(milliseconds: Int64) -> String {
        if let text = recent.withLock({ $0.seconds == milliseconds / 1000 ? $0.text : nil }), milliseconds >= 0 {
            return "\(text).\(padded(Int(milliseconds % 1000), 3))Z"
        }
        let thousandths = ((milliseconds % 1000) + 1000) % 1000
        var seconds = time_t((milliseconds - thousandths) / 1000)
        var parts = tm()
        guard gmtime_r(&seconds, &parts) != nil else { return "1970-01-01T00:00:00.000Z" }
        let date =
            "\(padded(Int(parts.tm_year) + 1900, 4))-\(padded(Int(parts.tm_mon) + 1, 2))-\(padded(Int(parts.tm_mday), 2))"
        let clock = "\(padded(Int(parts.tm_hour), 2)):\(padded(Int(parts.tm_min), 2)):\(padded(Int(parts.tm_sec), 2))"
        recent.withLock { $0 = (milliseconds / 1000, milliseconds >= 0 ? "\(date)T\(clock)" : nil) }
        return "\(date)T\(clock).\(padded(Int(thousandths), 3))Z"
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return digits.count >= width ? digits : String(repeating: "0", count: width - digits.count) + digits
    }
}
