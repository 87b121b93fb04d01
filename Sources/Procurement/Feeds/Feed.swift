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

    /// What it means that a reading of everything does not show an order.
    var absence: Absence { get }

    /// Notes in the cursor what is to be told to the source about orders that were taken in. Nothing is told yet: the
    /// cursor is made durable first, so that what is owed is not forgotten by a crash.
    func noting(_ orders: [PurchaseOrder], in cursor: JSONValue?) -> JSONValue?

    /// Does at the source what a reading leaves to be done once it is durable: marks orders as taken, puts files away.
    /// Called after the commit and the writes to AWS, and never by `plan`; what does not work is tried after the next
    /// reading.
    func settle(_ memory: FeedMemory) async -> FeedSettlement
}

extension Feed {
    /// Most feeds have nothing to remember but their cursor.
    public var ledger: JSONValue? { get async { nil } }

    /// Most systems list what they have.
    public var absence: Absence { .gone }

    /// Most feeds owe their source nothing.
    public func noting(_ orders: [PurchaseOrder], in cursor: JSONValue?) -> JSONValue? { cursor }

    /// Most feeds owe their source nothing.
    public func settle(_ memory: FeedMemory) async -> FeedSettlement { FeedSettlement(cursor: memory.cursor) }
}

/// What it means that a reading of everything does not show an order.
public enum Absence: Sendable, Hashable {
    /// The source has it no more. Where it shows none at all after some, that is a sign of a fault.
    case gone
    /// Nothing: the source shows documents, and one that was put away takes no order back. Documents stay where they
    /// are, so that none at all after some is a sign of a fault.
    case nothing
    /// Nothing, and no documents at all is how it looks most of the time.
    case usual
}

/// What a feed has made durable.
public struct FeedMemory: Sendable {
    /// Where the next reading begins.
    public var cursor: JSONValue?
    /// What is remembered of each file.
    public var files: [String: String]

    /// A memory of these parts.
    public init(cursor: JSONValue?, files: [String: String] = [:]) {
        self.cursor = cursor
        self.files = files
    }
}

/// What a feed remembers of a file from now on.
public struct FileMark: Sendable, Hashable {
    /// The file, or whatever the feed tells its memories apart by.
    public var name: String
    /// What is remembered, in the feed's own words; `nil` to forget it.
    public var text: String?

    /// The mark of a file.
    public init(_ name: String, _ text: String?) {
        self.name = name
        self.text = text
    }
}

/// What became of what a feed owed its source.
public struct FeedSettlement: Sendable {
    /// The cursor without what is done.
    public var cursor: JSONValue?
    /// What is remembered of files from now on.
    public var files: [FileMark]
    /// What did not work and is tried again: which file or order, why, and what to do.
    public var faults: [String]

    /// A settlement that left these behind.
    public init(cursor: JSONValue?, files: [FileMark] = [], faults: [String] = []) {
        self.cursor = cursor
        self.files = files
        self.faults = faults
    }
}

/// What of a feed is to be read.
public struct FeedPass: Sendable {
    /// Whether everything is read; otherwise what has changed since `cursor`.
    public var isFull: Bool
    /// What the last complete reading returned.
    public var cursor: JSONValue?
    /// The feed's `ledger` as it was after the last reading, complete or not.
    public var ledger: JSONValue?
    /// What the last complete readings remembered of each file.
    public var files: [String: String]
    /// Whether what is kept of orders has changed, so that documents which were put away may matter again.
    public var isAnew: Bool

    /// A pass over everything, or over what has changed since `cursor`; without a cursor everything is read.
    public init(
        isFull: Bool, cursor: JSONValue?, ledger: JSONValue? = nil, files: [String: String] = [:], isAnew: Bool = false
    ) {
        self.isFull = isFull || isAnew || cursor == nil
        self.cursor = cursor
        self.ledger = ledger
        self.files = files
        self.isAnew = isAnew
    }
}

/// One page of a feed.
public struct FeedPage: Sendable {
    /// The orders, those that could not be read among them.
    public var orders: [PurchaseOrder]
    /// What is wrong with records that could not even be told apart.
    public var faults: [String]
    /// What is remembered of files from the end of this reading on.
    public var files: [FileMark]
    /// Records of which nobody can tell which order they are of.
    public var nameless = 0

    /// A page of these orders.
    public init(orders: [PurchaseOrder], faults: [String] = [], files: [FileMark] = []) {
        self.orders = orders
        self.faults = faults
        self.files = files
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

    /// An error with these fields; the message is cut.
    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message.clipped(to: 2000)
    }

    public var description: String { message }
}
