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
            return die(entry.noting("\(code): \(reason)").counted(), "refused (\(code)): \(reason)")
        case .throttled(let retryAfter):
            return putOff(entry.noting("too many requests"), now) { policy, count in
                policy.pause(after: count, retryAfter: retryAfter, jitter: jitter)
            }
        case .unreachable(let error, let retryAfter):
            return putOff(entry.noting(error), now) { policy, count in
                policy.pause(after: count, retryAfter: retryAfter, jitter: jitter)
            }
        case .denied(let error):
            return putOff(entry.noting(error), now) { policy, _ in policy.pause(deniedWith: jitter) }
        case .transient(let error, let retryAfter): return fail(entry.noting(error), now, retryAfter, jitter)
        case .unknownOutcome(let error, let retryAfter): return doubt(entry.noting(error), now, retryAfter, jitter)
        case .conflict(let error): return reread(entry.noting(error), now, jitter)
        }
    }

    /// AWS took it: what counts is what is read from the charge.
    private mutating func accept(_ entry: QueueEntry, _ now: Instant) -> [QueueEffect] {
        var entry = entry
        entry.state = .accepted
        entry.deferrals = 0
        entry.lastError = nil
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

    private mutating func fail(
        _ entry: QueueEntry, _ now: Instant, _ retryAfter: Duration?, _ jitter: Double
    ) -> [QueueEffect] {
        var entry = entry.counted()
        if entry.attempts >= policy.attempts, !entry.needsReadBack {
            return die(entry, "\(entry.attemptsText): \(entry.lastError ?? "")")
        }
        if entry.isInFlight { entry.state = .waiting }
        entry.nextAttemptAt = now + policy.pause(after: entry.attempts, retryAfter: retryAfter, jitter: jitter)
        set(entry)
        return [.scheduled(entry)]
    }

    /// AWS took it, and the charge carries something else: it shows late, or was changed since. Not sent again at once, for
    /// nothing says that it would show then.
    mutating func miss(_ entry: QueueEntry, _ now: Instant, _ jitter: Double) -> [QueueEffect] {
        var entry = entry.noting("AWS accepted it, and the charge does not carry it").counted()
        if entry.attempts >= policy.attempts {
            return die(entry, "\(entry.attemptsText): \(entry.lastError ?? "")")
        }
        entry.state = .waiting
        entry.nextAttemptAt = now + policy.pause(after: entry.attempts, jitter: jitter)
        set(entry)
        return [.scheduled(entry)]
    }

    /// It may have had its effect: not dead before the charge was read, even after the last attempt.
    private mutating func doubt(
        _ entry: QueueEntry, _ now: Instant, _ retryAfter: Duration?, _ jitter: Double
    ) -> [QueueEffect] {
        var entry = entry.counted()
        entry.state = .unconfirmed
        entry.nextAttemptAt = now + policy.pause(after: entry.attempts, retryAfter: retryAfter, jitter: jitter)
        set(entry)
        return [.scheduled(entry)]
    }

    /// Somebody changed the charge: read it, and decide again. At once the first time; what goes on conflicting backs off
    /// like any other failure.
    private mutating func reread(_ entry: QueueEntry, _ now: Instant, _ jitter: Double) -> [QueueEffect] {
        var entry = entry.counted()
        entry.state = .unconfirmed
        entry.nextAttemptAt =
            now + (entry.attempts > 1 ? policy.pause(after: entry.attempts - 1, jitter: jitter) : .zero)
        set(entry)
        return [.scheduled(entry)]
    }
}

extension QueueEntry {
    /// This entry with what went wrong last.
    func noting(_ error: String) -> QueueEntry {
        var entry = self
        entry.lastError = Self.bounded(error)
        return entry
    }

    /// This entry with one more attempt, and put off no longer.
    func counted() -> QueueEntry {
        var entry = self
        entry.attempts += 1
        entry.deferrals = 0
        return entry
    }
}
