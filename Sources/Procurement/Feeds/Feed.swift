public import Documents
public import Reconciliation

/// A procurement system that purchase orders are read from.
///
/// A reading goes page by page, so that memory grows with the page and not with the feed. Whoever reads keeps nothing of
/// a reading that throws: a watermark counts only after a complete pass.
public protocol Feed: Sendable {
    /// The feed's name in the configuration.
    var name: FeedName { get }

    /// Reads everything, or what has changed since an earlier reading.
    ///
    /// - Parameters:
    ///   - pass: what to read.
    ///   - take: gets each page.
    /// - Returns: where the next reading begins.
    func read(
        _ pass: FeedPass, _ take: (FeedPage) async throws(FeedError) -> Void
    ) async throws(FeedError) -> JSONValue?

    /// Asks for as little as shows that the feed can be read, and says what it saw.
    func probe() async throws(FeedError) -> String

    /// What the feed has to remember whatever becomes of a reading, such as calls that count against a daily quota: it is
    /// kept after readings that failed too, and given back with the next pass.
    var ledger: JSONValue? { get async }
}

extension Feed {
    /// Most feeds have nothing to remember but their cursor.
    public var ledger: JSONValue? { get async { nil } }
}

/// What of a feed is to be read.
public struct FeedPass: Sendable {
    /// Whether everything is read; otherwise what has changed since `cursor`.
    public var isFull: Bool
    /// What the last complete reading returned.
    public var cursor: JSONValue?
    /// The feed's `ledger` as it was after the last reading, complete or not.
    public var ledger: JSONValue?

    /// A pass over everything, or over what has changed since `cursor`; without a cursor everything is read.
    public init(isFull: Bool, cursor: JSONValue?, ledger: JSONValue? = nil) {
        self.isFull = isFull || cursor == nil
        self.cursor = cursor
        self.ledger = ledger
    }
}

/// One page of a feed.
public struct FeedPage: Sendable {
    /// The orders, those that could not be read among them.
    public var orders: [PurchaseOrder]
    /// What is wrong with records that could not even be told apart.
    public var faults: [String]

    /// A page of these orders.
    public init(orders: [PurchaseOrder], faults: [String] = []) {
        self.orders = orders
        self.faults = faults
    }
}

/// Why a feed could not be read.
public struct FeedError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What the caller can do about it.
    public var kind: Kind
    /// What happened, with the host; and what to do where that is known. Never a credential.
    public var message: String

    /// What the caller can do about it.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Nobody answers, or not in time.
        case unreachable
        /// The credentials are not accepted, or not for this.
        case denied
        /// Too many requests, for longer than one cycle waits.
        case throttled
        /// The answer is not what the system gives: HTML, broken JSON, a page that does not end.
        case malformed
        /// The request is not accepted.
        case rejected
        /// The task was cancelled.
        case cancelled
    }

    /// An error with these fields.
    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    public var description: String { message }
}
