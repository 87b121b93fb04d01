internal import Documents
internal import Reconciliation
internal import Store
internal import Synchronization

/// The breakers of all destinations, by origin, shared by everything that sends.
final class Breakers: Sendable {
    /// Where they are in the table `meta`.
    static let key = "breakers"
    /// How long a breaker that nothing is heard of is remembered over restarts.
    static let memory = Duration.seconds(86_400)

    /// Whether a request may go out.
    enum Permit: Sendable, Hashable {
        /// As usual.
        case granted
        /// As the one probe: the others wait for what becomes of it.
        case asProbe
        /// A probe is out.
        case wait
        /// Not before then; and why.
        case refused(until: Instant, reason: String)
    }

    /// What a request has shown about its destination.
    enum Sign: Sendable, Hashable {
        /// It answers.
        case up
        /// It does not, or asks to be left alone.
        case down(reason: String, retryAfter: Duration?)
        /// Nothing: the request was cancelled or never sent.
        case none
    }

    /// What has changed with a destination.
    enum Change: Sendable, Hashable {
        case opened(until: Instant)
        case closed
    }

    private struct State {
        var breakers: [String: Breaker] = [:]
        var reasons: [String: String] = [:]
        var waiting: [String: [Waiter]] = [:]
        var lastWaiter = 0
    }

    private struct Waiter {
        let number: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    private let state = Mutex(State())

    // MARK: - Around a request

    /// Asks whether a request to an origin may go out now.
    func permit(_ origin: String, at now: Instant) -> Permit {
        state.withLock { state in
            guard var breaker = state.breakers[origin] else { return .granted }
            let wasProbing = breaker.isProbing
            let isPermitted = breaker.permit(at: now)
            state.breakers[origin] = breaker
            if isPermitted { return breaker.isProbing ? .asProbe : .granted }
            if wasProbing { return .wait }
            return .refused(
                until: breaker.nextProbe ?? now, reason: state.reasons[origin] ?? "it did not answer for a while")
        }
    }

    /// Takes in what a request has shown, and lets those go on that wait for a probe.
    func settle(_ origin: String, _ sign: Sign, isProbe: Bool, at now: Instant, jitter: Double) -> Change? {
        let (change, waiting) = state.withLock { state -> (Change?, [Waiter]) in
            var breaker = state.breakers[origin] ?? Breaker()
            var change: Change?
            switch sign {
            case .up: if breaker.succeeded() { change = .closed }
            case .none: if isProbe { breaker.abandoned(at: now) }
            case .down(let reason, let retryAfter):
                state.reasons[origin] = reason
                // One that was sent before it opened says nothing about the probe that is out.
                guard isProbe || !breaker.isProbing else { return (nil, []) }
                if breaker.failed(at: now, retryAfter: retryAfter, jitter: jitter), let until = breaker.nextProbe {
                    change = .opened(until: until)
                }
            }
            state.breakers[origin] = breaker == Breaker() ? nil : breaker
            if state.breakers[origin] == nil { state.reasons[origin] = nil }
            return (change, breaker.isProbing ? [] : state.waiting.removeValue(forKey: origin) ?? [])
        }
        for waiter in waiting { waiter.continuation.resume() }
        return change
    }

    /// Waits until the probe of an origin has ended or the task is cancelled.
    func probeEnds(_ origin: String) async {
        let number = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDone = state.withLock { state in
                    guard state.breakers[origin]?.isProbing ?? false, !Task.isCancelled else { return true }
                    state.waiting[origin, default: []].append(Waiter(number: number, continuation: continuation))
                    return false
                }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { state -> Waiter? in
                guard let place = state.waiting[origin]?.firstIndex(where: { $0.number == number }) else { return nil }
                return state.waiting[origin]?.remove(at: place)
            }
            waiter?.continuation.resume()
        }
    }

    // MARK: - From outside

    /// Somebody asks for a cycle or has changed the configuration: the next request to each destination may be a probe.
    func probeAtOnce(at now: Instant) {
        state.withLock { state in
            for origin in state.breakers.keys { state.breakers[origin]?.probeAtOnce(at: now) }
        }
    }

    /// When all of these addresses may be asked again; `nil` where they may now.
    func nextProbe(of addresses: [String], at now: Instant) -> Instant? {
        state.withLock { state in
            addresses.compactMap { state.breakers[Self.origin($0)]?.nextProbe }.max().flatMap { $0 > now ? $0 : nil }
        }
    }

    // MARK: - In the store

    /// What is to be committed for them to be known after a restart; the store does not write what it has already.
    var change: StoreChange {
        let breakers = state.withLock { $0.breakers }
        guard !breakers.isEmpty else { return .remove(.meta, Self.key) }
        var object = JSONObject()
        for (origin, breaker) in breakers.sorted(by: { $0.key < $1.key }) { object[origin] = breaker.json }
        return .put(.meta, Self.key, .object(object))
    }

    /// Takes over what `change` has stored. What cannot be read is a closed breaker, and so is what is older than a day:
    /// destinations go out of use.
    func restore(_ view: StoreView, at now: Instant) {
        let stored = view.get(.meta, Self.key)?.object?.members ?? []
        state.withLock { state in
            for member in stored {
                guard let breaker = Breaker(json: member.value), now - breaker.lastSign <= Self.memory else { continue }
                state.breakers[member.key] = breaker
            }
        }
    }

    // MARK: - Origins

    /// Scheme, host and port of an address, as it is written: what a breaker is kept for. A user's name is no part of it.
    static func origin(_ url: String) -> String {
        // By bytes: every request asks.
        let bytes = url.utf8
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) else {
            return url
        }
        let rest = bytes[bytes.index(colon, offsetBy: 3)...]
        let authority = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        let host = authority.lastIndex(of: UInt8(ascii: "@")).map { authority[authority.index(after: $0)...] }
        return "\(url[..<colon])://\(Substring(host ?? authority))".lowercased()
    }
}
