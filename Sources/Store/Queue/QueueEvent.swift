public import Reconciliation

/// What happens to the queue.
public enum QueueEvent: Sendable, Hashable {
    /// The plan wants a number on a charge. The same wish again changes nothing, whatever became of it; another one takes
    /// its place.
    case intend(QueueIntent)
    /// A write is about to be sent; recorded before it is.
    case send(QueueEntry.ID)
    /// What became of a write that was sent.
    case outcome(QueueEntry.ID, generation: Int, QueueOutcome)
    /// The charge was read while the write was not under way.
    case readBack(QueueEntry.ID, generation: Int, carries: OrderNumber?, revision: Int)
    /// The plan of now does not want this write.
    case noLongerWanted(QueueEntry.ID)
    /// An operator wants it tried at once, as if for the first time.
    case retryNow(QueueEntry.ID)
    /// An operator takes it out.
    case discard(QueueEntry.ID, reason: String)
    /// The wall clock was set: no time that was set by the old one may keep a write away for longer than any pause does.
    case clockSet
    /// The program starts: what was under way when it ended is not known.
    case started
}

/// What became of a write.
public enum QueueOutcome: Sendable, Hashable {
    /// AWS took it; the charge has not been read yet.
    case accepted
    /// The number was read back from the charge.
    case verified
    /// AWS refuses it, and will do so the next time.
    case refusedAtOnce(code: String, reason: String)
    /// Too many requests; nothing is wrong with this one.
    case throttled(retryAfter: Duration?)
    /// Nobody was there to take it: it was not sent, or the charge could not be read first. Nothing is wrong with this
    /// write.
    case unreachable(error: String, retryAfter: Duration? = nil)
    /// It failed before it could have had an effect.
    case transient(error: String, retryAfter: Duration? = nil)
    /// It failed and may have had its effect.
    case unknownOutcome(error: String, retryAfter: Duration? = nil)
    /// A permission or a credential is missing; nothing is wrong with the write.
    case denied(error: String)
    /// The charge has another revision by now.
    case conflict(error: String)
}

/// What a transition means for the rest of the program: a log line, a finding, a call.
public enum QueueEffect: Sendable, Hashable {
    /// A write is wanted that was not before.
    case enqueued(QueueEntry)
    /// The write may be sent now.
    case send(QueueEntry)
    /// The charge is to be read before anything else is done.
    case readBack(QueueEntry)
    /// It will be tried again at `nextAttemptAt`.
    case scheduled(QueueEntry)
    /// It was given up: the finding `change-dead`.
    case died(QueueEntry)
    /// The number is on the charge.
    case done(QueueEntry)
    /// Something else is wanted now, or nothing.
    case superseded(QueueEntry)
    /// An operator took it out.
    case discarded(QueueEntry)
    /// The event came too late, or does not fit where the write is; nothing was changed.
    case ignored(QueueEntry.ID, why: String)
}
