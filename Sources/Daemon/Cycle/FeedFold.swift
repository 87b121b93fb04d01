internal import Documents
internal import Reconciliation

/// What one complete reading of a feed brought.
struct FeedReading: Sendable {
    /// The feed.
    var name: FeedName
    /// Orders that concern AWS Marketplace, the newest version of each.
    var selected: [OrderKey: PurchaseOrder] = [:]
    /// Every order that was read, selected or not.
    var seen: Set<OrderKey> = []
    /// How many records the feed gave.
    var records = 0
    /// Whether everything was asked for.
    var isFull: Bool
    /// Where the next reading begins.
    var cursor: JSONValue?

    /// A reading that has brought nothing yet.
    init(name: FeedName, isFull: Bool) {
        self.name = name
        self.isFull = isFull
    }

    /// Takes in a page; of two versions of an order the newer one counts.
    mutating func add(_ page: [PurchaseOrder], selector: OrderSelector) {
        records += page.count
        for order in page { seen.insert(order.key) }
        for order in selector.selected(page) {
            if let known = selected[order.key], known.isNewer(than: order) { continue }
            selected[order.key] = order
        }
    }
}

extension PurchaseOrder {
    /// Whether this is a later state of the same order.
    func isNewer(than other: PurchaseOrder) -> Bool {
        if version != other.version { return version > other.version }
        guard let updatedAt, let others = other.updatedAt else { return false }
        return updatedAt > others
    }
}

/// Takes a reading of a feed into what is known. A reading that broke off never gets here.
struct FeedFold {
    /// What the reading tells beside the orders.
    enum Sign: Sendable, Hashable {
        /// Nothing, where there were orders before: nothing is changed because of it.
        case empty(before: Int)
    }

    /// Changes the orders and the feed's record.
    func apply(_ reading: FeedReading, selection: String, to world: inout World, at now: Instant) -> Sign? {
        var record = world.feeds[reading.name] ?? FeedRecord()
        if reading.isFull, reading.records == 0, let before = record.fullRecords, before > 0 {
            return .empty(before: before)
        }
        for (key, order) in reading.selected {
            if let merged = merged(order, world.orders[key], isFull: reading.isFull) { world.orders[key] = merged }
        }
        for key in reading.seen where reading.selected[key] == nil { world.orders[key] = nil }
        if reading.isFull {
            for (key, order) in world.orders
            where key.feed == reading.name && !reading.seen.contains(key) && order.state != .missing {
                world.orders[key]?.state = .missing
            }
            record.fullReadAt = now
            record.fullRecords = reading.records
            record.selection = selection
        }
        record.cursor = reading.cursor
        record.readAt = now
        world.feeds[reading.name] = record
        return nil
    }

    /// The state of an order after another sight of it; `nil` where the sight is an older one.
    private func merged(_ order: PurchaseOrder, _ known: PurchaseOrder?, isFull: Bool) -> PurchaseOrder? {
        guard let known else { return order }
        if order.state == .unreadable {
            // The lines as last read still tell which agreement the order is about; it is held until it can be read.
            var held = known
            held.state = .unreadable
            held.fault = order.fault
            return held
        }
        if known.state != .unreadable, known.state != .missing, known.isNewer(than: order), !isFull { return nil }
        return order
    }
}
