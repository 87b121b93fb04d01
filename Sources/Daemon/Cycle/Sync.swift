internal import Documents
internal import Marketplace
internal import Procurement
internal import Reconciliation
internal import Store
internal import Supervision
internal import Transport

/// What a cycle came to, for whoever asked for it.
struct SyncResult: Sendable {
    var outcome: CycleOutcome
    /// What people are to be told.
    var events: [AlertBoard.Event]
    /// Whether the credentials themselves are missing.
    var lacksCredentials: Bool
    /// Open charges without PO.
    var deadlines: [Deadline]
    /// What the store knows after it.
    var world: World
}

/// One cycle: look, make the decision durable, write it, read it back, and say what people have to know.
struct Sync: Sendable {
    /// How often due writes are sent within one cycle: again after a stale revision was read anew, and no more.
    static let waves = 3

    let look: Look
    let store: Store
    let policy: RetryPolicy
    let remind: Duration
    /// Where digests of findings go.
    var alertTargets: [AlertTarget] = []

    var edges: CycleEdges { look.edges }

    /// Runs a cycle.
    func run(_ kind: CycleKind) async throws(SyncError) -> SyncResult {
        let started = edges.time.monotonic()
        var known = try read()
        var queue = try openQueue()
        var status = known.status
        status.cycle += 1
        // A retry looks at a part of the world only: it is no attempt at the whole, and no success.
        if !kind.isRetry { status.lastAttempt = edges.now }
        var log = look.log
        log.cycle = status.cycle
        log.isRetry = kind.isRetry
        log.started(isFull: kind.isFull)
        // Nothing is on its way between two cycles: what is recorded so was when the program ended or the disk was full.
        log.effects(queue.handle(.started, at: edges.now, jitter: 0))
        log.effects(queue.handle(.clockSet, at: edges.now, jitter: 0))
        edges.client.tally.reset()

        let looking = Look(
            edges: edges, rules: look.rules, fullEvery: look.fullEvery, staleAfter: look.staleAfter, log: log)
        var sight = await looking.look(known, queue, kind)
        // What a cycle did not see because it was ended early is neither gone nor down.
        if Task.isCancelled { return try stopped(log) }
        sight.knowledge.world.status.cycle = status.cycle
        sight.knowledge.world.status.lastAttempt = status.lastAttempt
        log.effects(queue.read(sight.knowledge.readAgreements, at: edges.now, jitter: edges.entropy.unit))
        if !kind.isRetry || !sight.knowledge.world.agreements.isEmpty {
            log.effects(
                queue.follow(
                    sight.plan, unread: sight.knowledge.unread, at: edges.now, jitter: edges.entropy.unit))
        }
        sight.knowledge.world.assignments = sight.plan.assignments
        postpone(sight.failures, &queue, log)

        var tally = WriteTally()
        var fullDisk: StoreError?
        do throws(StoreError) {
            try await write(&sight, &known, &queue, &tally, log)
        } catch {
            guard case .full = error else { throw .store(error) }
            fullDisk = error
            queue = try openQueue()
            // What was to be sent and was not is none of ours.
            sight.knowledge.world.written = known.written
            sight.outcome.troubles.append("The disk is full, so nothing was written to AWS: \(error)")
        }
        if Task.isCancelled { return try stopped(log) }
        if fullDisk == nil, !kind.isRetry { await settle(&sight, log) }
        return try await conclude(&sight, &known, &queue, tally, fullDisk, started, log, kind)
    }

    private func stopped(_ log: CycleLog) throws(SyncError) -> SyncResult {
        log.stopped()
        throw .stopped
    }

    // MARK: - The store

    private func read() throws(SyncError) -> World {
        do {
            return try World(store.view)
        } catch {
            throw .record(error.reason)
        }
    }

    private func openQueue() throws(SyncError) -> RetryQueue {
        do {
            return try RetryQueue(store.view, policy: policy)
        } catch {
            throw .store(error)
        }
    }

    func commit(
        _ world: World, since known: inout World, _ queue: inout RetryQueue, usingReserve: Bool = false
    ) async throws(StoreError) {
        var batch = StoreBatch()
        try world.addChanges(since: known, to: &batch)
        try queue.takeChanges(into: &batch)
        if let breakers = edges.breakers { try batch.append(breakers.change) }
        try await store.commit(batch, usingReserve: usingReserve)
        known = world
    }

    // MARK: - The end

    private func conclude(
        _ sight: inout Sight, _ known: inout World, _ queue: inout RetryQueue, _ tally: WriteTally,
        _ fullDisk: StoreError?, _ started: Duration, _ log: CycleLog, _ kind: CycleKind
    ) async throws(SyncError) -> SyncResult {
        if let fullDisk { sight.knowledge.conditions.append(Self.finding(fullDisk, store.directory)) }
        var plan = decide(&sight, queue, tally)
        sight.knowledge.finishMoves(plan)
        if sight.knowledge.world.accounts.contains(where: { known.accounts[$0.key]?.home != $0.value.home }) {
            plan = reconcile(sight.knowledge.snapshot, rules: look.rules, now: edges.now, weighing: .untold)
        }
        sight.knowledge.world.assignments = plan.assignments
        var board = AlertBoard(known.findings)
        // A retry looks at a part of the world only: what it does not see is neither new nor over.
        let events =
            kind.isRetry
            ? [] : board.update(plan.findings, endings: plan.endings, at: edges.now, remind: remind)
        sight.knowledge.world.findings = board.records
        sight.knowledge.world.alerts.add(events, for: alertTargets)
        log.alerts(events, standing: board.standing)

        sight.outcome.cycle = sight.knowledge.world.status.cycle
        sight.outcome.count(plan)
        sight.outcome.count(plan, tally, queue)
        let deadlines = plan.deadlines
        // What became of tens of thousands of lines is let go of before as many records are encoded.
        plan = Plan()
        sight.outcome.calls = edges.client.tally.calls
        sight.outcome.throttles = edges.client.tally.throttles
        sight.outcome.isComplete = sight.outcome.troubles.isEmpty && sight.outcome.changes.isSettled
        let milliseconds = Int((edges.time.monotonic() - started).milliseconds)
        if !kind.isRetry {
            sight.knowledge.world.status.isComplete = sight.outcome.isComplete
            sight.knowledge.world.status.milliseconds = milliseconds
            if sight.outcome.isComplete { sight.knowledge.world.status.lastSuccess = edges.now }
        }
        do throws(StoreError) {
            try await commit(sight.knowledge.world, since: &known, &queue, usingReserve: true)
            try await Views(store: store).replace(known, queue, deadlines, at: edges.now)
        } catch {
            guard case .full = error else { throw .store(error) }
        }
        log.finished(sight.outcome, standing: board.standing, milliseconds: milliseconds)
        return SyncResult(
            outcome: sight.outcome, events: events, lacksCredentials: sight.lacksCredentials, deadlines: deadlines,
            world: known)
    }

    /// The decision after the writes: that of before, where nothing that it is made of has changed since.
    private func decide(_ sight: inout Sight, _ queue: RetryQueue, _ tally: WriteTally) -> Plan {
        let standings = queue.standings
        let isAsBefore = sight.knowledge.queue == standings && sight.conditions == sight.knowledge.conditions.count
        if tally.sent == 0, isAsBefore { return sight.plan }
        sight.plan = Plan()
        sight.knowledge.queue = standings
        return reconcile(sight.knowledge.snapshot, rules: look.rules, now: edges.now, weighing: .untold)
    }

    private static func finding(_ error: StoreError, _ directory: String) -> Finding {
        Finding(
            .storeFull, .error, Finding.Subject(), detail: "\(error). Nothing is written to AWS until there is room.",
            remedy: "Make room in the file system of \(directory); posyncd goes on by itself.", owner: .operator)
    }
}

/// Why a cycle could not be run to its end.
enum SyncError: Error, Sendable {
    /// The store failed.
    case store(StoreError)
    /// A record of the store is not what this version writes.
    case record(String)
    /// It was ended early; what was sent is known to the queue.
    case stopped
}

extension Knowledge {
    /// Agreements of the accounts that were read in this cycle.
    var readAgreements: [Agreement] {
        world.agreements.filter { !unread.contains($0.key) }.values.flatMap { $0 }
    }
}
