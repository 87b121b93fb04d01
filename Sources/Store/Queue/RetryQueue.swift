public import Reconciliation

/// The writes that are due, under way or given up, as a value: events in, effects out, no clock, no disk, no chance.
///
/// Its state is in the tables `queue` and `meta`; `takeChanges` says what is to be committed after events, in the same
/// commit as what they came from.
public struct RetryQueue: Sendable {
    /// How soon and how often a write is tried again.
    public var policy: RetryPolicy
    /// What became of all that was ever put in.
    public internal(set) var tally = QueueTally()
    /// The discarded ones too.
    var all: [QueueEntry.ID: QueueEntry] = [:]
    /// What was changed since `takeChanges`.
    var touched: Set<QueueEntry.ID> = []
    /// Whether the tally was changed since then.
    var isTallyTouched = false

    /// An empty queue.
    public init(policy: RetryPolicy = RetryPolicy()) {
        self.policy = policy
    }

    /// The entry for a charge; `nil` where there is none. A discarded one is there too.
    public subscript(id: QueueEntry.ID) -> QueueEntry? { all[id] }

    /// What is due, under way or dead, by id.
    public var entries: [QueueEntry] {
        all.values.filter { $0.state != .discarded }.sorted(byKey: { BytewiseText($0.id) })
    }

    /// What an operator took out, by id.
    public var discarded: [QueueEntry] {
        all.values.filter { $0.state == .discarded }.sorted(byKey: { BytewiseText($0.id) })
    }

    /// What is to be sent or read back now, the one that has waited longest first: one that always fails comes back
    /// later each time and so never keeps another one from its turn.
    public func due(at now: Instant) -> [QueueEntry] {
        all.values.filter { $0.isDue(at: now) }.sorted(byKey: { Turn(at: $0.nextAttemptAt, id: BytewiseText($0.id)) })
    }

    /// Whether there is anything due, apart from the entries of some accounts.
    public func isAnyDue(at now: Instant, besides accounts: Set<AccountID> = []) -> Bool {
        all.values.contains { $0.isDue(at: now) && !accounts.contains($0.account) }
    }

    /// Whose turn it is: who has waited longest.
    private struct Turn: Comparable {
        let at: Instant
        let id: BytewiseText

        static func < (left: Turn, right: Turn) -> Bool {
            left.at != right.at ? left.at < right.at : left.id < right.id
        }
    }

    /// Every entry, the discarded ones too, in no order.
    public var unsorted: some Collection<QueueEntry> { all.values }

    /// When the next one is due; `nil` where none is waiting.
    public var nextDue: Instant? {
        all.values.lazy.filter(\.isPending).map(\.nextAttemptAt).min()
    }

    /// Takes in what happened.
    ///
    /// - Parameters:
    ///   - event: what happened.
    ///   - now: the wall clock.
    ///   - jitter: from 0 up to 1, drawn anew for each event.
    public mutating func handle(_ event: QueueEvent, at now: Instant, jitter: Double) -> [QueueEffect] {
        switch event {
        case .intend(let intent): return intend(intent, now)
        case .send(let id): return send(id, now)
        case .outcome(let id, let generation, let outcome):
            return settle(id, generation, outcome, now, jitter)
        case .readBack(let id, let generation, let carried, let revision):
            return readBack(id, generation, carried, revision, now, jitter)
        case .noLongerWanted(let id): return drop(id)
        case .retryNow(let id): return retryNow(id, now)
        case .discard(let id, let reason): return discard(id, reason)
        case .clockSet: return clampTimes(now)
        case .started: return recover(now)
        }
    }
}
