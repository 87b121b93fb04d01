internal import Documents
internal import Reconciliation
internal import Store
internal import Supervision
internal import Transport

/// Sends digests of what newly fires or resolves, for hosts without a monitoring system.
struct AlertDelivery: Sendable {
    /// After this long an alert command is killed, and a webhook is given up until the next cycle.
    static let timeout = Duration.seconds(30)

    let host: String
    let command: AlertCommand?
    let webhook: Secret?
    let transport: any Transport
    let log: EventLog

    /// Where digests go.
    var targets: [AlertTarget] {
        [command == nil ? nil : .command, webhook == nil ? nil : .webhook].compactMap { $0 }
    }

    /// Sends what waits in the store; what could not be delivered stays there for the next time.
    func deliver(from store: Store, now: Instant) async {
        guard let value = store.get(.meta, AlertOutbox.key), var outbox = try? AlertOutbox(value),
            !outbox.notices.isEmpty
        else { return }
        outbox.keep(only: targets)
        for target in targets {
            let notices = outbox.waiting(for: target)
            guard let digest = digest(notices, store, now) else {
                outbox.delivered(notices, to: target)
                continue
            }
            // A stop leaves what is not out yet for the next start.
            if Task.isCancelled { break }
            if let reason = await send(digest, to: target) {
                if Task.isCancelled { break }
                log.log(
                    .error, .alertFailed,
                    "a digest of findings could not be delivered by \(target.rawValue): \(reason); it is tried again after the "
                        + "next cycle",
                    fields: [("target", .text(target.rawValue)), ("error.reason", .text(reason))])
            } else {
                outbox.delivered(notices, to: target)
            }
        }
        let change =
            outbox.notices.isEmpty
            ? StoreChange.remove(.meta, AlertOutbox.key) : .put(.meta, AlertOutbox.key, outbox.encode())
        // What fails here is told twice, which is better than not at all; the next commit says what is wrong.
        try? await store.commit([change])
    }

    private func digest(_ notices: [AlertOutbox.Notice], _ store: Store, _ now: Instant) -> Digest? {
        var firing: [Digest.Entry] = []
        var resolved: [Digest.Entry] = []
        for notice in notices {
            guard let value = store.get(.findings, notice.finding), let record = try? FindingRecord(value) else {
                continue
            }
            if notice.isResolved { resolved.append(.init(record)) } else { firing.append(.init(record)) }
        }
        return Digest(host: host, time: now.milliseconds, firing: firing, resolved: resolved)
    }

    /// Why it could not be sent; `nil` where it was.
    private func send(_ digest: Digest, to target: AlertTarget) async -> String? {
        switch target {
        case .command:
            do throws(SupervisionError) {
                try await command?.run(input: digest.text())
                return nil
            } catch {
                return "\(error)"
            }
        case .webhook:
            guard let webhook else { return nil }
            let request = webhook.withText { address in
                Request(
                    .post, address, headers: [.init("Content-Type", "application/json")],
                    body: Array(digest.json().utf8), limits: .init(bodyBytes: 64 << 10, total: Self.timeout))
            }
            do throws(TransportError) {
                let response = try await transport.send(request)
                return (200..<300).contains(response.status) ? nil : "the webhook answered HTTP \(response.status)"
            } catch {
                return "the webhook was not reached: \(error.kindText)"
            }
        }
    }
}

extension Digest.Entry {
    fileprivate init(_ record: FindingRecord) {
        let finding = record.finding
        self.init(
            id: finding.id, scenario: finding.scenario.rawValue, severity: finding.severity.rawValue,
            subject: finding.subject.parts.map { .init(name: $0.name, value: $0.value) }, detail: finding.detail,
            remedy: finding.remedy, owner: finding.owner.rawValue, since: record.since.milliseconds)
    }
}

extension TransportError {
    /// The kind of failure alone: the texts name the address, and a webhook's address may be its secret.
    fileprivate var kindText: String {
        switch self {
        case .refused: "the address is not acceptable"
        case .unreachable: "nobody answers"
        case .addressForbidden: "its address may not be dialled"
        case .tls: "its certificate is not acceptable"
        case .timeout: "it did not answer in time"
        case .interrupted: "the connection broke"
        case .tooLarge: "its answer is too large"
        case .denied, .notFound, .failed: "the request failed"
        case .cancelled: "posyncd stops"
        }
    }
}
