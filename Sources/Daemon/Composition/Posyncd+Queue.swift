internal import Configuration
internal import Reconciliation
internal import Store

extension Posyncd {
    /// The retry queue.
    public func queue() async throws(ProgramError) -> QueueReport {
        let (_, queue) = try await load(invocation.stateDirectory(try configurationIfNeeded()))
        return QueueReport(queue, now: now)
    }

    /// Makes entries due at once, those that were given up or taken out too; without ids all but those taken out.
    ///
    /// - Returns: the ids that were changed.
    public func retry(_ ids: [String]) async throws(ProgramError) -> [String] {
        try await change(ids, includingDiscarded: true) { .retryNow($0) }
    }

    /// Takes entries out for good. The ids that were changed.
    public func discard(_ ids: [String], reason: String) async throws(ProgramError) -> [String] {
        try await change(ids, includingDiscarded: false) { .discard($0, reason: reason) }
    }

    private func change(
        _ ids: [String], includingDiscarded: Bool, _ event: (QueueEntry.ID) -> QueueEvent
    ) async throws(ProgramError) -> [String] {
        let configuration = try configurationIfNeeded()
        let store = try await open(invocation.stateDirectory(configuration), makeLog())
        let result: Result<[String], ProgramError>
        do throws(ProgramError) {
            result = .success(try await change(ids, includingDiscarded, event, store, configuration))
        } catch {
            result = .failure(error)
        }
        await store.close()
        return try result.get()
    }

    private func change(
        _ ids: [String], _ includingDiscarded: Bool, _ event: (QueueEntry.ID) -> QueueEvent, _ store: Store,
        _ configuration: Configuration?
    ) async throws(ProgramError) -> [String] {
        let known: World
        var queue: RetryQueue
        do {
            known = try World(store.view)
            queue = try RetryQueue(store.view)
        } catch let error as StoreError {
            throw ProgramError(error)
        } catch {
            throw ProgramError(SyncError.record("\((error as? RecordError)?.reason ?? "\(error)")"))
        }
        // The lock is ours, so that nobody is sending: what is recorded as on its way was when a program ended.
        _ = queue.handle(.started, at: now, jitter: 0)
        let chosen =
            ids.isEmpty
            ? queue.entries.map(\.id)
            : try Self.resolve(ids, includingDiscarded ? queue.entries + queue.discarded : queue.entries, known)
        for id in chosen { _ = queue.handle(event(id), at: now, jitter: 0) }
        // What programs read says it now, not after the next cycle.
        var world = known
        world.follow(queue.standings, of: Set(chosen), at: now)
        do throws(StoreError) {
            var batch = StoreBatch()
            try world.addChanges(since: known, to: &batch)
            try queue.takeChanges(into: &batch)
            try await store.commit(batch)
            let deadlines = configuration.map { replan(world, queue, $0).deadlines } ?? []
            try await Views(store: store).replace(world, queue, deadlines, at: now)
        } catch {
            throw ProgramError(error)
        }
        return chosen
    }

    /// The entries of ids, which may be given as a charge alone.
    private static func resolve(
        _ ids: [String], _ entries: [QueueEntry], _ world: World
    ) throws(ProgramError) -> [QueueEntry.ID] {
        var found: [QueueEntry.ID] = []
        for id in ids {
            let matching = entries.filter { $0.id == id || $0.charge.text == id }
            guard matching.count == 1, let only = matching.first else {
                throw ProgramError(
                    .usage,
                    matching.isEmpty
                        ? "\(id) is not in the queue\(standing(id, world)); see `posyncd queue list`"
                        : "several accounts have a charge \(id); write ACCOUNT/CHARGE")
            }
            found.append(only.id)
        }
        return found
    }

    /// What is known of a charge that nothing waits for.
    private static func standing(_ id: String, _ world: World) -> String {
        let assignment = world.assignments.first {
            $0.key.charge.text == id || AssignmentRecord.key($0.key) == id
        }
        guard let assignment else { return "" }
        if let hold = assignment.hold, assignment.state == .planned {
            return ": PO \(assignment.order.number) for it is held, \(hold.sentence)"
        }
        return ": PO \(assignment.order.number) for it is \(assignment.state.rawValue)"
    }
}

extension World {
    /// Takes into the assignments what an operator did to their writes; the next cycle decides them anew.
    mutating func follow(_ standings: [ChargeKey: QueueStanding], of ids: Set<QueueEntry.ID>, at now: Instant) {
        for place in assignments.indices {
            var assignment = assignments[place]
            guard ids.contains(AssignmentRecord.key(assignment.key)), let standing = standings[assignment.key],
                standing.order == assignment.order.number
            else { continue }
            switch assignment.state {
            case .queued, .applied, .dead: if standing.isDiscarded { assignment.hold = .discarded }
            case .planned: if !standing.isDiscarded, assignment.hold == .discarded { assignment.hold = nil }
            case .verified, .invoiced, .blanket: continue
            }
            let state: Assignment.State
            if assignment.hold == .discarded {
                state = .planned
            } else if assignment.hold == nil, !standing.isDead, !standing.isAccepted {
                state = .queued
            } else {
                continue
            }
            guard state != assignment.state else { continue }
            assignment.state = state
            assignment.since = now
            assignment.finding = nil
            assignments[place] = assignment
        }
    }
}
