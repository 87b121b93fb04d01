/// Everything that is known when a plan is made: read in this cycle, or kept from earlier ones.
public struct Snapshot: Sendable {
    /// The purchase orders as last seen.
    public var orders: [PurchaseOrder] = []
    /// Feeds whose orders decide nothing, and stand in the way of others: of systems whose successors were not read yet.
    public var heldFeeds: Set<FeedName> = []
    /// Whether every feed was read at least once; until then nobody knows which charges have no purchase order.
    public var knowsOrders = true
    /// The accounts with their agreements as last seen.
    public var accounts: [AccountView] = []
    /// Whether the management account shares its POs with AWS Marketplace.
    public var integration: BillingIntegration = .present
    /// The account whose settings these are.
    public var management: AccountID
    /// The procurement portals connected to AWS; `nil` where they could not be asked.
    public var portals: [PortalPreference]?
    /// Licences that accounts received from others.
    public var grants: [ReceivedGrant] = []
    /// The POs of the Billing console, where a register is configured.
    public var register: [RegisterEntry]?
    /// Issued invoices of the invoice window.
    public var invoices: [Invoice] = []
    /// What this store wrote onto charges, oldest first.
    public var written: [ChargeKey: [WrittenOrder]] = [:]
    /// The assignments of the last plan, one for each charge; quickest in the plan's order.
    public var previous: [Assignment] = []
    /// Where the retry queue stands with each charge.
    public var queue: [ChargeKey: QueueStanding] = [:]
    /// Findings that reading the world and writing to it yielded: unreachable feeds and accounts, missing permissions.
    public var conditions: [Finding] = []

    /// A snapshot in which nothing is known yet.
    public init(management: AccountID) {
        self.management = management
    }
}

/// One account as it was last seen.
public struct AccountView: Sendable {
    /// The account.
    public var id: AccountID
    /// Its agreements; only active ones have charges.
    public var agreements: [Agreement]
    /// Why nothing may be written there in this cycle.
    public var hold: AccountHold?
    /// Charges written before this moment are written again: the account has moved to another organization since.
    public var reapplyBefore: Instant?
    /// What is known about a move that is not over yet, for the finding.
    public var move: AccountMove?

    /// An account with these agreements.
    public init(
        id: AccountID, agreements: [Agreement] = [], hold: AccountHold? = nil, reapplyBefore: Instant? = nil,
        move: AccountMove? = nil
    ) {
        self.id = id
        self.agreements = agreements
        self.hold = hold
        self.reapplyBefore = reapplyBefore
        self.move = move
    }
}

/// Why nothing is written to an account.
public enum AccountHold: Sendable, Hashable {
    /// It could not be read in this cycle, so its charges may be other than they were.
    case unread
    /// It moved to another organization, and the integration there is not confirmed.
    case moved
}

/// A number that this store wrote onto a charge.
public struct WrittenOrder: Sendable, Hashable {
    /// The number.
    public var order: OrderNumber
    /// When AWS accepted it.
    public var at: Instant

    /// The number `order`, accepted at a moment.
    public init(order: OrderNumber, at: Instant) {
        self.order = order
        self.at = at
    }
}

/// Where the retry queue stands with a charge.
public struct QueueStanding: Sendable, Hashable {
    /// The number that is to be written.
    public var order: OrderNumber
    /// Whether it was given up.
    public var isDead: Bool
    /// Whether an operator took it out, so that it is not written until something else is wanted.
    public var isDiscarded: Bool
    /// Whether AWS accepted it, and it was not read back yet.
    public var isAccepted: Bool
    /// AWS's code and reason of the last refusal.
    public var lastError: String?
    /// How often it was tried.
    public var attempts: Int

    /// A standing with these fields.
    public init(
        order: OrderNumber, isDead: Bool = false, isDiscarded: Bool = false, isAccepted: Bool = false,
        lastError: String? = nil, attempts: Int = 0
    ) {
        self.order = order
        self.isDead = isDead
        self.isDiscarded = isDiscarded
        self.isAccepted = isAccepted
        self.lastError = lastError
        self.attempts = attempts
    }
}
