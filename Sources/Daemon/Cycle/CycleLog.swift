internal import Marketplace
internal import Procurement
internal import Reconciliation
internal import Store
internal import Supervision

/// What a cycle says in the log: each event with the fields that programs look for (contract, section 6).
struct CycleLog: Sendable {
    let log: EventLog
    /// The configured time between two cycles, for alerts about silence.
    var interval: Duration
    var cycle = 0
    /// Only what is due in the queue: neither a cycle that alerts count, nor a sign that all is well.
    var isRetry = false

    private func say(
        _ level: Level, _ event: EventName, _ message: String, _ fields: [(String, Field)] = []
    ) {
        log.log(level, event, message, fields: [("cycle", .integer(cycle))] + fields)
    }

    func started(isFull: Bool) {
        guard !isRetry else { return say(.debug, .daemonNote, "retries that are due begin") }
        say(.info, .cycleStarted, "cycle \(cycle) begins\(isFull ? ", everything is read" : "")")
    }

    /// - Parameter standing: what fires; the line says it whole, so that whoever begins to read here knows it too.
    func finished(_ outcome: CycleOutcome, standing: [AlertBoard.Standing], milliseconds: Int) {
        let changes = outcome.changes
        let text =
            "\(changes.planned) changes: \(changes.applied) written, \(changes.verified) read back, \(changes.queued) queued, "
            + "\(changes.dead) dead, \(changes.held) held"
        let fields: [(String, Field)] = [
            ("interval.s", .integer(Int(interval.milliseconds / 1000))), ("duration.ms", .integer(milliseconds)),
            ("changes.planned", .integer(changes.planned)),
            ("changes.applied", .integer(changes.applied)), ("changes.verified", .integer(changes.verified)),
            ("changes.queued", .integer(changes.queued)), ("changes.dead", .integer(changes.dead)),
            ("changes.held", .integer(changes.held)), ("calls", .integer(outcome.calls.values.reduce(0, +))),
            (
                "findings",
                .text(
                    standing.map { "\($0.severity.rawValue):\($0.scenario.rawValue)=\($0.count)" }
                        .joined(separator: " "))
            ),
        ]
        if isRetry {
            let troubles = outcome.troubles.isEmpty ? "" : ". " + outcome.troubles.joined(separator: "; ")
            say(.info, .daemonNote, "retries that were due: \(text)\(troubles)", fields)
        } else if outcome.isComplete {
            say(.info, .cycleFinished, "cycle \(outcome.cycle) is complete: \(text)", fields)
        } else {
            let troubles = outcome.troubles.joined(separator: "; ")
            say(.warning, .cycleIncomplete, "cycle \(outcome.cycle) is incomplete: \(text). \(troubles)", fields)
        }
    }

    func feedRead(_ name: FeedName, orders: Int, records: Int, isFull: Bool) {
        say(
            .info, .feedRead,
            "feed \(name): \(records) records read, \(orders) for Marketplace\(isFull ? ", in full" : "")",
            [("feed", .text(name.text)), ("orders", .integer(orders)), ("records", .integer(records))])
    }

    func feedExchanged(_ name: FeedName) {
        say(
            .notice, .daemonNote,
            "feed \(name) leads to another system than before (kind, address, client or user): what was known of the "
                + "former one decides nothing any more, and everything is read",
            [("feed", .text(name.text))])
    }

    /// What a stop has ended has not failed: the cycle says that itself.
    func feedFailed(_ name: FeedName, _ error: FeedError) {
        guard error.kind != .cancelled else { return }
        say(
            .error, .feedFailed, "feed \(name) could not be read: \(error.message)",
            [("feed", .text(name.text)), ("error.code", .text(error.kind.rawValue))])
    }

    func stopped() {
        say(
            .notice, .cycleIncomplete,
            "cycle \(cycle) was ended early by a stop; what was sent already is read back in the next one")
    }

    func feedUnsettled(_ name: FeedName, _ faults: [String]) {
        say(
            .warning, .feedFailed,
            "feed \(name): \(faults.prefix(5).joined(separator: "; ")); tried again in the next cycle",
            [("feed", .text(name.text)), ("error.code", .text("unsettled"))])
    }

    func accountRead(_ account: AccountID, agreements: Int, charges: Int, dropped: Int) {
        let rest = dropped == 0 ? "" : "; \(dropped) charges cannot be read and are left alone"
        say(
            dropped == 0 ? .info : .warning, .accountRead,
            "account \(account): \(agreements) active agreements, \(charges) charges\(rest)",
            [
                ("account", .text(account.text)), ("agreements", .integer(agreements)),
                ("charges", .integer(charges)), ("charges.unreadable", .integer(dropped)),
            ])
    }

    func accountFailed(_ account: AccountID, _ error: MarketplaceError) {
        guard error.kind != .cancelled else { return }
        say(
            .error, .accountFailed, "account \(account) could not be read: \(error)",
            [("account", .text(account.text))] + fields(error))
    }

    private func fields(_ error: MarketplaceError) -> [(String, Field)] {
        var fields: [(String, Field)] = [
            ("operation", .text(error.operation)),
            ("error.code", .text(error.code.isEmpty ? error.kind.rawValue : error.code)),
        ]
        if let reason = error.reason { fields.append(("error.reason", .text(reason))) }
        return fields
    }

    private func fields(_ entry: QueueEntry) -> [(String, Field)] {
        [
            ("account", .text(entry.account.text)), ("agreement", .text(entry.agreement.text)),
            ("charge", .text(entry.charge.text)), ("order", .text(entry.order.text)),
        ]
    }

    func applied(_ entry: QueueEntry) {
        say(.info, .changeApplied, "PO \(entry.order) was accepted for charge \(entry.charge)", fields(entry))
    }

    func failed(_ entry: QueueEntry, _ error: MarketplaceError) {
        say(
            .warning, .changeFailed, "PO \(entry.order) could not be written to charge \(entry.charge): \(error)",
            fields(entry) + fields(error))
    }

    /// What became of a write, as the queue sees it.
    func effects(_ effects: [QueueEffect]) {
        for effect in effects {
            switch effect {
            case .done(let entry):
                say(.notice, .changeVerified, "PO \(entry.order) stands on charge \(entry.charge)", fields(entry))
            case .died(let entry):
                say(
                    .error, .changeDead,
                    "PO \(entry.order) is given up for charge \(entry.charge): \(entry.reason ?? entry.lastError ?? "")",
                    fields(entry) + [("reason", .text(entry.reason ?? ""))])
            case .scheduled(let entry) where entry.lastError != nil:
                say(
                    .info, .retryScheduled,
                    "PO \(entry.order) for charge \(entry.charge) is tried again at \(entry.nextAttemptAt)",
                    fields(entry) + [
                        ("attempt", .integer(entry.attempts)), ("next", .text(entry.nextAttemptAt.description)),
                    ])
            case .enqueued, .send, .readBack, .scheduled, .superseded, .discarded, .ignored: break
            }
        }
    }

    /// - Parameter standing: what fires after all of the events.
    func alerts(_ events: [AlertBoard.Event], standing: [AlertBoard.Standing]) {
        for event in events {
            let finding = event.record.finding
            let alike = standing.first { $0.severity == finding.severity && $0.scenario == finding.scenario }
            let fields: [(String, Field)] =
                [
                    ("finding", .text(finding.id)), ("scenario", .text(finding.scenario.rawValue)),
                    ("severity", .text(finding.severity.rawValue)), ("standing", .integer(alike?.count ?? 0)),
                ]
                + finding.subject.parts.map { ($0.name, .text($0.value)) }
                + [("owner", .text(finding.owner.rawValue)), ("remedy", .text(finding.remedy))]
            let level: Level =
                switch finding.severity {
                case .error: .error
                case .warning: .warning
                case .notice: .notice
                }
            switch event {
            case .firing: say(level, .findingFiring, finding.detail, fields)
            case .reminded: say(level, .findingReminded, finding.detail, fields)
            case .resolved: say(.notice, .findingResolved, "resolved: \(finding.detail)", fields)
            }
        }
    }
}
