internal import Documents
internal import Reconciliation

/// Reads the members of an AWS answer; unknown members are passed over, times are read in every form AWS writes them.
struct Answer {
    let object: JSONObject

    init(_ object: JSONObject) {
        self.object = object
    }

    init?(_ value: JSONValue) {
        guard let object = value.object else { return nil }
        self.object = object
    }

    /// Bytes that no name, number or amount of AWS comes near.
    private static let textBytes = 1000

    /// A text; one that is longer than any that AWS documents is none.
    func text(_ name: String) -> String? {
        guard let text = object[name]?.text, !text.isEmpty, text.utf8.count <= Self.textBytes else { return nil }
        return text
    }

    func answer(_ name: String) -> Answer? { object[name].flatMap(Answer.init) }

    func answers(_ name: String) -> [Answer] { (object[name]?.array ?? []).compactMap(Answer.init) }

    func amount(_ name: String) -> Amount? { text(name).flatMap { Amount($0) } }

    /// A whole number; a fraction or one that does not fit is none.
    func integer(_ name: String) -> Int? { text(name).flatMap { Int($0) } }

    /// Epoch seconds, with or without fraction or exponent, as a number or as text, or ISO 8601 text.
    func instant(_ name: String) -> Instant? {
        switch object[name] {
        case .number(let text): Self.epoch(text)
        case .string(let text): Instant(iso: text) ?? Self.epoch(text)
        default: nil
        }
    }

    /// Seconds that any date of ours has: to the year 5138.
    private static let seconds: ClosedRange<Int64> = -100_000_000_000...100_000_000_000

    private static func epoch(_ text: String) -> Instant? {
        if let seconds = Int64(text) { return Self.seconds.contains(seconds) ? Instant(seconds: seconds) : nil }
        guard let seconds = Double(text), abs(seconds) < 1e11 else { return nil }
        return Instant(milliseconds: Int64((seconds * 1000).rounded()))
    }

    /// Whether a member is there, with any value but `null`.
    func has(_ name: String) -> Bool { object[name].map { !$0.isNull } ?? false }

    /// Whether a member is a text without anything in it.
    func isEmptyText(_ name: String) -> Bool { object[name]?.string?.isEmpty ?? false }
}
