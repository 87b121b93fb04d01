import Procurement
import Reconciliation

@testable import Daemon

/// Reads a feed again and again as the daemon does, with the daemon's own fold, and keeps what it keeps.
struct FeedKeeper {
    let feed: any Feed
    private(set) var world = World()
    private(set) var faults: [String] = []
    /// Records of the last reading.
    private(set) var records = 0
    private var now = Instant(seconds: 1_795_435_200)

    /// Takes every order for one of AWS Marketplace that names an agreement.
    private let selector: OrderSelector

    init(_ feed: any Feed) throws {
        self.feed = feed
        let rule = MappingRule(
            name: "agreement", from: [.auxiliaryPart], pattern: try KeyPattern("agmt-[a-z0-9]+"), to: [.agreement])
        selector = OrderSelector(Rules(policy: .observe, mapping: [rule]))
    }

    /// The orders by number.
    var orders: [String: PurchaseOrder] {
        Dictionary(world.orders.values.map { ($0.number.text, $0) }) { first, _ in first }
    }

    /// Reads the feed; what a reading that throws has brought is dropped.
    @discardableResult
    mutating func read(isFull: Bool = false, isAnew: Bool = false) async throws(FeedError) -> FeedFold.Sign? {
        let record = world.feeds[feed.name] ?? FeedRecord()
        let pass = FeedPass(
            isFull: isFull, cursor: record.cursor, ledger: record.ledger, files: world.files[feed.name] ?? [:],
            isAnew: isAnew)
        let box = ReadingBox(FeedReading(name: feed.name, isFull: pass.isFull, absence: feed.absence))
        let cursor = try await feed.read(pass) { (page) throws(FeedError) in box.take(page, selector) }
        var reading = box.reading
        reading.cursor = feed.noting(Array(reading.selected.values), in: cursor)
        faults = box.faults
        records = reading.records
        now = now + .seconds(900)
        return FeedFold().apply(reading, selection: "", to: &world, at: now)
    }

    /// Settles what the last reading left to be done.
    @discardableResult
    mutating func settle() async -> [String] {
        let memory = FeedMemory(cursor: world.feeds[feed.name]?.cursor, files: world.files[feed.name] ?? [:])
        let settlement = await feed.settle(memory)
        world.feeds[feed.name]?.cursor = settlement.cursor
        for mark in settlement.files { world.files[feed.name, default: [:]][mark.name] = mark.text }
        return settlement.faults
    }
}

/// What a reading has brought so far; a feed hands over one page at a time.
private final class ReadingBox: @unchecked Sendable {
    // Pages come one after the other, and the reading is looked at after the last.
    var reading: FeedReading
    var faults: [String] = []

    init(_ reading: FeedReading) { self.reading = reading }

    func take(_ page: FeedPage, _ selector: OrderSelector) {
        reading.add(page.orders, selector: selector)
        reading.files += page.files
        faults += page.faults
    }
}
