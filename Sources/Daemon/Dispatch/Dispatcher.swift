internal import Marketplace
internal import Reconciliation
internal import Store
internal import Transport

/// What became of one write.
struct DispatchResult: Sendable {
    /// What became of a call, held once for all the writes in it.
    private final class Reply: Sendable {
        let outcome: QueueOutcome
        let error: MarketplaceError?

        init(_ outcome: QueueOutcome, _ error: MarketplaceError?) {
            self.outcome = outcome
            self.error = error
        }
    }

    let entry: QueueEntry
    private let reply: Reply

    var outcome: QueueOutcome { reply.outcome }
    /// Why it failed, for the log.
    var error: MarketplaceError? { reply.error }

    /// The same result for each of the writes in a call.
    static func results(of entries: [QueueEntry], _ outcome: QueueOutcome, _ error: MarketplaceError?)
        -> [DispatchResult]
    {
        let reply = Reply(outcome, error)
        return entries.map { DispatchResult(entry: $0, reply: reply) }
    }
}

/// Sends due writes to AWS: one agreement a call, refused calls halved until the refused element stands alone.
struct Dispatcher: Sendable {
    /// How long a write that was sent may take to be answered after the daemon was told to stop.
    static let stopGrace = Duration.seconds(5)

    let client: MarketplaceClient
    let time: any TimeSource

    /// Sends the entries, accounts side by side.
    func send(_ entries: [QueueEntry]) async -> [DispatchResult] {
        let byAccount = Dictionary(grouping: entries, by: \.account)
        return await withTaskGroup(of: [DispatchResult].self) { group in
            for (account, entries) in byAccount {
                group.addTask { await send(entries, in: account) }
            }
            var results: [DispatchResult] = []
            for await found in group { results += found }
            return results
        }
    }

    private func send(_ entries: [QueueEntry], in account: AccountID) async -> [DispatchResult] {
        let byAgreement = Dictionary(grouping: entries, by: \.agreement).sorted { $0.key < $1.key }
        var results: [DispatchResult] = []
        var stop: MarketplaceError?
        for (agreement, entries) in byAgreement {
            let sorted = entries.sorted { $0.charge < $1.charge }
            for start in stride(from: 0, to: sorted.count, by: MarketplaceClient.updateLimit) {
                let batch = Array(sorted[start..<min(start + MarketplaceClient.updateLimit, sorted.count)])
                if Task.isCancelled { stop = stop ?? Self.notSent(account) }
                if let stop {
                    // What the account refuses as a whole is not asked again for every batch.
                    results += DispatchResult.results(of: batch, Self.outcome(stop), stop)
                    continue
                }
                let sent = await send(batch, account, agreement)
                results += sent
                stop = sent.lazy.compactMap(\.error).first(where: Self.concernsAccount)
            }
        }
        return results
    }

    private func send(
        _ batch: [QueueEntry], _ account: AccountID, _ agreement: AgreementID
    ) async -> [DispatchResult] {
        do throws(MarketplaceError) {
            try await update(batch, account, agreement)
            return DispatchResult.results(of: batch, .accepted, nil)
        } catch {
            guard Self.concernsElements(error) else {
                return DispatchResult.results(of: batch, Self.outcome(error), error)
            }
            guard batch.count > 1 else {
                let outcome = await refusal(error, of: batch[0])
                return DispatchResult.results(of: batch, outcome, error)
            }
            let middle = batch.count / 2
            let first = await send(Array(batch[..<middle]), account, agreement)
            return first + (await send(Array(batch[middle...]), account, agreement))
        }
    }

    /// A write that is on its way is given time to be answered even where the daemon is told to stop: an answer that
    /// nobody waits for costs a read-back.
    private func update(
        _ batch: [QueueEntry], _ account: AccountID, _ agreement: AgreementID
    ) async throws(MarketplaceError) {
        let client = client
        let time = time
        let call = Task { () -> Result<Void, MarketplaceError> in
            do throws(MarketplaceError) {
                try await client.update(
                    in: account, agreement,
                    batch.map { OrderUpdate(charge: $0.charge, revision: $0.intent.revision, order: $0.order) })
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        let result = await withTaskCancellationHandler {
            await call.value
        } onCancel: {
            Task {
                try? await time.sleep(for: Self.stopGrace)
                call.cancel()
            }
        }
        do {
            try result.get()
        } catch  where error.kind == .cancelled {
            // It was on its way: what became of it is not known.
            var error = error
            error.kind = .unknownOutcome
            throw error
        }
    }

    private static func notSent(_ account: AccountID) -> MarketplaceError {
        MarketplaceError(
            operation: "UpdatePurchaseOrders", account: account, kind: .cancelled,
            message: "it was not sent: the daemon stops")
    }

    /// A refusal may mean that the charge has a newer revision (Agreement API, UNSUPPORTED_ACTION): only one that
    /// stands at the latest revision is final.
    private func refusal(_ error: MarketplaceError, of entry: QueueEntry) async -> QueueOutcome {
        guard error.reason == "UNSUPPORTED_ACTION" else { return Self.outcome(error) }
        do throws(MarketplaceError) {
            let listing = try await client.charges(in: entry.account, ofEach: [entry.agreement])
            let charge = listing.charges[entry.agreement]?.first { $0.id == entry.charge }
            if let charge, charge.revision != entry.intent.revision { return .conflict(error: error.summary) }
        } catch {
            return .conflict(error: error.summary)
        }
        return Self.outcome(error)
    }

    /// Whether an error is about one of the elements, so that the others may go through without it.
    private static func concernsElements(_ error: MarketplaceError) -> Bool {
        switch error.kind {
        case .rejected, .conflict, .notFound: true
        default: false
        }
    }

    /// Whether an error would come again for every other batch of the account.
    private static func concernsAccount(_ error: MarketplaceError) -> Bool {
        switch error.kind {
        case .denied, .credentials, .throttled, .unreachable, .cancelled: true
        default: false
        }
    }

    /// What an error means for a write, total.
    static func outcome(_ error: MarketplaceError) -> QueueOutcome {
        switch error.kind {
        case .credentials, .denied: .denied(error: error.summary)
        case .throttled: .throttled(retryAfter: error.retryAfter)
        case .unreachable, .cancelled: .unreachable(error: error.summary, retryAfter: error.retryAfter)
        case .transient: .transient(error: error.summary, retryAfter: error.retryAfter)
        case .unknownOutcome, .malformed: .unknownOutcome(error: error.summary, retryAfter: error.retryAfter)
        case .conflict: .conflict(error: error.summary)
        case .rejected where error.reason == "INVALID_CHARGE_REVISION": .conflict(error: error.summary)
        case .rejected, .notFound: .refusedAtOnce(code: error.label, reason: error.message)
        }
    }
}

extension QueueOutcome {
    /// What it means for a write that its charge could not be read: nothing but that it has to wait.
    init(unread error: MarketplaceError) {
        self =
            switch error.kind {
            case .credentials, .denied: .denied(error: error.summary)
            case .throttled: .throttled(retryAfter: error.retryAfter)
            default: .unreachable(error: error.summary, retryAfter: error.retryAfter)
            }
    }
}

extension MarketplaceError {
    /// Code, reason and message in one line.
    var summary: String { message.isEmpty ? label : "\(label): \(message)" }
}
