internal import Documents
public import Reconciliation

/// What `posyncd plan` shows: what belongs on which charge, what would be written, and why.
public struct PlanReport: DocumentReport {
    /// The plan.
    public let plan: Plan
    /// What reading the world came to, with the counts.
    public let outcome: CycleOutcome
    /// The policy it was made under.
    public let policy: Policy
    /// When it was made.
    public let madeAt: Instant

    /// A report on `plan`.
    init(plan: Plan, outcome: CycleOutcome, policy: Policy, madeAt: Instant) {
        self.plan = plan
        self.outcome = outcome
        self.policy = policy
        self.madeAt = madeAt
    }

    /// The object that `plan --format json` prints: that of `sync`, with the assignments, lines and findings themselves.
    var document: JSONValue {
        guard var object = outcome.document.object else { return outcome.document }
        object["policy"] = .string(policy.rawValue)
        object["generatedAt"] = .string(madeAt.description)
        object["assignments"] = .array(plan.assignments.map(AssignmentRecord.encode))
        object["outcomes"] = .array(plan.lines.map(LineDocument.encode))
        object["firing"] = .array(plan.findings.map { FindingRecord($0, since: madeAt).document() })
        return .object(object)
    }

    /// The plan at a glance.
    public var text: String {
        var text = "Plan of \(madeAt), policy \(policy.rawValue). Nothing was written.\n"
        for feed in outcome.feeds {
            if let error = feed.error {
                text += Paragraph.wrapped("feed \(feed.name) failed: \(error)", indentation: 2)
            }
        }
        for account in outcome.accounts {
            if let error = account.error {
                text += Paragraph.wrapped("account \(account.account) failed: \(error)", indentation: 2)
            } else if account.unreadable > 0 {
                text += Paragraph.wrapped(
                    "account \(account.account): \(account.charges) charges\(account.unreadableText)", indentation: 2)
            }
        }
        text += charges + leftOut + renewals + findings
        return text + "\n" + summary
    }

    private var charges: String {
        let byAccount = Dictionary(grouping: plan.assignments, by: \.key.account)
        var text = ""
        for (account, assignments) in byAccount.sorted(by: { $0.key < $1.key }) {
            text += "\nAccount \(account.text.plain)\n"
            var table = TextTable()
            table.add("CHARGE", "AMOUNT", "DUE", "CARRIES", "BELONGS", "", "WHY")
            var agreement: AgreementID?
            for assignment in assignments.sorted(by: { ($0.agreement, $0.key) < ($1.agreement, $1.key) }) {
                if assignment.agreement != agreement { table.add(assignment.agreement.text) }
                agreement = assignment.agreement
                table.add(
                    "  \(assignment.key.charge.text)", Self.amount(assignment), assignment.time?.day ?? "usage",
                    assignment.observed?.text ?? "-", assignment.order.number.text, Self.action(assignment),
                    Self.why(assignment))
            }
            text += table.text
        }
        return text
    }

    private static func amount(_ assignment: Assignment) -> String {
        guard let amount = assignment.amount else { return "-" }
        return assignment.currency.map { "\(amount) \($0)" } ?? amount.description
    }

    private static func action(_ assignment: Assignment) -> String {
        switch assignment.state {
        case .queued where assignment.hold != nil: "wait"
        case .queued: assignment.observed == nil ? "write" : "replace"
        case .planned: assignment.isHeldWrite ? "hold" : "leave"
        case .applied: "written"
        case .verified: "right"
        case .invoiced: "invoiced"
        case .dead: "given up"
        case .blanket: "blanket"
        }
    }

    private static func why(_ assignment: Assignment) -> String {
        var parts: [String] = []
        if let hold = assignment.hold, assignment.state != .verified { parts.append(hold.sentence) }
        if let line = assignment.order.line { parts.append("line \(line)") }
        if let rule = assignment.rule { parts.append("by \(rule)") }
        parts.append("scope \(assignment.scope.rawValue)")
        return parts.joined(separator: ", ")
    }

    private var leftOut: String {
        let lines = plan.lines.filter { $0.result != .assigned }
        guard !lines.isEmpty else { return "" }
        var table = TextTable()
        for line in lines {
            table.add(line.number.text, "line \(line.line)", line.result.rawValue, line.reason)
            for candidate in line.candidates.prefix(6) {
                let name = candidate.charge?.charge.text ?? candidate.agreement.text
                table.add("", "", "", "  \(name): \(candidate.reason)")
            }
            if line.candidates.count > 6 { table.add("", "", "", "  and \(line.candidates.count - 6) more") }
        }
        return "\nLines that get no charge\n" + table.text
    }

    private var renewals: String {
        guard !plan.renewals.isEmpty else { return "" }
        return "\nRenewals\n" + plan.renewals.map { Paragraph.wrapped($0.sentence, indentation: 2) }.joined()
    }

    private var findings: String {
        guard !plan.findings.isEmpty else { return "" }
        return "\nFindings\n" + plan.findings.map { FindingText.short($0) }.joined()
    }

    private var summary: String {
        let writes = plan.writes.count
        let held = plan.assignments.count { $0.state == .planned && $0.isHeldWrite }
        let left = plan.assignments.count { $0.state == .planned && !$0.isHeldWrite }
        let dead = plan.assignments.count { $0.state == .dead }
        let right = plan.assignments.count { $0.state == .verified || $0.state == .invoiced }
        let rest = (left > 0 ? ", \(left) left to people" : "") + (dead > 0 ? ", \(dead) given up" : "")
        let lines = plan.lines.count
        let assigned = plan.lines.count { $0.result == .assigned }
        return
            "\(writes) to write, \(held) held, \(right) already right\(rest); \(assigned) of \(lines) lines have a charge.\n"
    }
}

extension Hold {
    /// Why, in a few words.
    var sentence: String {
        switch self {
        case .observe: "the policy only observes"
        case .foreign: "somebody else set the number it carries"
        case .tooLate: "too late to change"
        case .currency: "other currency"
        case .numberTooLong: "the PO number is too long"
        case .suspended: "the PO is suspended in Billing"
        case .expired: "the PO is expired in Billing"
        case .notEligible: "the product takes no PO"
        case .integration: "the AWS Billing integration is off"
        case .accountMoved: "the account moved to another organization"
        case .accountUnread: "the account could not be read"
        case .feedUnread: "its feed leads to another system, which could not be read yet"
        case .unsafe: "the plan is too large"
        case .discarded: "an operator discarded the write"
        }
    }
}
