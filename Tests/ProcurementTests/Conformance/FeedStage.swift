import Procurement
import Reconciliation
import Synchronization

/// An order as a source holds it, for the conformance suite: what every kind of feed can say.
struct SampleOrder: Sendable, Hashable {
    var id: String
    var version = 1
    var isCancelled = false
    var amount = "100.00"
    /// When the source last changed it.
    var updatedAt: Instant

    /// The order's number; the sources of the suite call an order by its number.
    var number: String { "PO-\(id)" }

    /// The order one revision on, a minute later.
    func revised(amount: String? = nil, isCancelled: Bool = false) -> SampleOrder {
        var order = self
        order.version += 1
        order.updatedAt = updatedAt + .seconds(60)
        order.amount = amount ?? self.amount
        order.isCancelled = isCancelled
        return order
    }
}

/// A source of one kind with the feed that reads it, as the conformance suite drives them.
///
/// To let another kind of feed run the suite: conform to this, and add a case to `FeedKind`.
protocol FeedStage: Sendable {
    /// The feed.
    var feed: any Feed { get }
    /// The source has these orders now, in these states, beside what it had: new ones and revisions.
    func publish(_ orders: [SampleOrder])
    /// The source gives again what it gave before: in pages that overlap, or as a file under another name.
    func redeliver(_ orders: [SampleOrder])
    /// The source has a record that cannot be read, beside the others.
    func publishUnreadable()
    /// The source has more than is borne in one piece.
    func publishOversized()
    /// Everything is gone from the source.
    func clear()
    /// Whether readings break off after they have begun.
    func breakOff(_ isBreaking: Bool)
    /// Does something once, after the first page or file of a reading was given and before the next is asked for.
    func meanwhile(_ body: @escaping @Sendable () -> Void)
}

/// Something that happens once.
final class Event: Sendable {
    private let body = Mutex<(@Sendable () -> Void)?>(nil)

    /// What happens when it next can.
    func plan(_ new: @escaping @Sendable () -> Void) { body.withLock { $0 = new } }

    /// Lets it happen, where something is planned.
    func happen() {
        let planned = body.withLock { body in
            defer { body = nil }
            return body
        }
        planned?()
    }
}
