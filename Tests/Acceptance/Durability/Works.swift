import FoundationEssentials
import Sandbox

/// The company that the bench works for: it buys something now and then, and replaces an order now and then.
enum Works {
    static let accessKey = "AKIDBENCH"
    static let keySecret = "bench-secret"
    static let clientSecret = "bench-coupa-secret"
    static let account = "222222222222"
    static let role = "PurchaseOrderSync"

    static func make() -> SandboxWorld {
        var aws = AWSWorld(management: "111111111111", keys: [.init(accessKey, account: "111111111111")])
        let joined = Date() - 700 * 86_400
        aws.organization = .init(
            id: "o-bench",
            members: [
                .init("111111111111", name: "management", joined: joined), .init(account, name: "one", joined: joined),
            ])
        aws.roles = [.init(role, account: account)]
        aws.serviceRoles = ["111111111111": [.billingIntegration]]
        return SandboxWorld(aws: aws, procurement: ProcurementWorld(clientID: "posyncd", clientSecret: clientSecret))
    }

    /// - Parameter state: the state directory; as a service, systemd names it.
    static func configuration(_ url: String, _ state: String?) -> String {
        """
        policy: assign-missing
        interval: 10s
        \(state.map { "state: \($0)" } ?? "")
        feeds:
          - name: coupa
            kind: coupa
            url: \(url)
            clientID: posyncd
            clientSecret: {\(state == nil ? "credential: secret_coupa" : "file: coupa-secret")}
            requestsPerSecond: 100
        mapping:
          - {name: agreement-in-part, from: line.auxiliaryPart, pattern: 'agmt-[a-z0-9]+', to: agreement}
        marketplace:
          management: {account: "111111111111"}
          accounts: {discover: organization, role: \(role)}
          requestsPerSecond: {SearchAgreements: 100, ListAgreementCharges: 100, UpdatePurchaseOrders: 100}
        limits: {changes: 100000, fraction: 1.0, attempts: 40}

        """
    }

    /// A new agreement with three charges, and its order.
    static func buy(_ number: Int, _ world: inout SandboxWorld) {
        let later = Date() + 60 * 86_400
        let id = "agmt-\(number)"
        world.aws.agreements.append(
            .init(
                id, acceptor: account, product: "prod-\(number)", offer: "offer-\(number)", start: Date() - 86_400,
                charges: (0..<3).map { .init("ch-\(number)-\($0)", "10.00", time: later + Double($0) * 86_400) }))
        world.procurement.put(order(world.procurement.orders.count + 1, "PO-\(number)-0", id))
    }

    /// The order of an agreement is cancelled, and another one issued.
    static func replace(_ number: Int, _ world: inout SandboxWorld) {
        let id = "agmt-\(number)"
        let old = world.procurement.orders.filter { $0.lines.first?.auxiliaryPart == id }
        for var order in old where order.status == "issued" {
            order.status = "cancelled"
            order.version += 1
            order.updated = Date()
            world.procurement.put(order)
        }
        world.procurement.put(order(world.procurement.orders.count + 1, "PO-\(number)-\(old.count)", id))
    }

    private static func order(_ id: Int, _ number: String, _ agreement: String) -> ProcurementWorld.Order {
        ProcurementWorld.Order(
            id, number, updated: Date(),
            lines: [ProcurementWorld.Line("1", "software", "30.00", auxiliaryPart: agreement)])
    }

    /// The number that belongs on the charges of an agreement.
    static func wanted(_ agreement: String, _ world: SandboxWorld) -> String? {
        world.procurement.orders.first { $0.status == "issued" && $0.lines.first?.auxiliaryPart == agreement }?.number
    }
}
