internal import Documents
internal import Reconciliation

/// The newest change that a source showed, by the source's clock: where the next reading begins. It is never after the moment
/// at which this one began: what changes while it goes on may be on a page that was read before.
struct Watermark: Sendable {
    private(set) var instant: Instant?
    private let began: Instant
    private let latest: Instant

    /// How far ahead of our clock a source's may be. A record from the year 9999 would otherwise hide every later change.
    static let skew = Duration.seconds(86_400)

    /// The watermark of a cursor, for a reading that begins `now`.
    init(_ cursor: JSONValue?, now: Instant) {
        instant = cursor?["watermark"]?.string.flatMap { Instant(iso: $0) }
        began = now
        latest = now + Self.skew
    }

    /// Takes in when an order was changed.
    mutating func see(_ order: PurchaseOrder) {
        guard let changed = order.updatedAt, changed <= latest else { return }
        let seen = min(changed, began)
        guard instant.map({ seen > $0 }) ?? true else { return }
        instant = seen
    }

    /// The cursor to be kept; `nil` where nothing said when it was changed.
    var cursor: JSONValue? { instant.map { ["watermark": .string($0.description)] } }
}
