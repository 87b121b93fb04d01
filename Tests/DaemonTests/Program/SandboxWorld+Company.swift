import FoundationEssentials
import Sandbox

/// A company in few words: its accounts, what it bought, and its orders.
extension SandboxWorld {
    static let accessKey = "AKIDMANAGEMENT"
    static let secretKey = "canary-management-secret"
    static let coupaSecret = "canary-coupa-secret"
    /// The secret of a feed beside Coupa.
    static let otherSecret = "canary-other-secret"

    /// 2026-11-23T12:00:00Z, when every test begins.
    static let start = Date(timeIntervalSince1970: 1_795_435_200)

    /// A moment so many days after the beginning.
    static func day(_ days: Double) -> Date { start.addingTimeInterval(days * 86_400) }

    /// An organization of a management account and two that buy, the Billing integration on, and nothing bought.
    static func company() -> SandboxWorld {
        var aws = AWSWorld(management: "111111111111", keys: [.init(accessKey, account: "111111111111")])
        let names = [("111111111111", "management"), ("222222222222", "data"), ("333333333333", "security")]
        aws.organization = .init(id: "o-company", members: names.map { .init($0.0, name: $0.1, joined: day(-700)) })
        aws.roles = names.dropFirst().map { .init("PurchaseOrderSync", account: $0.0) }
        aws.serviceRoles = ["111111111111": [.billingIntegration]]
        let procurement = ProcurementWorld(clientID: "posyncd", clientSecret: coupaSecret)
        return SandboxWorld(aws: aws, procurement: procurement)
    }

    /// Adds an agreement with its charges.
    mutating func buy(
        _ id: String, in account: String = "222222222222", product: String? = nil, terms: [String] = [],
        _ charges: [AWSWorld.Charge]
    ) {
        let name = id.dropFirst("agmt-".count)
        var agreement = AWSWorld.Agreement(
            id, acceptor: account, product: product ?? "prod-\(name)", offer: "offer-\(name)",
            start: Self.day(-30), charges: charges)
        agreement.end = Self.day(400)
        agreement.terms = terms
        aws.agreements.append(agreement)
    }

    /// Issues an order now.
    mutating func order(_ number: String, status: String = "issued", _ lines: [ProcurementWorld.Line]) {
        var order = ProcurementWorld.Order(
            1000 + procurement.orders.count + 1, number, updated: setTime ?? Self.day(-3), lines: lines)
        order.status = status
        procurement.put(order)
    }

    /// Issues an order of one line now.
    mutating func order(
        _ number: String, _ total: String, for agreement: String, needBy: Double? = nil, scope: String? = nil,
        status: String = "issued"
    ) {
        var line = ProcurementWorld.Line("1", "Software", total, auxiliaryPart: agreement)
        line.needBy = needBy.map { Self.day($0) }
        if let scope { line.custom["po-scope"] = scope }
        order(number, status: status, [line])
    }

    /// Changes an order as a buyer does.
    mutating func revise(_ number: String, _ change: (inout ProcurementWorld.Order) -> Void) {
        procurement.revise(number, at: now, change)
    }
}

extension AWSWorld.Charge {
    /// A charge that is due so many days after the beginning; usage without.
    static func charge(_ id: String, _ amount: String?, due days: Double? = nil, carries order: String? = nil)
        -> AWSWorld.Charge
    {
        var charge = AWSWorld.Charge(id, amount, time: days.map { SandboxWorld.day($0) })
        charge.order = order
        return charge
    }
}
