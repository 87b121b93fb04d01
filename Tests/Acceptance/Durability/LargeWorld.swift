import FoundationEssentials
import Glibc
import Sandbox

/// A large company on loopback, for whoever measures: 20 accounts with 400 agreements of 50 charges each, and a feed of
/// 20,000 orders, a third of them for AWS, of which 400 name an agreement each.
struct LargeWorld {
    let options: Options
    private static let accounts = (0..<20).map { String(200_000_000_000 + $0) }

    init(_ options: Options) { self.options = options }

    /// Serves the world until the process is ended; says first where and to whom, as assignments that a shell takes.
    func serve() async throws {
        let sandbox = try await Sandbox.start(Self.make(orders: options.orders))
        let settings = [
            ("AWS_ENDPOINT_URL", await sandbox.address(.aws)), ("COUPA_URL", await sandbox.address(.procurement)),
            ("AWS_ACCESS_KEY_ID", Works.accessKey), ("AWS_SECRET_ACCESS_KEY", "bench-secret"),
            ("AWS_REGION", "us-east-1"), ("AWS_DEFAULT_REGION", "us-east-1"), ("COUPA_SECRET", Works.clientSecret),
        ]
        for (name, value) in settings { print("\(name)=\(value)") }
        // Whoever reads this through a pipe waits for it.
        print("ready")
        fflush(nil)
        try await Task.sleep(for: .seconds(86_400))
    }

    private static func make(orders: Int) -> SandboxWorld {
        var world = Works.make()
        let joined = Date() - 700 * 86_400
        world.aws.organization = .init(
            id: "o-largecompany",
            members: (["111111111111"] + accounts).map { .init($0, name: $0, joined: joined) })
        world.aws.roles = accounts.map { .init(Works.role, account: $0) }
        let agreements = orders / 50
        for number in 0..<agreements {
            let charges = (0..<50).map { charge in
                AWSWorld.Charge(
                    "ch-\(number)-\(charge)", "\(100 + number).00", time: Date() + Double(60 + 30 * charge) * 86_400)
            }
            world.aws.agreements.append(
                .init(
                    id(number), acceptor: accounts[number % accounts.count], product: "prod-\(number)",
                    offer: "offer-\(number)", start: joined, charges: charges))
        }
        world.procurement.orders = (0..<orders).map { order($0, agreements: agreements) }
        return world
    }

    private static func order(_ number: Int, agreements: Int) -> ProcurementWorld.Order {
        let isForAWS = number % 3 == 0
        let key = isForAWS && number / 3 < agreements ? id(number / 3) : nil
        let lines = (1...3).map { line in
            var line = ProcurementWorld.Line(
                String(line), "Software subscription with a description as long as people write them", "12000.00",
                auxiliaryPart: line == 1 ? key : nil)
            line.commodity = "43230000"
            return line
        }
        return ProcurementWorld.Order(
            1000 + number, "PO-\(1000 + number)", updated: Date() - Double(number % 300) * 86_400,
            supplier: isForAWS ? "Amazon Web Services" : "Acme Office", lines: lines)
    }

    private static func id(_ number: Int) -> String { "agmt-large\(number)" }
}
