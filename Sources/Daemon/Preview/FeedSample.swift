internal import Procurement
internal import Reconciliation

/// The first orders that a feed yields, read as the daemon reads them and kept nowhere.
struct FeedSample: Sendable {
    /// The orders in the order of the feed; of one that came twice the newer sight.
    private(set) var orders: [PurchaseOrder] = []
    /// What is wrong with records that could not be told apart.
    private(set) var faults: [String] = []
    /// Whether the feed has more than was asked for.
    private(set) var hasMore = false

    /// Faults kept: a feed that is nothing but faults says so with these.
    private static let faultLimit = 100

    /// Reads up to `limit` orders of a feed; all of them without a limit.
    static func read(_ feed: any Feed, limit: Int?) async throws(FeedError) -> FeedSample {
        var sample = FeedSample()
        var places: [OrderKey: Int] = [:]
        do throws(FeedError) {
            _ = try await feed.read(FeedPass(isFull: true, cursor: nil)) { (page) throws(FeedError) in
                sample.faults += page.faults.prefix(max(0, faultLimit - sample.faults.count))
                for order in page.orders {
                    if let place = places[order.key] {
                        if !sample.orders[place].isNewer(than: order) { sample.orders[place] = order }
                    } else if let limit, sample.orders.count >= limit {
                        sample.hasMore = true
                    } else {
                        places[order.key] = sample.orders.count
                        sample.orders.append(order)
                    }
                }
                // There is no gentler way to end a reading than to refuse the page.
                if sample.hasMore { throw FeedError(.cancelled, "enough was read") }
            }
        } catch {
            guard sample.hasMore else { throw error }
        }
        return sample
    }
}
