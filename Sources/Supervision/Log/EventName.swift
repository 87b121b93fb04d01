/// The name of everything that the log can say: the complete set, which `Config/alerting/README.md` documents.
///
/// Alert rules match on these names, so none is ever renamed or given another meaning.
public enum EventName: String, Sendable, Hashable, CaseIterable {
    /// The daemon is ready; `version`, `pid`.
    case daemonStarted = "daemon.started"
    /// The daemon has begun to stop; `signal`.
    case daemonStopping = "daemon.stopping"
    /// A line without a name of its own, such as a loop that is late or numbers that could not be written.
    case daemonNote = "daemon.note"
    /// `run` or `sync` has ended with an error; `command`, `exit.code`. A line for each line of the error's text.
    case commandFailed = "command.failed"

    /// The configuration was read again and is in force.
    case configReloaded = "config.reloaded"
    /// The configuration was read again and is bad; the old one stays in force.
    case configRejected = "config.rejected"

    /// A cycle begins; `cycle`.
    case cycleStarted = "cycle.started"
    /// A cycle has read everything and has nothing left to write.
    case cycleFinished = "cycle.finished"
    /// A cycle has ended with something unread or still to be written.
    case cycleIncomplete = "cycle.incomplete"

    /// A feed was read to its end; `feed`, `orders`.
    case feedRead = "feed.read"
    /// A feed could not be read, or not to its end; `feed`, `error.code`.
    case feedFailed = "feed.failed"
    /// An account was read; `account`, `agreements`, `charges`.
    case accountRead = "account.read"
    /// An account could not be read; `account`, `error.code`.
    case accountFailed = "account.failed"

    /// AWS has accepted a purchase order number on a charge.
    case changeApplied = "change.applied"
    /// The number was read back from the charge.
    case changeVerified = "change.verified"
    /// AWS has refused a write, or its outcome is unknown; it will be tried again.
    case changeFailed = "change.failed"
    /// A write is given up; `reason`.
    case changeDead = "change.dead"
    /// A failed write has its next time; `attempt`, `next`.
    case retryScheduled = "retry.scheduled"

    /// A finding is new; `finding`, `scenario`.
    case findingFiring = "finding.firing"
    /// A finding stands since long; said again every `alerts.remind`.
    case findingReminded = "finding.reminded"
    /// A finding is over.
    case findingResolved = "finding.resolved"
    /// A digest of findings could not be delivered; `target`, `error.reason`.
    case alertFailed = "alert.failed"

    /// The journal has been folded into a new snapshot.
    case storeCompacted = "store.compacted"
    /// A sync to disk took longer than a second.
    case storeSyncSlow = "store.sync_slow"
    /// The disk is full: nothing is written to AWS until there is room.
    case storeFull = "store.full"
    /// The disk has failed; the daemon stops.
    case storeFailed = "store.failed"
    /// The end of an interrupted write, never acknowledged, was put aside at the start.
    case storeTailTruncated = "store.tail_truncated"

    /// The wall clock was set; every due time has been looked at again.
    case clockJumped = "clock.jumped"

    /// Whether identical lines of this event are counted instead of repeated.
    ///
    /// Never those that happen once for each subject by themselves, for alerts count them.
    var isLimited: Bool {
        switch self {
        case .daemonNote, .configRejected, .feedFailed, .accountFailed, .changeFailed, .retryScheduled, .alertFailed,
            .storeSyncSlow, .storeFull, .storeFailed, .clockJumped:
            true
        case .daemonStarted, .daemonStopping, .commandFailed, .configReloaded, .cycleStarted, .cycleFinished,
            .cycleIncomplete,
            .feedRead, .accountRead, .changeApplied, .changeVerified, .changeDead, .findingFiring, .findingReminded,
            .findingResolved, .storeCompacted, .storeTailTruncated:
            false
        }
    }
}
