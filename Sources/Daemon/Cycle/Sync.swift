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
        sight.knowledge.world.assignments = sight.plan.byKey
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

    private func commit(
        _ world: World, since known: inout World, _ queue: inout RetryQueue, usingReserve: Bool = false
    ) async throws(StoreError) {
        var batch = StoreBatch()
        try world.addChanges(since: known, to: &batch)
        try queue.takeChanges(into: &batch)
        if let breakers = edges.breakers { try batch.append(breakers.change) }
        try await store.commit(batch, usingReserve: usingReserve)
        known = world
    }

    // MARK: - Writing

    /// What became of the writes of this cycle.
    struct WriteTally: Sendable {
        /// How many were sent.
        var sent = 0
        var accepted: Set<String> = []
        var verified: Set<String> = []
    }

    /// Makes the decision durable, sends what is due, reads it back, and sends again what was only stale.
    private func write(
        _ sight: inout Sight, _ known: inout World, _ queue: inout RetryQueue, _ tally: inout WriteTally,
        _ log: CycleLog
    ) async throws(StoreError) {
        let dispatcher = Dispatcher(client: edges.client, time: edges.time)
        for wave in 0..<Self.waves {
            let sending = Task.isCancelled ? [] : takeDue(&sight, &queue)
            // The decision and what is sent because of it are one commit.
            if wave == 0 || !sending.isEmpty { try await commit(sight.knowledge.world, since: &known, &queue) }
            guard !sending.isEmpty else { return }
            tally.sent += sending.count
            // Where charges are to be read again; the results themselves are let go of before that.
            var written: [AccountID: Set<AgreementID>] = [:]
            for result in await dispatcher.send(sending) {
                if let error = result.error { log.failed(result.entry, error) }
                if case .accepted = result.outcome {
                    tally.accepted.insert(result.entry.id)
                    log.applied(result.entry)
                } else if !result.outcome.mayHaveHappened {
                    sight.knowledge.world.written[result.entry.key]?.removeLast()
                }
                log.effects(
                    queue.handle(
                        .outcome(result.entry.id, generation: result.entry.generation, heeding(result.outcome)),
                        at: edges.now, jitter: edges.entropy.unit()))
                if queue[result.entry.id]?.needsReadBack ?? false {
                    written[result.entry.account, default: []].insert(result.entry.agreement)
                }
            }
            sight.knowledge.world.written = sight.knowledge.world.written.filter { !$0.value.isEmpty }
            try await commit(sight.knowledge.world, since: &known, &queue, usingReserve: true)
            await readBack(written, &sight, &queue, &tally, log)
            decideAgain(&sight, &queue, log)
            try await commit(sight.knowledge.world, since: &known, &queue, usingReserve: true)
        }
    }

    /// The writes that are due, which are on their way from here on.
    private func takeDue(_ sight: inout Sight, _ queue: inout RetryQueue) -> [QueueEntry] {
        var sending: [QueueEntry] = []
        let moment = edges.now
        for entry in queue.due(at: moment) where !sight.knowledge.unread.contains(entry.account) {
            for effect in queue.handle(.send(entry.id), at: moment, jitter: 0) {
                if case .send(let entry) = effect { sending.append(entry) }
            }
        }
        // What is about to be sent is ours from here on: after a crash the number must not look like somebody else's.
        for entry in sending {
            sight.knowledge.world.written[entry.key, default: []].append(WrittenOrder(order: entry.order, at: moment))
        }
        return sending
    }

    /// What was read back may be somebody else's number: what is sent again is decided again.
    private func decideAgain(_ sight: inout Sight, _ queue: inout RetryQueue, _ log: CycleLog) {
        guard queue.isAnyDue(at: edges.now, besides: sight.knowledge.unread) else { return }
        sight.knowledge.queue = queue.standings
        let plan = reconcile(sight.knowledge.snapshot, rules: look.rules, now: edges.now)
        log.effects(
            queue.follow(plan, unread: sight.knowledge.unread, at: edges.now, jitter: edges.entropy.unit))
    }

    /// The outcome with a pause until the destination may be asked again, where it is shut.
    private func heeding(_ outcome: QueueOutcome) -> QueueOutcome {
        guard case .unreachable(let error, let retryAfter) = outcome, let next = edges.nextWrite else { return outcome }
        return .unreachable(error: error, retryAfter: max(next - edges.now, retryAfter ?? .zero))
    }

    /// Puts off what is due in accounts that could not be read, so that nobody asks them again and again.
    private func postpone(
        _ failures: [AccountID: MarketplaceError], _ queue: inout RetryQueue, _ log: CycleLog
    ) {
        guard !failures.isEmpty else { return }
        for entry in queue.due(at: edges.now) {
            guard let error = failures[entry.account] else { continue }
            log.effects(
                queue.handle(
                    .outcome(
                        entry.id, generation: entry.generation, heeding(QueueOutcome(unread: error))), at: edges.now,
                    jitter: edges.entropy.unit()))
        }
    }

    /// Reads the charges of agreements to which something was sent: only what is seen there counts.
    private func readBack(
        _ written: [AccountID: Set<AgreementID>], _ sight: inout Sight, _ queue: inout RetryQueue,
        _ tally: inout WriteTally, _ log: CycleLog
    ) async {
        let byAccount = written.mapValues { $0.sorted() }
        let listings = await chargesAgain(byAccount, sight.knowledge.world)
        for (account, agreements) in byAccount.sorted(by: { $0.key < $1.key }) {
            switch listings[account] {
            case .success(let listing): sight.knowledge.world.take(listing, of: account, only: agreements)
            case .failure(let error):
                log.accountFailed(account, error)
                postpone([account: error], &queue, log)
                continue
            case nil: continue
            }
            let touched = (sight.knowledge.world.agreements[account] ?? []).filter { agreements.contains($0.id) }
            let effects = queue.read(touched, at: edges.now, jitter: edges.entropy.unit)
            for case .done(let entry) in effects { tally.verified.insert(entry.id) }
            log.effects(effects)
        }
    }

    /// The charges of some agreements of each account, accounts side by side.
    private func chargesAgain(
        _ agreements: [AccountID: [AgreementID]], _ world: World
    ) async -> [AccountID: Result<ChargeListing, MarketplaceError>] {
        await withTaskGroup(of: (AccountID, Result<ChargeListing, MarketplaceError>).self) { group in
            var waiting = agreements.sorted { $0.key < $1.key }[...]
            var results: [AccountID: Result<ChargeListing, MarketplaceError>] = [:]
            for _ in 0..<AccountReader.concurrency {
                guard let (account, agreements) = waiting.popFirst() else { break }
                group.addTask { (account, await chargesAgain(account, agreements, world)) }
            }
            for await (account, result) in group {
                results[account] = result
                if let (next, agreements) = waiting.popFirst() {
                    group.addTask { (next, await chargesAgain(next, agreements, world)) }
                }
            }
            return results
        }
    }

    /// The charges of some agreements: by a listing of the account where that takes fewer calls.
    private func chargesAgain(
        _ account: AccountID, _ agreements: [AgreementID], _ world: World
    ) async -> Result<ChargeListing, MarketplaceError> {
        let charges = (world.agreements[account] ?? []).reduce(0) { $0 + $1.charges.count }
        let isWhole = world.accounts[account]?.listsWholeAccount == true && charges / 50 + 1 < agreements.count
        do throws(MarketplaceError) {
            if isWhole {
                return .success(
                    try await edges.client.charges(in: account, of: agreements, listsWholeAccount: true))
            }
            return .success(try await edges.client.charges(in: account, ofEach: agreements))
        } catch {
            return .failure(error)
        }
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
            plan = reconcile(sight.knowledge.snapshot, rules: look.rules, now: edges.now)
        }
        sight.knowledge.world.assignments = plan.byKey
        var board = AlertBoard(known.findings)
        // A retry looks at a part of the world only: what it does not see is neither new nor over.
        let events = kind.isRetry ? [] : board.update(plan.findings, at: edges.now, remind: remind)
        sight.knowledge.world.findings = Array(board.records.values)
        sight.knowledge.world.alerts.add(events, for: alertTargets)
        log.alerts(events, standing: board.standing)

        sight.outcome.cycle = sight.knowledge.world.status.cycle
        sight.outcome.count(plan)
        sight.outcome.count(plan, tally, queue)
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
            try await Views(store: store).replace(known, queue, plan.deadlines, at: edges.now)
        } catch {
            guard case .full = error else { throw .store(error) }
        }
        log.finished(sight.outcome, standing: board.standing, milliseconds: milliseconds)
        return SyncResult(
            outcome: sight.outcome, events: events, lacksCredentials: sight.lacksCredentials, deadlines: plan.deadlines)
    }

    /// The decision after the writes: that of before, where nothing that it is made of has changed since.
    private func decide(_ sight: inout Sight, _ queue: RetryQueue, _ tally: WriteTally) -> Plan {
        let standings = queue.standings
        let isAsBefore = sight.knowledge.queue == standings && sight.conditions == sight.knowledge.conditions.count
        if tally.sent == 0, isAsBefore { return sight.plan }
        sight.plan = Plan()
        sight.knowledge.queue = standings
        return reconcile(sight.knowledge.snapshot, rules: look.rules, now: edges.now)
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

extension Plan {
    /// The assignments by charge.
    var byKey: [ChargeKey: Assignment] {
        Dictionary(assignments.map { ($0.key, $0) }) { first, _ in first }
    }
}

extension QueueEntry {
    /// The charge.
    var key: ChargeKey { ChargeKey(account: account, charge: charge) }
}

extension QueueOutcome {
    /// Whether the number may be on the charge after this.
    var mayHaveHappened: Bool {
        switch self {
        case .accepted, .verified, .unknownOutcome: true
        case .refusedAtOnce, .throttled, .unreachable, .transient, .denied, .conflict: false
        }
    }
}

extension Knowledge {
    /// Agreements of the accounts that were read in this cycle.
    var readAgreements: [Agreement] {
        world.agreements.filter { !unread.contains($0.key) }.values.flatMap { $0 }
    }
}
