internal import Documents
internal import FoundationEssentials

extension Date {
    /// ISO 8601 in UTC, whole seconds.
    var isoText: String { formatted(.iso8601) }

    /// ISO 8601 with the offset of a company in Los Angeles' winter, as Coupa writes it.
    var coupaText: String {
        let zone = TimeZone(secondsFromGMT: -8 * 3600) ?? .gmt
        return formatted(Date.ISO8601FormatStyle(timeZoneSeparator: .colon, timeZone: zone))
    }

    /// Epoch seconds, as AWS's JSON protocols write times.
    var epoch: JSONValue { JSONValue(Int64(timeIntervalSince1970)) }

    /// Reads ISO 8601 with an offset, a colon in it or not.
    init?(iso text: String) {
        guard let date = try? Date(text, strategy: .iso8601) else { return nil }
        self = date
    }
}
