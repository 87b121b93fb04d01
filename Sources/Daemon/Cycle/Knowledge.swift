internal import Reconciliation

/// What a cycle has learnt so far: what the store knew, and what was read since.
struct Knowledge: Sendable {
    /// What the store knows, with what this cycle read.
    var world: World
    /// The feeds of the configuration.
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
        snapshot.orders = orders
        snapshot.heldFeeds = formerFeeds
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

    /// The orders that the decision is made of.
    ///
    /// Those of a feed that was taken out of the configuration are kept, for it may come back; whether they are still issued
    /// nobody says any more, so they are not assigned. One that stands on a charge is an order that its feed no longer has:
    /// said, and the charge is not taken for free. Those of a system that a feed led to before stay as they were, and are
    /// held, until the new one was read.
    private var orders: [PurchaseOrder] {
        var orders: [PurchaseOrder] = []
        var strays: [PurchaseOrder] = []
        let held = formerFeeds
        // In the order in which the decision takes them, which then has nothing to sort.
        for order in world.orders.values.sorted(byKey: \.key) {
            let isKnown = feeds.contains(order.key.feed) || held.contains(order.key.feed)
            if isKnown { orders.append(order) } else { strays.append(order) }
        }
        guard !strays.isEmpty else { return orders }
        let known = Set(orders.map(\.number))
        let carried = Set(world.agreements.values.joined().flatMap(\.charges).compactMap(\.order))
        for var order in strays where carried.contains(order.number) && !known.contains(order.number) {
            if order.state == .issued { order.state = .missing }
            orders.append(order)
        }
        return orders
    }

    /// The names under which orders of former systems stand, of feeds that are configured and could not be read since.
    private var formerFeeds: Set<FeedName> { Set(feeds.compactMap { world.feeds[$0]?.former }) }

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
