import FoundationEssentials
import Sandbox
import Simulation

/// Things that happen to a company, drawn from a seed.
struct RandomWorld {
    private var dice: SeededGenerator
    private var agreements = 0
    private var orders = 0
    private var charges = 0

    static let accounts = ["111111111111", "222222222222", "333333333333"]

    init(seed: UInt64) {
        dice = SeededGenerator(seed: seed)
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element? { elements.randomElement(using: &dice) }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &dice) < percent }

    /// A world with a few things in it.
    mutating func world() -> SandboxWorld {
        var world = SandboxWorld.company()
        world.aws.switches.updateBumpsRevision = chance(50)
        world.aws.switches.chargesNeedAgreement = chance(30)
        world.aws.switches.writesISOTimes = chance(30)
        world.aws.switches.pageLimit = chance(30) ? 2 : Int.max
        world.procurement.filtersById = chance(80)
        for _ in 0..<6 { buy(&world, at: SandboxWorld.start) }
        for _ in 0..<6 { order(&world, at: SandboxWorld.start) }
        return world
    }

    /// Minutes until the next cycle: mostly the interval, sometimes days.
    mutating func pause() -> Int { chance(80) ? 15 : Int.random(in: 60..<4000, using: &dice) }

    /// A few things that happen at once.
    mutating func happen(_ world: inout SandboxWorld) {
        let now = world.now
        for _ in 0..<Int.random(in: 0...3, using: &dice) {
            switch Int.random(in: 0..<11, using: &dice) {
            case 0: buy(&world, at: now)
            case 1, 2: order(&world, at: now)
            case 3, 4: revise(&world, at: now)
            case 5, 6: meddle(&world)
            case 7: world.aws.serviceRoles = chance(70) ? ["111111111111": [.billingIntegration]] : [:]
            case 8: permit(&world)
            case 9: move(&world, at: now)
            default:
                if let agreement = pick(world.aws.agreements.map(\.id)) {
                    world.aws[agreement: agreement]?.status = chance(60) ? "ACTIVE" : "EXPIRED"
                }
            }
        }
    }

    /// A fault that the next cycle meets.
    mutating func fault() -> Fault? {
        guard chance(40) else { return nil }
        let kinds: [Fault.Kind] = [
            .throttle, .reset, .lostReply, .error(code: "InternalServerException", reason: nil),
            .error(code: "ConflictException", reason: nil), .status(200, body: "<html>", type: "text/html"),
            .error(code: "AccessDeniedException", reason: "INVALID_ACCESS"),
            .status(503, body: "busy", type: "text/plain"),
        ]
        let kind = pick(kinds) ?? .throttle
        let times = pick([1, 1, 2, 50]) ?? 1
        if chance(25) { return .procurement(pick(["*", "token", "list"]) ?? "*", kind, times: times) }
        let operation = pick(["*", "UpdatePurchaseOrders", "ListAgreementCharges", "SearchAgreements", "AssumeRole"])
        return .aws(operation ?? "*", kind, account: chance(50) ? pick(Self.accounts) : nil, times: times)
    }

    /// Puts everything right again that is not the company's own wish.
    func mend(_ world: inout SandboxWorld) {
        world.aws.serviceRoles = ["111111111111": [.billingIntegration]]
        for place in world.aws.roles.indices { world.aws.roles[place].denied = [] }
        let now = world.now
        for account in Self.accounts
        where world.aws.organization?.members.contains(where: { $0.id == account }) == false {
            world.aws.organization?.members.append(.init(account, name: account, joined: now))
        }
    }

    // MARK: - What happens

    private mutating func buy(_ world: inout SandboxWorld, at now: Date) {
        agreements += 1
        var found: [AWSWorld.Charge] = []
        let amount = pick(["50.00", "50.00", "75.50", "0.00", "1200.00"]) ?? "50.00"
        for _ in 0..<Int.random(in: 1...4, using: &dice) {
            charges += 1
            var charge = AWSWorld.Charge(
                "ch-\(charges)", chance(15) ? nil : amount, currency: chance(95) ? "USD" : "EUR",
                time: chance(20) ? nil : now.addingTimeInterval(Double.random(in: -3...200, using: &dice) * 86_400))
            if chance(10) { charge.order = "TYPED-\(charges)" }
            if chance(5) { charge.refusal = "UNSUPPORTED_ACTION" }
            found.append(charge)
        }
        world.buy("agmt-\(agreements)", in: pick(Self.accounts) ?? "222222222222", found)
        world.aws.agreements[world.aws.agreements.count - 1].renews = chance(20)
    }

    private mutating func order(_ world: inout SandboxWorld, at now: Date) {
        orders += 1
        var lines: [ProcurementWorld.Line] = []
        let claimed = Set(world.procurement.orders.flatMap(\.lines).compactMap(\.auxiliaryPart))
        let free = world.aws.agreements.filter { !claimed.contains($0.id) }
        for number in 1...Int.random(in: 1...2, using: &dice) {
            // Mostly an agreement that no order names yet; where several name one, they quarrel.
            guard let agreement = chance(70) ? pick(free) : pick(world.aws.agreements) else { continue }
            var line = ProcurementWorld.Line(
                "\(number)", "Software", pick([agreement.charges.first?.amount ?? "9.00", "50.00"]),
                auxiliaryPart: chance(95) ? agreement.id : nil)
            line.needBy = chance(60) ? now.addingTimeInterval(Double.random(in: 0...200, using: &dice) * 86_400) : nil
            if chance(20) { line.custom["po-scope"] = pick(["all", "fixed", "usage", "installment", "auto"]) }
            if chance(10), let charge = pick(agreement.charges) { line.custom["aws-charge"] = charge.id }
            lines.append(line)
        }
        var order = ProcurementWorld.Order(1000 + orders, "PO-\(orders)", updated: now, lines: lines)
        order.status = chance(85) ? "issued" : "draft"
        world.procurement.put(order)
    }

    private mutating func revise(_ world: inout SandboxWorld, at now: Date) {
        guard let number = pick(world.procurement.orders.map(\.number)) else { return }
        let status = pick(["issued", "issued", "cancelled", "buyer_hold", "closed", "soft_closed", "puzzled"])
        let total = pick(["50.00", "75.50", "1200.00"])
        let changesStatus = chance(70)
        world.procurement.revise(number, at: now, isInternal: chance(20)) { order in
            if changesStatus {
                order.status = status ?? "issued"
            } else if !order.lines.isEmpty {
                order.lines[0].total = total
            }
        }
    }

    /// Somebody changes a charge at AWS.
    private mutating func meddle(_ world: inout SandboxWorld) {
        guard let id = pick(world.aws.agreements.flatMap(\.charges).map(\.id)) else { return }
        switch Int.random(in: 0..<4, using: &dice) {
        case 0: world.aws[charge: id]?.order = "TYPED-\(id)"
        case 1: world.aws[charge: id]?.revision += 1
        case 2: world.aws[charge: id]?.amount = "50.00"
        default: world.aws[charge: id] = nil
        }
    }

    private mutating func permit(_ world: inout SandboxWorld) {
        guard let place = world.aws.roles.indices.randomElement(using: &dice) else { return }
        world.aws.roles[place].denied =
            chance(50)
            ? [] : [pick(["aws-marketplace:UpdatePurchaseOrders", "aws-marketplace:*", "license-manager:*"]) ?? ""]
    }

    private mutating func move(_ world: inout SandboxWorld, at now: Date) {
        let account = "333333333333"
        if world.aws.organization?.members.contains(where: { $0.id == account }) == true {
            if chance(30) { world.aws.organization?.members.removeAll { $0.id == account } }
        } else {
            world.aws.organization?.members.append(.init(account, name: "security", joined: now))
        }
    }
}
