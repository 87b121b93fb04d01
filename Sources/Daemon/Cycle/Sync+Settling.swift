internal import Procurement
internal import Reconciliation

extension Sync {
    /// Does at the sources what was left until everything was durable and written.
    func settle(_ sight: inout Sight, _ log: CycleLog) async {
        let world = sight.knowledge.world
        let read = Set(sight.outcome.feeds.filter { $0.error == nil }.map { FeedName($0.name) })
        let settlements = await withTaskGroup(of: (FeedName, FeedSettlement).self) { group in
            for feed in edges.feeds.map(\.feed) where read.contains(feed.name) {
                let memory = FeedMemory(cursor: world.feeds[feed.name]?.cursor, files: world.files[feed.name] ?? [:])
                group.addTask { (feed.name, await feed.settle(memory)) }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        for (name, settlement) in settlements.sorted(by: { $0.key < $1.key }) {
            sight.knowledge.world.feeds[name]?.cursor = settlement.cursor
            for mark in settlement.files { sight.knowledge.world.files[name, default: [:]][mark.name] = mark.text }
            guard !settlement.faults.isEmpty else { continue }
            log.feedUnsettled(name, settlement.faults)
            sight.knowledge.conditions.append(Conditions.unsettled(name, settlement.faults))
        }
    }
}
