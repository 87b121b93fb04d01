import Configuration
import Reconciliation
import Simulation
import Store
import Supervision
import Synchronization
import Testing
import Transport

@testable import Daemon

/// A host with everything that a cycle needs, in memory: two upstreams, a disk, and a clock that moves when somebody
/// sleeps unless it is given another.
final class SimulatedHost: Sendable {
    static let directory = "/state"
    /// The account whose charges are written.
    static let account = "222222222222"

    let clock: ManualClock
    let disk: SimulatedDisk
    let network: SimulatedNetwork
    let breakers = Breakers()
    private let lines = Mutex<[String]>([])

    /// A host whose upstreams have one agreement with so many charges, and one order that names it.
    ///
    /// - Parameters:
    ///   - fate: what becomes of each request.
    ///   - delay: how long each request is on its way.
    init(
        charges: Int = 1, disk: SimulatedDisk = SimulatedDisk(), clock: ManualClock = ManualClock(isImpatient: true),
        fate: @escaping @Sendable (SimulatedNetwork.Sighting) -> SimulatedNetwork.Fate = { _ in .answered },
        delay: @escaping @Sendable () -> Duration = { .zero }
    ) {
        self.disk = disk
        self.clock = clock
        var procurement = SimulatedProcurement()
        let now = Instant(milliseconds: clock.wallMilliseconds())
        procurement.issue("PO-1", agreement: "agmt-1", amount: "100.00", at: now)
        var marketplace = SimulatedMarketplace(accounts: [Self.account])
        let places = 0..<charges
        marketplace.agreements = [
            SimulatedMarketplace.Agreement(
                id: "agmt-1", account: Self.account,
                charges: places.map { .init(id: "ch-\($0)", amount: "100.00", time: now + .seconds(864_000)) })
        ]
        network = SimulatedNetwork(procurement, marketplace, time: clock, delay: delay, fate: fate)
    }

    var now: Instant { Instant(milliseconds: clock.wallMilliseconds()) }

    /// What was logged, as JSON lines.
    var log: [String] { lines.withLock { $0 } }

    /// Lines of an event.
    func logged(_ event: String) -> [String] { log.filter { $0.contains("\"event\":\"\(event)\"") } }

    /// The number that a charge carries.
    func carried(_ charge: String = "ch-0") -> String? { network.marketplace.charge(charge)?.order }

    /// The store of this host's disk.
    func open() async throws -> Store {
        try await Store.open(
            directory: Self.directory, fileSystem: disk, options: StoreOptions(process: 7, reserveBytes: 2048))
    }

    /// What runs cycles on a store, as the configuration composes it.
    ///
    /// - Parameter isGuarded: as the daemon has it, with breakers.
    func sync(
        _ store: Store, policy: String = "assign-missing", attempts: Int = 12, isGuarded: Bool = false
    ) throws -> Sync {
        let composition = try composition(policy: policy, attempts: attempts)
        return try (isGuarded ? composition.guarded(by: breakers) : composition).sync(store)
    }

    /// The configuration's text.
    static func yaml(policy: String = "assign-missing", attempts: Int = 12, interval: String = "15m") -> String {
        SimulatedConfiguration.yaml(
            directory: directory, policy: policy,
            further: "interval: \(interval)\nlimits: {attempts: \(attempts)}")
    }

    /// The program, composed for this host.
    func composition(policy: String = "assign-missing", attempts: Int = 12) throws -> Composition {
        let text = Self.yaml(policy: policy, attempts: attempts)
        let clock = clock
        let log = EventLog(
            form: .json(hasPriority: false), minimumLevel: .debug, wall: { clock.wallMilliseconds() },
            monotonic: { clock.monotonic() }
        ) { [weak self] bytes in
            let line = String(decoding: bytes, as: UTF8.self)
            self?.lines.withLock { $0.append(line) }
        }
        return Composition(
            invocation: Invocation(configurationFile: "/posyncd.yaml", environment: SimulatedConfiguration.environment),
            configuration: try Configuration.parse(text: text, file: "posyncd.yaml"), transport: network, time: clock,
            entropy: FixedEntropy(), log: log)
    }
}

/// Always the same number.
struct FixedEntropy: Entropy {
    var number = 0.5

    func unit() -> Double { number }
}
