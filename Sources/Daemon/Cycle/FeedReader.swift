internal import Documents
internal import Procurement
internal import Reconciliation

/// Reads the feeds side by side; one that fails costs the others nothing.
struct FeedReader: Sendable {
    let edges: CycleEdges
    let selector: OrderSelector
    let fullEvery: Duration
    let log: CycleLog

    /// Faults of one reading that are kept: an endless list of them says no more.
    private static let faultLimit = 200

    /// What became of reading a feed.
    struct Result: Sendable {
        let feed: CycleEdges.ConfiguredFeed
        let outcome: Swift.Result<FeedReading, FeedError>
        /// What is wrong with records that could not be told apart.
        let faults: [String]
        /// What the feed has to remember, whatever became of the reading.
        var ledger: JSONValue?
    }

    /// Reads every feed, in the order of the configuration.
    func read(_ world: World, isFull: Bool) async -> [Result] {
        await withTaskGroup(of: (Int, Result).self) { group in
            for (index, feed) in edges.feeds.enumerated() {
                let record = world.feeds[feed.feed.name] ?? FeedRecord()
                let files = world.files[feed.feed.name] ?? [:]
                group.addTask { (index, await read(feed, record, files, isFull: isFull)) }
            }
            var results: [Int: Result] = [:]
            for await (index, result) in group { results[index] = result }
            return results.sorted { $0.key < $1.key }.map(\.value)
        }
    }

    private func read(
        _ feed: CycleEdges.ConfiguredFeed, _ record: FeedRecord, _ files: [String: String], isFull: Bool
    ) async -> Result {
        let isDue = FullReading.isDue(last: record.fullReadAt, every: fullEvery, now: edges.now)
        // Of another system everything is new, what was put away there too.
        let isChanged = record.selection.map { $0 != feed.selection } ?? (record.former != nil)
        let pass = FeedPass(
            isFull: isDue, cursor: record.cursor, ledger: record.ledger, files: files, isAnew: isFull || isChanged)
        var reading = FeedReading(name: feed.feed.name, isFull: pass.isFull, absence: feed.feed.absence)
        var faults: [String] = []
        do throws(FeedError) {
            reading.cursor = try await feed.feed.read(pass) { (page) throws(FeedError) in
                reading.add(page.orders, selector: selector)
                reading.files += page.files
                if page.nameless > 0 { reading.isWhole = false }
                faults += page.faults.prefix(max(0, Self.faultLimit - faults.count))
            }
            reading.cursor = feed.feed.noting(Array(reading.selected.values), in: reading.cursor)
            log.feedRead(
                feed.feed.name, orders: reading.selected.count, records: reading.records, isFull: pass.isFull)
            return Result(
                feed: feed, outcome: .success(reading), faults: faults, ledger: await feed.feed.ledger)
        } catch {
            log.feedFailed(feed.feed.name, error)
            return Result(feed: feed, outcome: .failure(error), faults: [], ledger: await feed.feed.ledger)
        }
    }
}
