public import Reconciliation
import Synchronization
public import Transport

/// The network between a daemon and its two upstreams, all of it in memory, with everything that a network does to
/// requests: it delays them, loses them or their answers, and cuts a destination off.
public final class SimulatedNetwork: Transport {
    /// What becomes of a request.
    public enum Fate: Sendable, Hashable {
        /// It is answered.
        case answered
        /// It does not arrive.
        case unreachable
        /// It arrives, and its answer does not.
        case answerLost
        /// It is answered with this status and nothing else, by something in between.
        case status(Int, retryAfter: Int?)
    }

    /// A request as it was put onto the wire.
    public struct Sighting: Sendable, Hashable {
        /// `procurement`, or the operation asked of AWS.
        public var operation: String
        /// The host.
        public var host: String
        /// When.
        public var at: Instant
        /// What became of it.
        public var fate: Fate
    }

    private struct Inside {
        var procurement: SimulatedProcurement
        var marketplace: SimulatedMarketplace
        var sightings: [Sighting] = []
        var isKept = true
        var count = 0
    }

    private let inside: Mutex<Inside>
    private let time: any TimeSource
    private let delay: @Sendable () -> Duration
    private let fate: @Sendable (Sighting) -> Fate

    /// The address of the procurement system.
    public static let procurementURL = "https://procurement.example"

    /// A network to these upstreams.
    ///
    /// - Parameters:
    ///   - delay: how long each request is on its way.
    ///   - fate: what becomes of each; asked in the order in which they are sent.
    public init(
        _ procurement: SimulatedProcurement, _ marketplace: SimulatedMarketplace, time: any TimeSource,
        delay: @escaping @Sendable () -> Duration = { .zero },
        fate: @escaping @Sendable (Sighting) -> Fate = { _ in .answered }
    ) {
        inside = Mutex(Inside(procurement: procurement, marketplace: marketplace))
        self.time = time
        self.delay = delay
        self.fate = fate
    }

    /// The procurement system as it is.
    public var procurement: SimulatedProcurement { inside.withLock { $0.procurement } }

    /// AWS as it is.
    public var marketplace: SimulatedMarketplace { inside.withLock { $0.marketplace } }

    /// Everything that was put onto the wire, where it is kept.
    public var sightings: [Sighting] { inside.withLock { $0.sightings } }

    /// How many requests were put onto the wire.
    public var count: Int { inside.withLock { $0.count } }

    /// Ends keeping what is sent: a year of it is long.
    public func keepNoSightings() {
        inside.withLock { $0.isKept = false }
    }

    /// Changes the upstreams behind the daemon's back.
    public func change(_ body: (inout SimulatedProcurement, inout SimulatedMarketplace) -> Void) {
        inside.withLock { body(&$0.procurement, &$0.marketplace) }
    }

    public func send(_ request: Request) async throws(TransportError) -> Response {
        if Task.isCancelled { throw .cancelled }
        try request.check()
        var sighting = Sighting(
            operation: Self.operation(request), host: Self.host(request.url),
            at: Instant(milliseconds: time.wallMilliseconds()), fate: .answered)
        sighting.fate = fate(sighting)
        inside.withLock { inside in
            inside.count += 1
            if inside.isKept { inside.sightings.append(sighting) }
        }
        do {
            let span = delay()
            if span > .zero { try await time.sleep(for: span) }
        } catch {
            throw .cancelled
        }
        switch sighting.fate {
        case .unreachable: throw .unreachable("\(sighting.host): Connection refused")
        case .answered: return answer(request, sighting.host)
        case .answerLost:
            _ = answer(request, sighting.host)
            throw .interrupted("\(sighting.host): the connection was reset before the answer was whole")
        case .status(let status, let retryAfter):
            let headers = retryAfter.map { [Request.Header("retry-after", "\($0)")] } ?? []
            return Response(status: status, headers: headers, body: Array("<html>\(status)</html>".utf8))
        }
    }

    private func answer(_ request: Request, _ host: String) -> Response {
        let now = Instant(milliseconds: time.wallMilliseconds())
        return inside.withLock { inside in
            request.url.hasPrefix(Self.procurementURL)
                ? inside.procurement.answer(request) : inside.marketplace.answer(request, at: now)
        }
    }

    private static func host(_ url: String) -> String {
        let parts = url.split(separator: "/", omittingEmptySubsequences: true)
        return parts.count > 1 ? String(parts[1]) : url
    }

    private static func operation(_ request: Request) -> String {
        if request.url.hasPrefix(procurementURL) { return "procurement" }
        let target = request.headers.first { $0.name == "X-Amz-Target" }?.value
        if let target { return target.split(separator: ".").last.map(String.init) ?? target }
        return Form(request.body)["Action"] ?? "?"
    }
}
