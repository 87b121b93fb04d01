import Simulation

@testable import Reconciliation

/// A larger world, drawn from a seed: several accounts, orders of several lines, and everything that a plan looks at.
struct RandomUniverse {
    private var dice: SeededGenerator
    private var agreements: [AgreementID] = []
    private var charges: [ChargeID] = []

    private init(seed: UInt64) {
        dice = SeededGenerator(seed: seed)
    }

    /// The world of a seed.
    static func world(seed: UInt64) -> World {
        var universe = RandomUniverse(seed: seed)
        return universe.world()
    }

    private mutating func pick<Element>(_ elements: Element...) -> Element {
        elements[Int.random(in: elements.indices, using: &dice)]
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &dice) < percent }

    private mutating func days(_ range: ClosedRange<Int>) -> Double { Double(Int.random(in: range, using: &dice)) }

    private mutating func world() -> World {
        var world = World()
        world.rules.policy = pick(.assignMissing, .assignMissing, .upsert, .observe)
        world.rules.requireIntegration = chance(80)
        world.rules.expiredOrders = pick(.assign, .hold)
        world.rules.maximumFraction = pick(0.5, 1)
        world.snapshot.integration = pick(.present, .present, .present, .missing("no role"), .unknown("denied"))
        for place in 0..<Int.random(in: 1...7, using: &dice) { buy(place, &world) }
        for place in 0..<Int.random(in: 0...9, using: &dice) { order(place, &world) }
        if chance(40) { register(&world) }
        if chance(30) {
            world.rules.blanket = [
                BlanketOrder(
                    order: pick("PO-ALL", "PO-1"), from: World.day(-10), until: World.day(days(-1...90)),
                    accounts: chance(50) ? [] : [World.account])
            ]
        }
        for account in world.snapshot.accounts.indices where chance(10) {
            world.snapshot.accounts[account].hold = pick(.moved, .unread)
        }
        history(&world)
        if chance(40) { goOn(&world) }
        return world
    }

    private mutating func buy(_ place: Int, _ world: inout World) {
        let id = AgreementID("agmt-\(place)")
        var found: [Charge] = []
        for _ in 0..<Int.random(in: 0...4, using: &dice) {
            let charge = ChargeID("ch-\(charges.count)")
            charges.append(charge)
            found.append(
                .charge(
                    charge, pick("50", "50", "70", "0", nil), due: chance(25) ? nil : days(-60...200),
                    carries: pick(nil, nil, nil, "BY-HAND", "PO-1", "PO-2"), currency: pick("USD", "USD", "USD", "EUR"))
            )
        }
        let status = AgreementStatus(pick("ACTIVE", "ACTIVE", "ACTIVE", "EXPIRED"))
        let initial = agreements.last
        let (isRenewal, isOfContainers) = (chance(15), chance(10))
        let terms = pick(
            nil, nil, AgreementTerms(kinds: ["byolPricingTerm"]), AgreementTerms(kinds: ["usageBasedPricingTerm"]))
        world.buy(id, in: pick(World.account, World.account, World.other)) { agreement in
            agreement.charges = status == .active ? found : []
            agreement.status = status
            agreement.terms = terms
            if isRenewal { agreement.initial = initial }
            if isOfContainers { agreement.products = [.init(id: "prod-c", type: "ContainerProduct")] }
        }
        agreements.append(id)
    }

    private mutating func order(_ place: Int, _ world: inout World) {
        world.order(
            OrderNumber("PO-\(place)"),
            state: chance(80) ? .issued : OrderState.allCases.randomElement(using: &dice) ?? .issued,
            feed: pick("coupa", "coupa", "ariba"))
        var lines: [OrderLine] = []
        for number in 0..<Int.random(in: 1...3, using: &dice) {
            var line = OrderLine.line(
                pick("50", "50", "70", nil), for: agreements.randomElement(using: &dice)?.text,
                needBy: chance(40) ? nil : days(-30...200),
                scope: pick(nil, nil, nil, "all", "fixed", "usage", "installment"),
                charge: chance(10) ? charges.randomElement(using: &dice)?.text : nil,
                currency: pick(nil, nil, nil, "EUR"))
            line.id = "\(number + 1)"
            line.number = line.id
            lines.append(line)
        }
        world.snapshot.orders[world.snapshot.orders.count - 1].lines = lines
    }

    private mutating func register(_ world: inout World) {
        world.snapshot.register = []
        for place in 0..<4 where chance(70) {
            world.snapshot.register?.append(
                RegisterEntry(
                    number: OrderNumber("PO-\(place)"), status: pick(nil, .active, .suspended, .expired),
                    expires: chance(50) ? World.day(days(-10...100)) : nil, contacts: pick(nil, 0, 2)))
        }
    }

    /// Something changes after a plan that is remembered.
    private mutating func goOn(_ world: inout World) {
        let plan = world.plan
        if chance(50) { world.apply(plan) } else { world.remember(plan) }
        for place in world.snapshot.orders.indices where chance(20) {
            world.snapshot.orders[place].state = OrderState.allCases.randomElement(using: &dice) ?? .onHold
        }
        if let charge = charges.randomElement(using: &dice) {
            let number = pick(OrderNumber?.none, "BY-HAND", "PO-0")
            world.change(charge: charge) { $0.order = number }
        }
        world.now = world.now + .seconds(Int64.random(in: 0...1_000_000, using: &dice))
    }

    /// What was written, refused and invoiced before.
    private mutating func history(_ world: inout World) {
        for account in world.snapshot.accounts {
            for charge in account.agreements.flatMap(\.charges) {
                let key = ChargeKey(account: account.id, charge: charge.id)
                if let carried = charge.order, chance(40) {
                    world.snapshot.written[key] = [WrittenOrder(order: carried, at: World.day(-3))]
                }
                if chance(8) {
                    world.snapshot.queue[key] = QueueStanding(
                        order: OrderNumber("PO-\(Int.random(in: 0...3, using: &dice))"), isDead: chance(30),
                        isDiscarded: chance(20),
                        lastError: pick("AccessDeniedException", "ValidationException/UNSUPPORTED_ACTION", nil),
                        attempts: 2)
                }
                if let time = charge.time, let amount = charge.amount, chance(30) {
                    world.snapshot.invoices.append(
                        Invoice(
                            id: InvoiceID("INV-\(charge.id)"), account: account.id, issuedAt: time, amount: amount,
                            currency: charge.currency ?? "USD", order: chance(70) ? charge.order : nil))
                }
            }
        }
    }
}
