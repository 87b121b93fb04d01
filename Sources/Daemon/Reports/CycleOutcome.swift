internal import Documents
internal import Reconciliation

/// What a cycle came to: `sync --format json` (contract, section 5).
public struct CycleOutcome: DocumentReport, Hashable {
    /// The cycle's number.
    public var cycle = 0
    /// Whether every feed and account was read and nothing is left to be written.
    public var isComplete = true
    /// The feeds in the order of the configuration.
    public var feeds: [Feed] = []
    /// The accounts by id.
    public var accounts: [Account] = []
    /// The cycle's writes.
    public var changes = Changes()
    /// Selected lines by how they ended.
    public var lines: [String: Int] = [:]
    /// Firing findings by severity.
    public var findings: [String: Int] = [:]
    /// Calls to AWS by operation.
    public var calls: [String: Int] = [:]
    /// How often AWS throttled a call, by operation.
    public var throttles: [String: Int] = [:]
    /// What did not work, in sentences.
    public var troubles: [String] = []

    /// How reading a feed went.
    public struct Feed: Sendable, Hashable {
        /// The feed's name.
        public var name: String
        /// Orders of it that concern AWS Marketplace.
        public var orders: Int
        /// Why it could not be read.
        public var error: String?
    }

    /// How reading an account went.
    public struct Account: Sendable, Hashable {
        /// The account.
        public var account: String
        /// Its active agreements.
        public var agreements: Int
        /// Their charges.
        public var charges: Int
        /// Charges beside them that cannot be read, and that are left alone.
        public var unreadable = 0
        /// Why it could not be read.
        public var error: String?

        /// What an operator has to know about the charges that are left alone; nothing where there are none.
        var unreadableText: String {
            unreadable == 0
                ? "" : "; \(unreadable) more cannot be read and \(unreadable == 1 ? "is" : "are") left alone"
        }
    }

    /// The cycle's writes: planned = applied + queued + dead + held.
    public struct Changes: Sendable, Hashable {
        /// Charges whose number is to be another.
        public var planned = 0
        /// Accepted by AWS.
        public var applied = 0
        /// Of those, seen on AWS afterwards.
        public var verified = 0
        /// Still to be written.
        public var queued = 0
        /// Given up.
        public var dead = 0
        /// Not to be written now: the policy, the plan's size, the integration or something about the order holds them.
        public var held = 0
    }

    /// Counts what a plan says.
    mutating func count(_ plan: Plan) {
        lines = ["selected": plan.lines.count]
        for line in plan.lines { lines[line.result.rawValue, default: 0] += 1 }
        findings = [:]
        for finding in plan.findings { findings[finding.severity.rawValue, default: 0] += 1 }
    }

    /// The object that `sync --format json` prints.
    var document: JSONValue {
        func counts(_ counts: [String: Int], _ order: [String]) -> JSONValue {
            .document(order.map { ($0, .integer(counts[$0] ?? 0)) })
        }
        return .document([
            ("cycle", .integer(cycle)), ("complete", .bool(isComplete)),
            (
                "feeds",
                .array(
                    feeds.map {
                        .record([
                            ("name", .string($0.name)), ("orders", .integer($0.orders)), ("error", .text($0.error)),
                        ])
                    })
            ),
            (
                "accounts",
                .array(
                    accounts.map {
                        .record([
                            ("account", .string($0.account)), ("agreements", .integer($0.agreements)),
                            ("charges", .integer($0.charges)),
                            ("unreadable", $0.unreadable > 0 ? .integer($0.unreadable) : nil),
                            ("error", .text($0.error)),
                        ])
                    })
            ),
            (
                "changes",
                .document([
                    ("planned", .integer(changes.planned)), ("applied", .integer(changes.applied)),
                    ("verified", .integer(changes.verified)), ("queued", .integer(changes.queued)),
                    ("dead", .integer(changes.dead)), ("held", .integer(changes.held)),
                ])
            ),
            (
                "lines",
                counts(lines, ["selected", "assigned", "unmatched", "ambiguous", "conflict", "ineligible"])
            ),
            ("findings", counts(findings, ["error", "warning", "notice"])),
            ("calls", .document(calls.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) })),
        ])
    }

    /// A few lines for a terminal.
    public var text: String {
        var table = TextTable()
        for feed in feeds {
            table.add(
                "feed \(feed.name)",
                feed.error.map { "failed: \($0)" } ?? "\(Wording.count(feed.orders, "order")) for Marketplace")
        }
        for account in accounts {
            table.add(
                "account \(account.account)",
                account.error.map { "failed: \($0)" }
                    ?? "\(Wording.count(account.agreements, "agreement")), \(Wording.count(account.charges, "charge"))"
                    + account.unreadableText)
        }
        let results = ["assigned", "unmatched", "ambiguous", "conflict", "ineligible"]
            .compactMap { name in (lines[name] ?? 0) > 0 ? "\(lines[name] ?? 0) \(name)" : nil }
        table.add(
            "lines",
            "\(lines["selected"] ?? 0) selected\(results.isEmpty ? "" : ": ")\(results.joined(separator: ", "))")
        table.add("changes", changesText)
        table.add("findings", findingsText)
        let heading = isComplete ? "complete" : "incomplete"
        var text = "cycle \(cycle): \(heading)\n" + table.text
        for trouble in troubles { text += Paragraph.wrapped(trouble, indentation: 2) }
        return text
    }

    private var changesText: String {
        guard changes.planned > 0 else { return "nothing to write" }
        var parts: [String] = []
        if changes.applied > 0 { parts.append("\(changes.applied) written, \(changes.verified) read back") }
        if changes.queued > 0 { parts.append("\(changes.queued) queued for retry") }
        if changes.dead > 0 { parts.append("\(changes.dead) given up") }
        if changes.held > 0 { parts.append("\(changes.held) held") }
        return parts.joined(separator: ", ")
    }

    private var findingsText: String {
        let parts = ["error", "warning", "notice"].compactMap { name in
            (findings[name] ?? 0) > 0 ? "\(findings[name] ?? 0) \(name)\(findings[name] == 1 ? "" : "s")" : nil
        }
        return parts.isEmpty ? "none" : parts.joined(separator: ", ") + "; see `posyncd findings`"
    }
}
