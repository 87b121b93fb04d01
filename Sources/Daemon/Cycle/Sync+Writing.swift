internal import Marketplace
internal import Reconciliation
internal import Store
internal import Transport

extension Sync {
    /// What became of the writes of this cycle.
    struct WriteTally: Sendable {
        /// How many were sent.
        var sent = 0
        var accepted: Set<String> = []
        /// Sent, and the answer was lost: what is read back tells whether they were accepted.
        var unanswered: Set<String> = []
        var verified: Set<String> = []

        /// A number was seen where it belongs.
        mutating func see(_ id: String) {
            if unanswered.contains(id) { accepted.insert(id) }
            verified.insert(id)
        }
    }

    /// Makes the decision durable, sends what is due, reads it back, and sends again what was only stale.
    func write(
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
            // What the charge shows tells whether these are tried again; only then it is said.
            var doubtful: [QueueEntry] = []
            for result in await dispatcher.send(sending) {
                if let error = result.error { log.failed(result.entry, error) }
                if case .accepted = result.outcome {
                    tally.accepted.insert(result.entry.id)
                    log.applied(result.entry)
                } else if result.outcome.mayHaveHappened {
                    tally.unanswered.insert(result.entry.id)
                } else {
                    sight.knowledge.world.written[result.entry.key]?.removeLast()
                }
                let effects = queue.handle(
                    .outcome(result.entry.id, generation: result.entry.generation, heeding(result.outcome)),
                    at: edges.now, jitter: edges.entropy.unit())
                if let entry = queue[result.entry.id], entry.needsReadBack {
                    written[result.entry.account, default: []].insert(result.entry.agreement)
                    doubtful.append(entry)
                } else {
                    log.effects(effects)
                }
            }
            sight.knowledge.world.written = sight.knowledge.world.written.filter { !$0.value.isEmpty }
            try await commit(sight.knowledge.world, since: &known, &queue, usingReserve: true)
            await readBack(written, &sight, &queue, &tally, log)
            for entry in doubtful where queue[entry.id] == entry { log.effects([.scheduled(entry)]) }
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
        let plan = reconcile(sight.knowledge.snapshot, rules: look.rules, now: edges.now, weighing: .untold)
        log.effects(
            queue.follow(plan, unread: sight.knowledge.unread, at: edges.now, jitter: edges.entropy.unit))
    }

    /// The outcome with a pause until the destination may be asked again, where it is shut.
    private func heeding(_ outcome: QueueOutcome) -> QueueOutcome {
        guard case .unreachable(let error, let retryAfter) = outcome, let next = edges.nextWrite else { return outcome }
        return .unreachable(error: error, retryAfter: max(next - edges.now, retryAfter ?? .zero))
    }

    /// Puts off what is due in accounts that could not be read, so that nobody asks them again and again.
    func postpone(
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
        let world = sight.knowledge.world
        let listings = await sideBySide(byAccount.keys.sorted()) { account in
            await chargesAgain(account, byAccount[account] ?? [], world)
        }
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
            for case .done(let entry) in effects { tally.see(entry.id) }
            log.effects(effects)
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
