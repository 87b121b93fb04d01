internal import Documents
internal import Reconciliation

/// What `posyncd explain ID` shows for a PO number, an agreement or a charge: from the store alone, by making the plan
/// again from what was last seen.
public struct ExplainReport: DocumentReport {
    /// What was asked for.
    public let id: String
    let assignments: [Assignment]
    let lines: [LineOutcome]
    let findings: [FindingRecord]
    let ledgers: [Ledger]
    let deadlines: [Deadline]
    let renewals: [RenewalCopy]
    let queue: [ChargeKey: QueueLine]
    let agreements: [Agreement]
    let orders: [PurchaseOrder]
    let feeds: Set<FeedName>
    let written: [ChargeKey: [WrittenOrder]]
    let now: Instant

    /// What the retry queue says about a charge.
    struct QueueLine: Sendable, Hashable {
        var attempts: Int
        var nextAttemptAt: Instant?
        var lastError: String?
        var isDead: Bool
    }

    /// Everything in the plan that has to do with `id`.
    init(id: String, plan: Plan, knowledge: Knowledge, queue: [ChargeKey: QueueLine], now: Instant) {
        self.id = id
        self.now = now
        let concerned = plan.assignments.filter { assignment in
            assignment.key.charge.text == id || assignment.agreement.text == id || assignment.order.number.text == id
                || assignment.renewalOf?.text == id
                || assignment.observed?.text == id
        }
        assignments = concerned
        let keys = Set(concerned.map(\.key))
        lines = plan.lines.filter { line in
            line.number.text == id || line.agreements.contains { $0.text == id }
                || line.candidates.contains { $0.agreement.text == id || $0.charge?.charge.text == id }
                || line.charges.contains { keys.contains($0) } || line.missed.contains { $0.charge.text == id }
        }
        let missed = Set(lines.lazy.filter { $0.number.text == id }.flatMap(\.missed))
        let numbers = Set(lines.map(\.number)).union(concerned.map(\.order.number))
        findings = AlertBoard(knowledge.world.findings).firing.filter { record in
            let subject = record.finding.subject
            if subject.parts.contains(where: { $0.value == id }) { return true }
            if let account = subject.account, let charge = subject.charge {
                let key = ChargeKey(account: account, charge: charge)
                return keys.contains(key) || missed.contains(key)
            }
            return false
        }
        ledgers = plan.ledgers.filter { $0.order.text == id }
        deadlines = plan.deadlines.filter { $0.agreement.text == id || $0.charge.charge.text == id }
        renewals = plan.renewals.filter { copy in
            copy.agreement.text == id || copy.charge.text == id || copy.order?.text == id
                || copy.others.contains { $0.text == id }
        }
        self.queue = queue.filter { keys.contains($0.key) }
        agreements = knowledge.world.agreements.values.joined().filter { agreement in
            agreement.id.text == id || agreement.charges.contains { $0.id.text == id || $0.order?.text == id }
        }
        orders = knowledge.world.orders.values.filter { numbers.contains($0.number) || $0.number.text == id }
            .sorted { $0.key < $1.key }
        feeds = knowledge.feeds
        written = knowledge.world.written.filter { keys.contains($0.key) || $0.key.charge.text == id }
    }

    /// Whether anything is known of the id.
    public var isEmpty: Bool {
        assignments.isEmpty && lines.isEmpty && findings.isEmpty && agreements.isEmpty && orders.isEmpty
    }

    /// What a terminal shows of it.
    public var text: String {
        guard !isEmpty else {
            return
                "Nothing is known of \"\(id.plain)\": neither a PO number nor an agreement nor a charge of the "
                + "last cycle.\n"
        }
        return ordersText + agreementsText + assignmentsText + linesText + renewalsText + ledgerText + findingsText
    }

    private var ordersText: String {
        orders.filter { $0.number.text == id }.map { order in
            "PO \(order.number.text.plain) of feed \(order.key.feed), id \(order.key.id.plain), version "
                + "\(order.version): \(order.state.rawValue)\(Self.words(order))\n"
                + (feeds.contains(order.key.feed)
                    ? "" : "  The feed is not in the configuration any more, so nothing is decided by this.\n")
        }.joined()
    }

    /// The source's own word for the order's state, where it is another one than ours.
    private static func words(_ order: PurchaseOrder) -> String {
        let words = order.status.plain
        return words.isEmpty || words.lowercased() == order.state.rawValue ? "" : " (\(words))"
    }

    private var agreementsText: String {
        agreements.map { agreement in
            var text =
                "Agreement \(agreement.id.text.plain) in account \(agreement.account.text.plain): \(agreement.status)"
                + "\(agreement.offer.map { ", offer \($0.plain)" } ?? "")\n"
            guard agreement.id.text == id || agreement.charges.contains(where: { $0.id.text == id }) else {
                return text
            }
            var table = TextTable()
            for charge in agreement.charges where agreement.id.text == id || charge.id.text == id {
                table.add(
                    charge.id.text, "\(charge.amount?.description ?? "-") \(charge.currency ?? "")",
                    charge.time.map { "due \($0.day)" } ?? "usage", "carries \(charge.order?.text ?? "no PO")")
            }
            text += table.text
            return text
        }.joined()
    }

    private var assignmentsText: String {
        guard !assignments.isEmpty else { return "" }
        var text = "\nWhat belongs on the charges\n"
        for assignment in assignments {
            text +=
                "  \(assignment.key.charge.text.plain)  PO \(assignment.order.number.text.plain)"
                + "\(assignment.order.line.map { " line \($0.plain)" } ?? ""), \(assignment.state.rawValue) since "
                + "\(assignment.since)\n"
            text += Paragraph.wrapped(reason(assignment), indentation: 4)
            text += Paragraph.wrapped(next(assignment), indentation: 4)
        }
        return text
    }

    private func reason(_ assignment: Assignment) -> String {
        let rule = assignment.rule.map { "by rule \($0)" } ?? "by the declared blanket PO"
        var text =
            "\(rule), scope \(assignment.scope.rawValue); AWS shows \(assignment.observed.map { "PO \($0)" } ?? "no PO")"
        if let old = assignment.renewalOf { text += "; the agreement took the place of \(old), which the line names" }
        if let invoice = assignment.invoice { text += "; invoice \(invoice)" }
        if let last = written[assignment.key]?.last { text += "; written by posyncd: \(last.order) on \(last.at)" }
        return text + "."
    }

    func next(_ assignment: Assignment) -> String {
        if let hold = assignment.hold, assignment.state == .planned { return "Next: held, \(hold.sentence)." }
        switch assignment.state {
        case .queued:
            guard let line = queue[assignment.key] else { return "Next: written in the next cycle." }
            let when = line.nextAttemptAt.map { $0 <= now ? "now due" : "at \($0)" } ?? "in the next cycle"
            let error = line.lastError.map { " The last error was \($0)." } ?? ""
            return "Next: tried again \(when), \(line.attempts) attempt\(line.attempts == 1 ? "" : "s") so far.\(error)"
        case .applied: return "Next: read back in the next cycle."
        case .verified:
            // What an invoice has shown already is not to come.
            let isBilled = findings.map(\.finding).contains { finding in
                (finding.scenario == .invoiceOrderMismatch || finding.scenario == .invoiceWithoutOrder)
                    && finding.subject.account == assignment.key.account
                    && finding.subject.charge == assignment.key.charge
            }
            if isBilled { return "Next: the invoice has to be corrected; the finding says how." }
            return assignment.time.map { "Next: proven on the invoice after \($0.day)." } ?? "Next: nothing to do."
        case .dead:
            return "Next: nothing until `posyncd queue retry` or `discard`. \(queue[assignment.key]?.lastError ?? "")"
        case .planned, .invoiced, .blanket: return "Next: nothing to do."
        }
    }

    private var linesText: String {
        guard !lines.isEmpty else { return "" }
        var text = "\nWhat was weighed\n"
        for line in lines {
            text +=
                "  PO \(line.number.text.plain) line \(line.line.plain): \(line.result.rawValue)\n"
            let keys = line.keys.isEmpty ? "" : "rule \(line.rule ?? "") found \(line.keys.joined(separator: ", ")); "
            text += Paragraph.wrapped(keys + line.reason + ".", indentation: 4)
            for candidate in line.candidates.prefix(12) {
                let name = candidate.charge?.charge.text ?? candidate.agreement.text
                text += Paragraph.wrapped("- \(name): \(candidate.reason)", indentation: 4)
            }
            if line.candidates.count > 12 { text += "    - and \(line.candidates.count - 12) more\n" }
        }
        return text
    }

    private var renewalsText: String {
        guard !renewals.isEmpty else { return "" }
        return "\nRenewal\n" + renewals.map { Paragraph.wrapped($0.sentence, indentation: 2) }.joined()
    }

    private var ledgerText: String {
        guard !ledgers.isEmpty else { return "" }
        var table = TextTable()
        table.add("", "ORDERED", "NOT YET INVOICED", "INVOICED", "LEFT")
        for ledger in ledgers {
            table.add(
                ledger.currency, ledger.ordered?.description ?? "unknown", ledger.open.description,
                ledger.invoiced.description, ledger.left?.description ?? "unknown")
        }
        return "\nLedger\n" + table.text
    }

    private var findingsText: String {
        guard !findings.isEmpty else { return "" }
        return "\nFindings\n" + findings.map { FindingText.long($0, now: now) }.joined(separator: "\n")
    }
}
