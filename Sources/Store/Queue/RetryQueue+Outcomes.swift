internal import Reconciliation

extension RetryQueue {
    /// Takes in what became of a write that was sent, or of reading it back.
    mutating func settle(
        _ id: QueueEntry.ID, _ generation: Int, _ outcome: QueueOutcome, _ now: Instant, _ jitter: Double
    ) -> [QueueEffect] {
        guard let entry = all[id], entry.generation == generation else {
            return ignore(id, "it is about an older wish")
        }
        guard entry.isInFlight || entry.isPending else { return ignore(id, "it is \(entry.state.rawValue)") }
        switch outcome {
        case .verified: return finish(entry)
        case .accepted: return accept(entry, now)
        case .refusedAtOnce(let code, let reason):
            return die(entry.noting("\(code): \(reason)"), "refused (\(code)): \(reason)")
        case .throttled(let retryAfter):
            return putOff(entry.noting("too many requests"), now) { policy, count in
                policy.pause(throttled: count, retryAfter: retryAfter, jitter: jitter)
            }
        case .denied(let error):
            return putOff(entry.noting(error), now) { policy, _ in policy.pause(deniedWith: jitter) }
        case .transient(let error): return fail(entry.noting(error), now, jitter)
        case .unknownOutcome(let error): return doubt(entry.noting(error), now, jitter)
        case .conflict(let error): return reread(entry.noting(error), now, jitter)
        }
    }

    /// AWS took it: what counts is what is read from the charge.
    private mutating func accept(_ entry: QueueEntry, _ now: Instant) -> [QueueEffect] {
        var entry = entry
        entry.state = .unconfirmed
        entry.deferrals = 0
        entry.nextAttemptAt = now
        set(entry)
        return [.readBack(entry)]
    }

    /// Nothing is wrong with the write, so that it is not counted against it.
    private mutating func putOff(
        _ entry: QueueEntry, _ now: Instant, _ pause: (RetryPolicy, Int) -> Duration
    ) -> [QueueEffect] {
        var entry = entry
        if entry.isInFlight { entry.state = .waiting }
        entry.deferrals += 1
        entry.nextAttemptAt = now + pause(policy, entry.deferrals)
        set(entry)
        return [.scheduled(entry)]
    }

    private mutating func fail(_ entry: QueueEntry, _ now: Instant, _ jitter: Double) -> [QueueEffect] {
        var entry = entry.counted()
        if entry.attempts >= policy.attempts, !entry.needsReadBack {
            return die(entry, "\(entry.attempts) attempts: \(entry.lastError ?? "")")
        }
        if entry.isInFlight { entry.state = .waiting }
        entry.nextAttemptAt = now + policy.pause(after: entry.attempts, jitter: jitter)
        set(entry)
        return [.scheduled(entry)]
    }

    /// It may have had its effect: not dead before the charge was read, even after the last attempt.
    private mutating func doubt(_ entry: QueueEntry, _ now: Instant, _ jitter: Double) -> [QueueEffect] {
        var entry = entry.counted()
        entry.state = .unconfirmed
        entry.nextAttemptAt = now + policy.pause(after: entry.attempts, jitter: jitter)
        set(entry)
        return [.scheduled(entry)]
    }

    /// Somebody changed the charge: read it, and decide again.
    private mutating func reread(_ entry: QueueEntry, _ now: Instant, _ jitter: Double) -> [QueueEffect] {
        var entry = entry.counted()
        entry.state = .unconfirmed
        entry.nextAttemptAt = now + policy.share(jitter, of: policy.conflictPause)
        set(entry)
        return [.scheduled(entry)]
    }
}

extension QueueEntry {
    /// This entry with what went wrong last.
    fileprivate func noting(_ error: String) -> QueueEntry {
        var entry = self
        entry.lastError = Self.bounded(error)
        return entry
    }

    /// This entry with one more attempt, and put off no longer.
    fileprivate func counted() -> QueueEntry {
        var entry = self
        entry.attempts += 1
        entry.deferrals = 0
        return entry
    }
}
