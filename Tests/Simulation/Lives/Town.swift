import Daemon
public import Reconciliation
import Store
import Synchronization
public import Transport

/// A place in which the daemon lives, again and again: two upstreams, a disk, a clock, and what happens to all of them.
///
/// Everything that is left to chance comes from the seed. Drive it in a process whose tasks `JobQueue` has taken over.
public final class Town {
    /// Something that happens at a moment, counted from the beginning.
    public typealias Happening = (_ town: Town) -> Void

    /// The clock of all.
    public let clock = SimulatedClock()
    /// The upstreams and the way to them.
    public let network: SimulatedNetwork
    /// The disk of the present life.
    public private(set) var disk = SimulatedDisk()
    /// The present life.
    public private(set) var life: Life?
    /// Every line that was logged, as one number: two runs that logged the same have the same.
    public private(set) var hash = LogHash()
    /// How the lives have ended.
    public private(set) var ends: [Life.End] = []
    /// What is not as it has to be.
    public private(set) var violations: [String] = []
    /// Jobs of the daemon's tasks that were run.
    public private(set) var jobs = 0

    private let configuration: String
    private let dice: Dice
    private let lines = LineSink()
    private var happenings: [(at: Duration, body: Happening)] = []
    private let death: @Sendable (Request) -> (Life.Death, changes: Int)?

    /// Violations after which nothing more is to be learnt.
    private static let bearable = 20

    /// The state directory.
    public static let directory = "/state"

    /// A town with these upstreams.
    ///
    /// - Parameters:
    ///   - seed: what everything that is left to chance comes from.
    ///   - settings: lines of configuration beside the feed, the mapping and the accounts.
    ///   - fate: what becomes of each request.
    ///   - death: whether and how the process dies around a request.
    public init(
        seed: UInt64, _ procurement: SimulatedProcurement, _ marketplace: SimulatedMarketplace, settings: String = "",
        fate: @escaping @Sendable (SimulatedNetwork.Sighting, Dice) -> SimulatedNetwork.Fate = { _, _ in .answered },
        death: @escaping @Sendable (Request, Dice) -> (Life.Death, changes: Int)? = { _, _ in nil }
    ) {
        let dice = Dice(seed: seed)
        self.dice = dice
        configuration = SimulatedConfiguration.yaml(directory: Self.directory, further: settings)
        network = SimulatedNetwork(
            procurement, marketplace, time: clock, delay: { .milliseconds(5 + Int64(dice.unit() * 200)) },
            fate: { fate($0, dice) })
        self.death = { death($0, dice) }
    }

    /// The wall clock.
    public var now: Instant { Instant(milliseconds: clock.wallMilliseconds()) }

    /// Told of every line that is logged.
    public var onLine: (String) -> Void = { _ in }

    /// Has something happen at a moment.
    public func at(_ moment: Duration, _ body: @escaping Happening) {
        let place = happenings.firstIndex { $0.at > moment } ?? happenings.endIndex
        happenings.insert((moment, body), at: place)
    }

    /// Notes that something is not as it has to be.
    public func violate(_ text: String) { violations.append("\(now): \(text)") }

    // MARK: - Living

    /// Lets the daemon live until a moment, restarted five seconds after each death, as systemd does.
    public func live(until end: Duration) {
        if life == nil { begin() }
        while clock.monotonic() < end, violations.count < Self.bearable {
            step(before: end)
            guard let life, let how = life.end else { continue }
            ends.append(how)
            if case .failed(let code, let reason) = how { violate("the daemon ended with \(code): \(reason)") }
            clock.advance(to: clock.monotonic() + .seconds(5))
            begin()
        }
    }

    /// Asks the present life to stop and waits until it has.
    public func stop() {
        life?.inbox.post(.stop("SIGTERM"))
        let limit = clock.monotonic() + .seconds(600)
        while life?.end == nil, clock.monotonic() < limit { step(before: limit) }
        if let how = life?.end { ends.append(how) } else { violate("the daemon does not stop") }
        life = nil
    }

    /// Kills the present life; what the disk keeps is said by `loss`, all of its cache where there is none.
    public func kill(_ loss: PowerLoss? = nil) {
        nextLoss = loss
        life?.kill()
    }

    private var nextLoss: PowerLoss?

    private func begin() {
        if let image = life?.image {
            let loss = nextLoss ?? dice.loss(image)
            disk = loss.map { SimulatedDisk(image, after: $0) } ?? SimulatedDisk(afterKill: image)
            nextLoss = nil
        }
        let next = Life(network: network, disk: disk, death: death)
        life = next
        next.start(
            configuration, environment: SimulatedConfiguration.environment, time: clock, entropy: dice,
            log: { [lines] in lines.take($0) }
        )
    }

    /// Runs all that is ready, then lets time pass to what comes next.
    private func step(before end: Duration) {
        JobQueue.drain {
            jobs += 1
            life?.look()
        }
        let taken = lines.taken()
        for line in taken { onLine(String(decoding: line.dropLast(), as: UTF8.self)) }
        hash.add(taken)
        if life?.end != nil { return }
        let next = min(happenings.first?.at ?? .seconds(Int64.max / 2), clock.nextWaking ?? .seconds(Int64.max / 2))
        if next > clock.monotonic() { life?.lookWhenIdle() }
        if let happening = happenings.first, happening.at <= (clock.nextWaking ?? happening.at) {
            happenings.removeFirst()
            clock.advance(to: happening.at)
            happening.body(self)
        } else if let waking = clock.nextWaking {
            if waking > end { clock.advance(to: end) } else { _ = clock.wakeNext() }
        } else if !JobQueue.isReady {
            violate("nobody sleeps, and nothing is ready")
            clock.advance(to: end)
        }
    }
}
