internal import Procurement
internal import Reconciliation
internal import Supervision
internal import Transport

/// Leaves a destination alone that is down: one probe at a time, and everything else is refused at once.
///
/// For the daemon only. A single `sync` has no next time, so that it tries what it can.
struct GuardedTransport: Transport {
    /// The longest that a request waits for the outcome of a probe that another one is.
    static let longestWait = Duration.seconds(60)

    let base: any Transport
    let breakers: Breakers
    let time: any TimeSource
    let entropy: any Entropy
    let log: EventLog

    private var now: Instant { Instant(milliseconds: time.wallMilliseconds()) }

    func send(_ request: Request) async throws(TransportError) -> Response {
        let origin = Breakers.origin(request.url)
        // A file is no destination that could be spared.
        guard !origin.hasPrefix("file:") else { return try await base.send(request) }
        let isProbe = try await admit(origin)
        do {
            let response = try await base.send(request)
            settle(origin, sign(response), isProbe)
            return response
        } catch {
            settle(origin, Self.sign(error), isProbe)
            throw error
        }
    }

    func ping() async { await base.ping() }

    /// Waits until the request may go out; says whether it is the probe.
    private func admit(_ origin: String) async throws(TransportError) -> Bool {
        let start = time.monotonic()
        while true {
            switch breakers.permit(origin, at: now) {
            case .granted: return false
            case .asProbe: return true
            case .refused(let until, let reason):
                throw .unreachable("\(origin) is not asked again before \(until): \(reason)")
            case .wait:
                let left = Self.longestWait - (time.monotonic() - start)
                guard left > .zero else {
                    throw .unreachable(
                        "\(origin) is not asked while another request finds out whether it answers again")
                }
                await wait(origin, left)
                if Task.isCancelled { throw .cancelled }
            }
        }
    }

    private func wait(_ origin: String, _ span: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await time.sleep(for: span) }
            group.addTask { await breakers.probeEnds(origin) }
            await group.next()
            group.cancelAll()
        }
    }

    private func settle(_ origin: String, _ sign: Breakers.Sign, _ isProbe: Bool) {
        switch breakers.settle(origin, sign, isProbe: isProbe, at: now, jitter: entropy.unit()) {
        case .opened(let until):
            log.log(
                .warning, .daemonNote,
                "\(origin) has failed for a while and is asked again at \(until), not before, unless by SIGUSR1 or SIGHUP",
                fields: [("destination", .text(origin)), ("next", .text(until.description))])
        case .closed:
            log.log(.notice, .daemonNote, "\(origin) answers again", fields: [("destination", .text(origin))])
        case nil: break
        }
    }

    private func sign(_ response: Response) -> Breakers.Sign {
        guard response.status == 429 || response.status >= 500 else { return .up }
        return .down(
            reason: "it answered HTTP \(response.status)", retryAfter: RetryAfter.span(response, now: now))
    }

    /// What an error says about the destination: total, so that a new kind of error has to be thought about.
    private static func sign(_ error: TransportError) -> Breakers.Sign {
        switch error {
        case .unreachable(let text), .timeout(let text), .interrupted(let text), .failed(let text):
            .down(reason: text, retryAfter: nil)
        case .tls(let text): .down(reason: "TLS failed: \(text)", retryAfter: nil)
        case .tooLarge, .denied, .notFound: .up
        case .refused, .addressForbidden, .cancelled: .none
        }
    }
}
