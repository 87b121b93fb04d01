internal import Reconciliation

/// What a cycle has learnt so far: what the store knew, and what was read since.
struct Knowledge: Sendable {
    /// What the store knows, with what this cycle read.
    var world: World
    /// The feeds of the configuration. The orders of one that was taken out are kept, for it may come back; whether they are
    /// still issued nobody says any more, so nothing is decided by them.
    var feeds: Set<FeedName>
    /// Accounts that could not be read in this cycle.
    var unread: Set<AccountID> = []
    /// Whether every feed was read at least once.
    var knowsOrders = true
    /// The management account.
    var management: AccountID
    /// Whether the management account shares its POs with AWS Marketplace.
    var integration: BillingIntegration
    /// Procurement portals connected to AWS.
    var portals: [PortalPreference]?
    /// The Billing console's purchase orders, where a register is configured.
    var register: [RegisterEntry]?
    /// Findings that reading and writing yielded.
    var conditions: [Finding] = []
    /// Where the retry queue stands with each charge.
    var queue: [ChargeKey: QueueStanding] = [:]

    /// The input of the decision.
    var snapshot: Snapshot {
        var snapshot = Snapshot(management: management)
        snapshot.orders = world.orders.values.filter { feeds.contains($0.key.feed) }
        snapshot.knowsOrders = knowsOrders
        let accounts = Set(world.accounts.keys).union(world.agreements.keys)
        snapshot.accounts = accounts.map { account in
            let home = world.accounts[account]?.home
            let hold: AccountHold? = home?.move?.stage == .held ? .moved : unread.contains(account) ? .unread : nil
            return AccountView(
                id: account, agreements: world.agreements[account] ?? [], hold: hold,
                reapplyBefore: home?.reapplyBefore, move: home?.move)
        }
        snapshot.integration = integration
        snapshot.portals = portals
        snapshot.grants = world.accounts.values.flatMap(\.grants)
        snapshot.register = register
        snapshot.invoices = Array(world.invoices.values)
        snapshot.written = world.written
        snapshot.previous = world.assignments
        snapshot.queue = queue
        snapshot.conditions = conditions
        return snapshot
    }

    /// Ends moves of accounts whose charges have all been assigned again.
    mutating func finishMoves(_ plan: Plan) {
        for (account, record) in world.accounts where record.home.move?.stage == .reapplying {
            let isOpen = plan.assignments.contains {
                $0.key.account == account && ($0.state == .queued || $0.state == .applied)
            }
            if !isOpen, !unread.contains(account) { world.accounts[account]?.home.finishMove() }
        }
    }
}
