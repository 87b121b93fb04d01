internal import Documents
internal import Reconciliation

extension RetryQueue {
    /// Where the tally is in the table `meta`.
    public static let tallyKey = "queue-tally"

    /// The queue as a store has it.
    ///
    /// - Throws: `inconsistent` where an entry cannot be read, or the entries do not add up to the tally.
    public init(_ view: StoreView, policy: RetryPolicy = RetryPolicy()) throws(StoreError) {
        self.init(policy: policy)
        try view.forEach(.queue) { (key, value) throws(StoreError) in
            guard let entry = QueueEntry(json: value), entry.id == key else {
                throw .inconsistent(table: .queue, key: key, reason: "it is no entry of the queue")
            }
            all[key] = entry
        }
        if let value = view.get(.meta, Self.tallyKey) {
            guard let tally = QueueTally(json: value) else {
                throw .inconsistent(table: .meta, key: Self.tallyKey, reason: "it is no tally")
            }
            self.tally = tally
        }
        try requireConserved()
    }

    /// What is to be committed for the events since the last time this was asked: in one commit with what they came
    /// from. Where that commit fails, the queue is to be made anew from the store.
    ///
    /// - Throws: `inconsistent` where something has vanished, which would be a mistake of this program: it is not made
    ///   durable.
    public mutating func takeChanges(into batch: inout StoreBatch) throws(StoreError) {
        try requireConserved()
        for id in touched.sorted() {
            if let entry = all[id] {
                try batch.put(.queue, id) { $0.object(entry.write) }
            } else {
                try batch.remove(.queue, id)
            }
        }
        if isTallyTouched { try batch.append(.put(.meta, Self.tallyKey, tally.json)) }
        touched.removeAll()
        isTallyTouched = false
    }

    /// As `takeChanges(into:)`, where nothing else is committed.
    public mutating func takeChanges() throws(StoreError) -> StoreBatch {
        var batch = StoreBatch()
        try takeChanges(into: &batch)
        return batch
    }

    /// Checks the conservation law, and that the entries there are add up to the tally.
    ///
    /// - Throws: `inconsistent`, with the numbers.
    public func requireConserved() throws(StoreError) {
        var counted = QueueTally()
        for entry in all.values {
            switch entry.state {
            case .waiting, .accepted, .unconfirmed: counted.pending += 1
            case .inFlight: counted.inFlight += 1
            case .dead: counted.dead += 1
            case .discarded: counted.discarded += 1
            }
        }
        // Discarded entries go when something else is wanted, and stay counted.
        guard tally.isConserved, counted.pending == tally.pending, counted.inFlight == tally.inFlight,
            counted.dead == tally.dead, counted.discarded <= tally.discarded
        else {
            let reason = "the tally (\(tally)) does not add up, or not with the entries (\(counted))"
            throw .inconsistent(table: .meta, key: Self.tallyKey, reason: reason)
        }
    }
}
