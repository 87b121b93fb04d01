internal import Reconciliation

// Every transition goes through `set`, `take` or `add`, which keep the tally.
extension RetryQueue {
    func ignore(_ id: QueueEntry.ID, _ why: String) -> [QueueEffect] {
        [.ignored(id, why: why)]
    }

    /// Puts a changed entry in the place of the one it was.
    mutating func set(_ entry: QueueEntry) {
        guard let before = all[entry.id] else { return }
        tally[keyPath: QueueTally.place(of: before.state)] -= 1
        tally[keyPath: QueueTally.place(of: entry.state)] += 1
        all[entry.id] = entry
        touched.insert(entry.id)
        isTallyTouched = true
    }

    /// Takes an entry out and counts it under `place` from now on.
    private mutating func take(_ entry: QueueEntry, as place: WritableKeyPath<QueueTally, Int>) {
        tally[keyPath: QueueTally.place(of: entry.state)] -= 1
        tally[keyPath: place] += 1
        all[entry.id] = nil
        touched.insert(entry.id)
        isTallyTouched = true
    }

    private mutating func add(_ intent: QueueIntent, _ state: QueueEntry.State, _ now: Instant) -> QueueEntry {
        tally.enqueued += 1
        tally.pending += 1
        isTallyTouched = true
        let entry = QueueEntry(
            intent: intent, generation: tally.enqueued, state: state, attempts: 0, deferrals: 0, nextAttemptAt: now,
            enqueuedAt: now, lastError: nil, reason: nil)
        all[entry.id] = entry
        touched.insert(entry.id)
        return entry
    }

    mutating func intend(_ intent: QueueIntent, _ now: Instant) -> [QueueEffect] {
        guard var present = all[intent.id] else { return [.enqueued(add(intent, .waiting, now))] }
        guard present.order == intent.order, present.agreement == intent.agreement else {
            // What was sent for the older wish may still arrive: the newer one has to look first.
            let state: QueueEntry.State = present.isInFlight || present.needsReadBack ? .unconfirmed : .waiting
            if present.state == .discarded {
                // Counted already; only its mark goes.
                all[present.id] = nil
                return [.enqueued(add(intent, .waiting, now))]
            }
            take(present, as: \.superseded)
            return [.superseded(present), .enqueued(add(intent, state, now))]
        }
        guard present.intent != intent, !present.isInFlight else { return [] }
        present.intent = intent
        set(present)
        return []
    }

    mutating func send(_ id: QueueEntry.ID, _ now: Instant) -> [QueueEffect] {
        guard var entry = all[id] else { return ignore(id, "there is no such entry") }
        guard !entry.needsReadBack else { return [.readBack(entry)] }
        guard entry.state == .waiting else { return ignore(id, "it is \(entry.state.rawValue)") }
        entry.state = .inFlight
        set(entry)
        return [.send(entry)]
    }

    mutating func readBack(
        _ id: QueueEntry.ID, _ generation: Int, _ carried: OrderNumber?, _ revision: Int, _ now: Instant,
        _ jitter: Double
    ) -> [QueueEffect] {
        guard var entry = all[id], entry.generation == generation else {
            return ignore(id, "it is about an older wish")
        }
        guard entry.isPending else { return ignore(id, "it is \(entry.state.rawValue)") }
        if carried == entry.order { return finish(entry) }
        entry.intent.revision = revision
        guard entry.needsReadBack else {
            if entry != all[id] { set(entry) }
            return []
        }
        if entry.isAccepted { return miss(entry, now, jitter) }
        if entry.attempts >= policy.attempts {
            return die(entry, "\(entry.attemptsText): \(entry.lastError ?? "the number was not on the charge")")
        }
        // Read sooner than it was to be tried again: the reading is no reason to send sooner.
        entry.state = .waiting
        set(entry)
        return [.scheduled(entry)]
    }

    mutating func finish(_ entry: QueueEntry) -> [QueueEffect] {
        take(entry, as: \.done)
        return [.done(entry)]
    }

    mutating func die(_ entry: QueueEntry, _ reason: String) -> [QueueEffect] {
        var entry = entry
        entry.state = .dead
        entry.reason = QueueEntry.bounded(reason)
        set(entry)
        return [.died(entry)]
    }

    mutating func drop(_ id: QueueEntry.ID) -> [QueueEffect] {
        guard let entry = all[id] else { return ignore(id, "there is no such entry") }
        guard entry.state != .discarded else {
            all[id] = nil
            touched.insert(id)
            return []
        }
        take(entry, as: \.superseded)
        return [.superseded(entry)]
    }

    mutating func retryNow(_ id: QueueEntry.ID, _ now: Instant) -> [QueueEffect] {
        guard var entry = all[id] else { return ignore(id, "there is no such entry") }
        guard !entry.isInFlight else { return ignore(id, "it is on its way already") }
        if !entry.isPending { entry.state = .waiting }
        entry.attempts = 0
        entry.deferrals = 0
        entry.reason = nil
        entry.nextAttemptAt = now
        set(entry)
        return [.scheduled(entry)]
    }

    mutating func discard(_ id: QueueEntry.ID, _ reason: String) -> [QueueEffect] {
        guard var entry = all[id] else { return ignore(id, "there is no such entry") }
        guard !entry.isInFlight else { return ignore(id, "it is on its way; try again when its outcome is known") }
        guard entry.state != .discarded else { return ignore(id, "it is discarded already") }
        entry.state = .discarded
        entry.reason = QueueEntry.bounded(reason)
        set(entry)
        return [.discarded(entry)]
    }

    mutating func clampTimes(_ now: Instant) -> [QueueEffect] {
        var effects: [QueueEffect] = []
        for var entry in entries where entry.isPending && entry.nextAttemptAt > now + policy.longestPause {
            entry.nextAttemptAt = now + policy.longestPause
            set(entry)
            effects.append(.scheduled(entry))
        }
        return effects
    }

    mutating func recover(_ now: Instant) -> [QueueEffect] {
        var effects: [QueueEffect] = []
        for var entry in entries where entry.isInFlight {
            entry.state = .unconfirmed
            // One that brings the program down is not to do so for ever.
            entry.attempts += 1
            entry.lastError = "the program ended while it was on its way"
            entry.nextAttemptAt = now
            set(entry)
            effects.append(.readBack(entry))
        }
        return effects
    }
}
