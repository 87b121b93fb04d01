internal import Reconciliation

extension World {
    /// Looks whether feeds lead to the systems that they led to before. Of one that does not, nothing is kept but its
    /// orders, under another name: as those of a feed that is no longer configured.
    ///
    /// - Parameter identities: which system each configured feed leads to. A feed of which that was not known is taken for
    ///   the same.
    /// - Returns: the feeds that lead to other systems now, where anything was known of the former ones.
    mutating func recognise(_ identities: [FeedName: String], at now: Instant) -> [FeedName] {
        var exchanged: [FeedName] = []
        for (name, identity) in identities.sorted(by: { $0.key < $1.key }) {
            guard var record = feeds[name] else {
                feeds[name] = FeedRecord(identity: identity)
                continue
            }
            if let known = record.identity, known != identity {
                // A system that was never read whole has no orders here; those that stand aside may be of the one before.
                let wasRead = record.readAt != nil
                let former = wasRead ? putAside(name, at: now) : record.former
                record = FeedRecord()
                record.former = former
                files[name] = nil
                if wasRead { exchanged.append(name) }
            }
            record.identity = identity
            feeds[name] = record
        }
        return exchanged
    }

    /// Gives the orders of a feed another name; that name.
    private mutating func putAside(_ name: FeedName, at now: Instant) -> FeedName {
        let former = FeedName("\(name) (until \(now))")
        for (key, var order) in orders where key.feed == name {
            orders[key] = nil
            order.key = OrderKey(feed: former, id: key.id)
            orders[order.key] = order
        }
        return former
    }

    /// Forgets the orders of a feed's former system but for those that stand on charges, or were to be written there: once
    /// the new one was read, it is known what there is to be paid with.
    mutating func forgetFormer(of name: FeedName) {
        guard let former = feeds[name]?.former else { return }
        feeds[name]?.former = nil
        let charged = agreements.values.joined().flatMap(\.charges).compactMap(\.order)
        let kept = Set(charged).union(assignments.map(\.order.number))
        orders = orders.filter { $0.key.feed != former || kept.contains($0.value.number) }
    }
}
