public import Reconciliation

/// The wish to have a PO number on a charge.
public struct QueueIntent: Sendable, Hashable {
    /// The account of the agreement.
    public let account: AccountID
    /// The agreement.
    public var agreement: AgreementID
    /// The charge.
    public let charge: ChargeID
    /// The number that is to be on it.
    public var order: OrderNumber
    /// The charge's revision when this was decided: compare-and-set when it is written.
    public var revision: Int
    /// The key of the decision among the assignments.
    public var assignment: String

    /// The wish to have `order` on `charge`.
    public init(
        account: AccountID, agreement: AgreementID, charge: ChargeID, order: OrderNumber, revision: Int,
        assignment: String
    ) {
        self.account = account
        self.agreement = agreement
        self.charge = charge
        self.order = order
        self.revision = revision
        id = QueueEntry.id(account: account, charge: charge)
        // Mostly the same text: one piece of memory for both.
        self.assignment = assignment == id ? id : assignment
    }

    /// What there is one entry for: the account and the charge, not the event that asked for it.
    public let id: String
}

/// A write that is due, under way or given up: one for each charge, so that the queue is bounded by the charges there
/// are and an older wish cannot be written after a newer one.
public struct QueueEntry: Sendable, Hashable {
    /// Where a write is.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// To be sent when its time has come.
        case waiting
        /// On its way to AWS. Found so after a crash, it is `unconfirmed`.
        case inFlight
        /// AWS took it; the charge has not been read yet.
        case accepted
        /// Sent, and what became of it is not known: the charge must be read before it may be sent again.
        case unconfirmed
        /// Given up, until an operator says otherwise or something else is wanted.
        case dead
        /// Taken out by an operator; kept so that the same wish does not come back with the next cycle.
        case discarded
    }

    /// What is wanted.
    public internal(set) var intent: QueueIntent
    /// Which wish this is, of all there ever were: an outcome that comes in late names an older one and is passed over.
    public internal(set) var generation: Int
    /// Where the write is.
    public internal(set) var state: State
    /// How often it failed in a way that counts (`RetryPolicy.attempts`).
    public internal(set) var attempts: Int
    /// How often it was put off in a row without that counting as an attempt.
    public internal(set) var deferrals: Int
    /// When it is to be sent, or read back, next.
    public internal(set) var nextAttemptAt: Instant
    /// When this was first wanted.
    public internal(set) var enqueuedAt: Instant
    /// What went wrong last.
    public internal(set) var lastError: String?
    /// Why it is dead or discarded.
    public internal(set) var reason: String?

    /// The account and the charge: `222222222222/ch-1`.
    public var id: String { intent.id }
    /// The account of the agreement.
    public var account: AccountID { intent.account }
    /// The agreement.
    public var agreement: AgreementID { intent.agreement }
    /// The charge.
    public var charge: ChargeID { intent.charge }
    /// The number that is to be on it.
    public var order: OrderNumber { intent.order }
    /// Whether it was given up.
    public var isDead: Bool { state == .dead }
    /// Whether it is on its way.
    public var isInFlight: Bool { state == .inFlight }
    /// Whether it waits to be sent or read back.
    public var isPending: Bool { state == .waiting || needsReadBack }
    /// `1 attempt`, `12 attempts`.
    var attemptsText: String { "\(attempts) attempt\(attempts == 1 ? "" : "s")" }
    /// Whether it waits for a moment that has come.
    func isDue(at now: Instant) -> Bool { isPending && nextAttemptAt <= now }
    /// Whether AWS took it and the charge has not been read since.
    public var isAccepted: Bool { state == .accepted }
    /// Whether the charge must be read before anything is sent.
    public var needsReadBack: Bool { state == .accepted || state == .unconfirmed }

    /// The account and the charge of an entry.
    public typealias ID = String

    /// The id of the entry for a charge.
    public static func id(account: AccountID, charge: ChargeID) -> ID {
        "\(account.text)/\(charge.text)"
    }

    /// Bytes of an error text or a reason that are kept.
    static let textBytes = 1000

    /// A text cut to what is kept of it.
    static func bounded(_ text: String) -> String {
        guard text.utf8.count > textBytes else { return text }
        return String(decoding: text.utf8.prefix(textBytes - 3), as: UTF8.self) + "…"
    }
}
