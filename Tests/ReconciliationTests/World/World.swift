@testable import Reconciliation

/// What is known in a test, built in few words: dollars, and agreements that lines name in their part number.
struct World {
    static let management: AccountID = "111111111111"
    static let account: AccountID = "222222222222"
    static let other: AccountID = "333333333333"
    /// 2026-11-23T12:00:00Z, when every test begins.
    static let start = Instant(seconds: 1_795_435_200)

    var snapshot = Snapshot(management: World.management)
    var rules = Rules(
        policy: .assignMissing,
        mapping: [
            MappingRule(name: "charge-in-field", from: [.lineCustom("charge")], to: [.charge]),
            MappingRule(name: "agreement-in-part", from: [.part], to: [.agreement]),
        ], scope: .lineCustom("scope"))
    var now = World.start

    /// A moment so many days after the beginning.
    static func day(_ days: Double) -> Instant { start + .milliseconds(Int64(days * 86_400_000)) }

    /// The plan for this world.
    var plan: Plan { reconcile(snapshot, rules: rules, now: now) }

    // MARK: - Orders

    /// Issues an order, or one in another state; its lines are numbered from 1.
    mutating func order(
        _ number: OrderNumber, _ lines: OrderLine..., state: OrderState = .issued, feed: FeedName = "coupa"
    ) {
        let numbered = lines.enumerated().map { place, line in
            var line = line
            line.id = "\(place + 1)"
            line.number = line.id
            return line
        }
        snapshot.orders.append(
            PurchaseOrder(
                key: OrderKey(feed: feed, id: number.text), number: number, state: state, status: state.rawValue,
                supplierName: "Amazon Web Services", supplierNumber: "V-1", currency: "USD", lines: numbered))
    }

    /// Changes an order as a buyer does.
    mutating func revise(_ number: OrderNumber, _ change: (inout PurchaseOrder) -> Void) {
        for place in snapshot.orders.indices where snapshot.orders[place].number == number {
            snapshot.orders[place].version += 1
            change(&snapshot.orders[place])
        }
    }

    // MARK: - Agreements

    /// Adds an agreement with its charges.
    mutating func buy(
        _ id: AgreementID, in account: AccountID = World.account, _ charges: Charge...,
        with change: (inout Agreement) -> Void = { _ in }
    ) {
        var agreement = Agreement(
            id: id, account: account, offer: "offer-\(id.text)", products: [.init(id: "prod-\(id.text)")],
            acceptor: account, acceptedAt: World.day(-30), startsAt: World.day(-30), charges: charges)
        change(&agreement)
        self[account].agreements.append(agreement)
    }

    /// An account, which is there from the first mention on.
    subscript(_ id: AccountID) -> AccountView {
        get { snapshot.accounts.first { $0.id == id } ?? AccountView(id: id) }
        set {
            if let place = snapshot.accounts.firstIndex(where: { $0.id == id }) {
                snapshot.accounts[place] = newValue
            } else {
                snapshot.accounts.append(newValue)
            }
        }
    }

    /// Changes an agreement wherever it is.
    mutating func change(_ agreement: AgreementID, _ change: (inout Agreement) -> Void) {
        for account in snapshot.accounts.indices {
            for place in snapshot.accounts[account].agreements.indices
            where snapshot.accounts[account].agreements[place].id == agreement {
                change(&snapshot.accounts[account].agreements[place])
            }
        }
    }

    /// Changes a charge wherever it is.
    mutating func change(charge id: ChargeID, _ change: (inout Charge) -> Void) {
        for account in snapshot.accounts.indices {
            for agreement in snapshot.accounts[account].agreements.indices {
                for place in snapshot.accounts[account].agreements[agreement].charges.indices
                where snapshot.accounts[account].agreements[agreement].charges[place].id == id {
                    change(&snapshot.accounts[account].agreements[agreement].charges[place])
                }
            }
        }
    }

    // MARK: - Time and writes

    /// Does what a plan wants, as AWS would show it in the next reading, and remembers the plan.
    mutating func apply(_ plan: Plan) {
        for write in plan.writes {
            for account in snapshot.accounts.indices where snapshot.accounts[account].id == write.key.account {
                for agreement in snapshot.accounts[account].agreements.indices {
                    for place in snapshot.accounts[account].agreements[agreement].charges.indices
                    where snapshot.accounts[account].agreements[agreement].charges[place].id == write.key.charge {
                        snapshot.accounts[account].agreements[agreement].charges[place].order = write.order.number
                        snapshot.accounts[account].agreements[agreement].charges[place].revision += 1
                    }
                }
            }
            snapshot.written[write.key, default: []].append(WrittenOrder(order: write.order.number, at: now))
        }
        remember(plan)
    }

    /// Keeps the assignments of a plan for the next one.
    mutating func remember(_ plan: Plan) {
        snapshot.previous = plan.assignments
    }

    /// Where the retry queue stands with a charge of the account.
    mutating func queue(_ charge: ChargeID, in account: AccountID = World.account, _ standing: QueueStanding) {
        snapshot.queue[ChargeKey(account: account, charge: charge)] = standing
    }
}

extension OrderLine {
    /// A line; `agreement` stands in its part number.
    static func line(
        _ amount: String? = nil, for agreement: String? = nil, needBy days: Double? = nil, scope: String? = nil,
        charge: String? = nil, currency: String? = nil
    ) -> OrderLine {
        var line = OrderLine(id: "", number: "", part: agreement, amount: amount.flatMap { Amount($0) })
        line.currency = currency
        line.needBy = days.map { World.day($0) }
        line.custom["scope"] = scope
        line.custom["charge"] = charge
        return line
    }
}

extension Charge {
    /// A charge that is due so many days after the beginning; usage without.
    static func charge(
        _ id: ChargeID, _ amount: String? = nil, due days: Double? = nil, carries order: OrderNumber? = nil,
        currency: String? = "USD"
    ) -> Charge {
        Charge(
            id: id, revision: 1, amount: amount.flatMap { Amount($0) }, currency: currency,
            time: days.map { World.day($0) }, order: order)
    }
}
