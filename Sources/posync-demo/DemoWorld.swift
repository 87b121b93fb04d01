import FoundationEssentials
import Sandbox

/// The company of the demo: three accounts that buy in AWS Marketplace, and the purchase orders for it.
enum DemoWorld {
    static let clientSecret = "demo-coupa-secret"
    static let accessKey = "AKIDDEMO"
    static let role = "PurchaseOrderSync"
    static let names = ["222222222222": "data", "333333333333": "security", "444444444444": "research"]

    static func make() -> SandboxWorld {
        let today = Date()
        return SandboxWorld(aws: aws(today), procurement: procurement(today))
    }

    // MARK: - AWS

    private static func aws(_ today: Date) -> AWSWorld {
        var aws = AWSWorld(management: "111111111111", keys: [.init(accessKey, account: "111111111111")])
        let joined = today.days(-700)
        aws.organization = .init(
            id: "o-demo",
            members: [.init("111111111111", name: "management", joined: joined)]
                + names.sorted { $0.key < $1.key }.map { .init($0.key, name: $0.value, joined: joined) })
        aws.roles = names.keys.sorted().map { .init(role, account: $0) }
        aws.serviceRoles = ["111111111111": [.billingIntegration]]
        aws.portals = [
            .init(
                arn: "arn:aws:invoicing::111111111111:procurement-portal-preference/demo", portal: "COUPA",
                status: "ACTIVE")
        ]
        var shield = agreement(
            "agmt-shield", "333333333333", today,
            [
                .init("ch-shield-1", "5000.00", time: today.days(30)),
                .init("ch-shield-2", "5000.00", time: today.days(120)),
                .init("ch-shield-3", "5000.00", time: today.days(210)),
            ])
        shield.terms = ["paymentScheduleTerm"]
        var observe = agreement(
            "agmt-observe", "222222222222", today,
            [.init("ch-observe-fee", "2400.00", time: today.days(14)), .init("ch-observe-usage", nil, time: nil)])
        observe.terms = ["fixedUpfrontPricingTerm", "usageBasedPricingTerm"]
        var typed = AWSWorld.Charge("ch-archive", "3600.00", time: today.days(45))
        typed.order = "4507777"
        aws.agreements = [
            agreement(
                "agmt-warehouse", "222222222222", today, [.init("ch-warehouse", "12000.00", time: today.days(21))]),
            observe, shield, agreement("agmt-archive", "333333333333", today, [typed]),
            agreement("agmt-vision", "444444444444", today, [.init("ch-vision", "980.00", time: today.days(6))]),
            agreement("agmt-lab", "444444444444", today, [.init("ch-lab", "7500.00", time: today.days(60))]),
        ]
        return aws
    }

    private static func agreement(
        _ id: String, _ account: String, _ today: Date, _ charges: [AWSWorld.Charge]
    ) -> AWSWorld.Agreement {
        let name = id.dropFirst("agmt-".count)
        var agreement = AWSWorld.Agreement(
            id, acceptor: account, product: "prod-\(name)", offer: "offer-\(name)", start: today.days(-30),
            charges: charges)
        agreement.end = today.days(335)
        return agreement
    }

    // MARK: - The procurement system

    private static func procurement(_ today: Date) -> ProcurementWorld {
        var coupa = ProcurementWorld(clientID: "posyncd", clientSecret: clientSecret)
        var held = order(1007, today, "Model training, pilot", "7500.00", "agmt-lab")
        held.status = "buyer_hold"
        coupa.orders = [
            order(1001, today, "Data warehouse, one year", "12000.00", "agmt-warehouse"),
            order(1002, today, "Observability, fee and usage", "2400.00", "agmt-observe"),
            order(1003, today, "Endpoint protection, 1 of 3", "5000.00", "agmt-shield", needBy: 28),
            order(1004, today, "Endpoint protection, 2 of 3", "5000.00", "agmt-shield", needBy: 118),
            order(1005, today, "Endpoint protection, 3 of 3", "5000.00", "agmt-shield", needBy: 208),
            order(1006, today, "Log archive, one year", "3600.00", "agmt-archive"), held,
            order(1008, today, "Software, see attachment", "1500.00", nil),
        ]
        return coupa
    }

    /// A purchase order; its only line names the agreement, as a punch-out leaves it there.
    static func order(
        _ id: Int, _ today: Date, _ what: String, _ total: String, _ agreement: String?, needBy: Int? = nil
    ) -> ProcurementWorld.Order {
        var line = ProcurementWorld.Line("1", what, total, auxiliaryPart: agreement)
        line.needBy = needBy.map { today.days($0) }
        return ProcurementWorld.Order(id, "450\(id)", updated: today.days(-3), lines: [line])
    }

    // MARK: - What belongs where

    /// What AWS has to hold after the first cycle, by charge.
    static let afterFirst = [
        "ch-warehouse": "4501001", "ch-observe-fee": "4501002", "ch-observe-usage": "4501002",
        "ch-shield-1": "4501003", "ch-shield-2": "4501004", "ch-shield-3": "4501005", "ch-archive": "4507777",
    ]

    /// What it has to hold in the end: the late order is on its charge, and the corrected one in the place of the old.
    static let afterLast = afterFirst.merging([
        "ch-vision": "4501009", "ch-observe-fee": "4501010", "ch-observe-usage": "4501010",
    ]) { _, new in new }
}

extension Date {
    /// So many days later, at midnight UTC.
    fileprivate func days(_ days: Int) -> Date {
        let day = 86_400.0
        return Date(timeIntervalSince1970: ((timeIntervalSince1970 / day).rounded(.down) + Double(days)) * day)
    }

    /// The day, in UTC.
    var day: String { formatted(.iso8601.year().month().day()) }
}
