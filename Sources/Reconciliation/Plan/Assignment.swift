/// Which purchase order belongs on a charge, why, and how far that has come.
public struct Assignment: Sendable, Hashable {
    /// The charge.
    public var key: ChargeKey
    /// The agreement it belongs to.
    public var agreement: AgreementID
    /// The charge's revision as last seen.
    public var revision: Int
    /// The charge's amount as last seen.
    public var amount: Amount?
    /// The charge's currency.
    public var currency: String?
    /// When the charge is due; none for usage.
    public var time: Instant?
    /// The order that belongs on it.
    public var order: AssignedOrder
    /// The mapping rule that led here; none for a blanket PO.
    public var rule: String?
    /// How the line claimed the charge.
    public var scope: ClaimScope
    /// How far it has come.
    public var state: State
    /// The number that the charge carries now.
    public var observed: OrderNumber?
    /// When it came into this state.
    public var since: Instant
    /// The invoice that bills the charge.
    public var invoice: InvoiceID?
    /// The finding that keeps it from going on.
    public var finding: String?
    /// Why it is not written now; none where nothing keeps it.
    public var hold: Hold?
    /// The ended agreement that the line names, where the charge's agreement took its place.
    public var renewalOf: AgreementID?

    /// How far an assignment has come.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// Decided, and not to be written: the policy observes, or something holds it.
        case planned
        /// To be written, or being retried.
        case queued
        /// AWS accepted it; it was not read back yet.
        case applied
        /// Read back from AWS.
        case verified
        /// An issued invoice carries it.
        case invoiced
        /// Given up; see the finding.
        case dead
        /// Covered by a declared blanket PO; nothing is written.
        case blanket
    }

    /// An assignment with these fields.
    public init(
        key: ChargeKey, agreement: AgreementID, revision: Int, amount: Amount?, currency: String?, time: Instant?,
        order: AssignedOrder, rule: String?, scope: ClaimScope, state: State, observed: OrderNumber?, since: Instant,
        invoice: InvoiceID? = nil, finding: String? = nil, hold: Hold? = nil, renewalOf: AgreementID? = nil
    ) {
        self.key = key
        self.agreement = agreement
        self.revision = revision
        self.amount = amount
        self.currency = currency
        self.time = time
        self.order = order
        self.rule = rule
        self.scope = scope
        self.state = state
        self.observed = observed
        self.since = since
        self.invoice = invoice
        self.finding = finding
        self.hold = hold
        self.renewalOf = renewalOf
    }
}

/// The order of an assignment; a blanket PO has only the number.
public struct AssignedOrder: Sendable, Hashable {
    /// The number on the charge.
    public var number: OrderNumber
    /// Where the order came from.
    public var key: OrderKey?
    /// The order's version when it was decided.
    public var version: Int?
    /// The line's number in the document.
    public var line: String?

    /// The order with these fields.
    public init(number: OrderNumber, key: OrderKey? = nil, version: Int? = nil, line: String? = nil) {
        self.number = number
        self.key = key
        self.version = version
        self.line = line
    }
}

/// How a line claims charges of its agreement; the raw values are those of the configuration and the store.
public enum ClaimScope: String, Sendable, Hashable, CaseIterable {
    /// As many charges as fit: resolved to `all` or `installment` by who else claims the agreement.
    case auto
    /// Every open charge.
    case all
    /// Charges with a date.
    case fixed
    /// Charges without a date.
    case usage
    /// One dated charge of the line's amount.
    case installment
    /// The one charge that the line names.
    case charge
    /// Covered by a declared blanket PO.
    case blanket

    /// The values that a line may state.
    public static let stated: [ClaimScope] = [.auto, .all, .fixed, .usage, .installment]

    /// Which claim goes first where several stand on one charge: less is stronger.
    var rank: Int {
        switch self {
        case .charge: 0
        case .installment: 1
        case .fixed, .usage: 2
        case .all, .auto: 3
        case .blanket: 4
        }
    }
}

/// Why a decided number is not written now.
public enum Hold: String, Sendable, Hashable, CaseIterable {
    /// The policy writes nothing.
    case observe
    /// The charge carries a number that somebody else set.
    case foreign
    /// The charge is due too soon, or was.
    case tooLate = "too-late"
    /// The line's currency is not the charge's.
    case currency
    /// The number is longer than AWS Marketplace takes.
    case numberTooLong = "number-too-long"
    /// The Billing console shows the PO as suspended.
    case suspended
    /// The Billing console shows the PO as expired, and the configuration holds those.
    case expired
    /// The product cannot carry a PO.
    case notEligible = "not-eligible"
    /// The management account does not share its POs with AWS Marketplace.
    case integration
    /// The account moved to another organization.
    case accountMoved = "account-moved"
    /// The account could not be read in this cycle.
    case accountUnread = "account-unread"
    /// The order is of a system that its feed led to before, and the new one could not be read yet.
    case feedUnread = "feed-unread"
    /// The plan is larger than the limits allow.
    case unsafe
    /// An operator took the write out of the queue.
    case discarded
}
