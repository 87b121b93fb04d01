internal import Marketplace
internal import Procurement
internal import Reconciliation

/// Findings about reading the world: feeds and accounts that could not be read, permissions that are missing.
struct Conditions: Sendable {
    private(set) var findings: [Finding] = []
    private var denials: [AccountID: [Denial]] = [:]

    private struct Denial: Hashable {
        let action: String
        let message: String
        let isNeeded: Bool
    }

    /// Everything, denials gathered by account.
    var all: [Finding] {
        findings
            + denials.sorted { $0.key < $1.key }.map { account, denials in
                let actions = Set(denials.map(\.action)).sorted().joined(separator: ", ")
                let finding = InsufficientPermissions.finding(
                    action: actions, account: account, principal: nil, reason: denials.first?.message)
                guard !denials.contains(where: \.isNeeded) else { return finding }
                return Finding(
                    finding.scenario, .warning, finding.subject,
                    detail: finding.detail + " What it would tell is not known; nothing else depends on it.",
                    remedy: finding.remedy, owner: finding.owner)
            }
    }

    /// A call that was denied; other errors leave nothing.
    mutating func note(_ error: MarketplaceError, in account: AccountID, isNeeded: Bool) {
        guard error.kind == .denied else { return }
        let denial = Denial(
            action: error.action ?? error.operation, message: "\(error.label): \(error.message)", isNeeded: isNeeded)
        denials[account, default: []].append(denial)
    }

    /// An account that could not be read.
    mutating func accountFailed(_ account: AccountID, _ error: MarketplaceError, lastRead: Instant?) {
        note(error, in: account, isNeeded: true)
        let last = lastRead.map { "It was last read at \($0)." } ?? "It was never read."
        findings.append(
            Finding(
                .accountUnreachable, .error, Finding.Subject(account: account),
                detail:
                    "Account \(account) could not be read: \(error). \(last) Nothing is written there until it can be.",
                remedy: Self.remedy(error, account), owner: .operator))
    }

    /// An account that was read, and some of whose charges could not be.
    mutating func chargesUnreadable(_ account: AccountID, _ count: Int) {
        guard count > 0 else { return }
        let many = count == 1 ? "1 charge" : "\(count) charges"
        findings.append(
            Finding(
                .accountUnreachable, .warning, Finding.Subject(account: account),
                detail:
                    "Account \(account) was read, and \(many) of it could not be: AWS gives no id, agreement or revision "
                    + "that is understood. Nothing is written to \(count == 1 ? "it" : "them"); the others go on.",
                remedy:
                    "Look for charges without PO \(Self.marketplacePage(account)), and set it by hand. If it persists, report "
                    + "it with the log line account.read.",
                owner: .operator))
    }

    private static func marketplacePage(_ account: AccountID) -> String {
        "in account \(account), AWS Marketplace > Manage subscriptions"
    }

    /// What to do about an account that cannot be read.
    static func remedy(_ error: MarketplaceError, _ account: AccountID) -> String {
        switch error.kind {
        case .denied where error.operation == "AssumeRole":
            "Create the role of `marketplace.accounts.role` in account \(account) with a trust policy for posyncd's "
                + "credentials (and the external id, where one is configured), and allow sts:AssumeRole on it; or put the "
                + "account under `exclude`."
        case .denied: "Grant the missing permission; see the finding permission-missing."
        case .credentials: "See that posyncd's AWS credentials are there and valid: `posyncd check`."
        case .unreachable, .unknownOutcome, .transient:
            "See that this host reaches AWS (network, DNS, proxy, AWS Health). It is tried again in the next cycle."
        default: "Run `posyncd check`; if it persists, report it with the log line account.failed."
        }
    }

    /// A feed that could not be read.
    mutating func feedFailed(
        _ name: FeedName, _ error: FeedError, lastRead: Instant?, staleAfter: Duration, now: Instant
    ) {
        let last = lastRead.map { "It was last read whole at \($0)." } ?? "It was never read whole."
        let said = error.message.last.map { ".?!".contains($0) } == true ? error.message : "\(error.message)."
        findings.append(
            Finding(
                .feedUnreachable, .error, Finding.Subject(feed: name),
                detail:
                    "Feed \(name) could not be read: \(said) \(last) What is known of its orders stays as it is.",
                remedy: Self.remedy(error, name), owner: .operator))
        if let lastRead, now - lastRead >= staleAfter {
            findings.append(
                Finding(
                    .feedStale, .warning, Finding.Subject(feed: name),
                    detail:
                        "Feed \(name) was last read whole at \(lastRead). Orders that were issued, changed or cancelled "
                        + "since are not known.",
                    remedy: "Mend the feed; until then set urgent POs by hand.", owner: .operator))
        }
    }

    /// What to do about a feed that cannot be read.
    static func remedy(_ error: FeedError, _ name: FeedName) -> String {
        switch error.kind {
        case .denied: "Check the credentials of feed \(name) in the configuration, and what they are allowed to read."
        case .malformed, .rejected:
            "Do what is said there; where it names nothing to do, check `url` of feed \(name): that it is there, and that it "
                + "gives orders and not, say, a login page."
        case .throttled: "Lower `requestsPerSecond` of feed \(name), or see who else uses the same account."
        case .unreachable, .cancelled: "See that this host reaches the system behind feed \(name)."
        }
    }

    /// A feed that gave nothing where it gave orders before.
    mutating func feedEmpty(_ name: FeedName, before: Int) {
        findings.append(
            Finding(
                .feedEmpty, .warning, Finding.Subject(feed: name),
                detail:
                    "Feed \(name) gave no orders at all, where the last full reading had \(before). Nothing is changed "
                    + "because of it.",
                remedy:
                    "See whether the feed's account or filter was changed. If the feed is empty by right, take it out of "
                    + "the configuration.",
                owner: .operator))
    }

    /// Records of a feed that could not even be told apart.
    mutating func feedFaults(_ name: FeedName, _ faults: [String]) {
        guard !faults.isEmpty else { return }
        findings.append(
            Finding(
                .orderInvalid, .warning, Finding.Subject(feed: name),
                detail:
                    "Feed \(name) has records that are not in order: \(faults.prefix(5).joined(separator: "; "))"
                    + "\(faults.count > 5 ? " and \(faults.count - 5) more" : ""). The others go on.",
                remedy:
                    "Correct them in the procurement system; a file that cannot be read is read once it is replaced.",
                owner: .procurement))
    }

    /// Orders that could not be marked, or files that could not be put away, after they were taken in.
    static func unsettled(_ name: FeedName, _ faults: [String]) -> Finding {
        let more = faults.count > 5 ? " and \(faults.count - 5) more" : ""
        return Finding(
            .feedUnreachable, .warning, Finding.Subject(feed: name),
            detail:
                "Feed \(name) was read, and what is to be done there afterwards was not: "
                + "\(faults.prefix(5).joined(separator: "; "))\(more). Nothing that was read is lost; it is tried again in "
                + "the next cycle.",
            remedy:
                "Give posyncd's account what it needs there (to mark orders, or to move and delete files), or set `after: "
                + "keep` or `acknowledge: none`.",
            owner: .operator)
    }

    /// Single lines of the register that are not in order.
    mutating func registerFaults(_ path: String, _ faults: [String]) {
        guard !faults.isEmpty else { return }
        let more = faults.count > 10 ? " and \(faults.count - 10) more" : ""
        findings.append(
            Finding(
                .orderInvalid, .warning, Finding.Subject(),
                detail:
                    "the register \(path) has errors: \(faults.prefix(10).joined(separator: "; "))\(more). Nothing is "
                    + "claimed by what cannot be read; the rest counts.",
                remedy: "Correct the file; see \"The register\" in the README.", owner: .operator))
    }

    /// The register could not be read.
    mutating func registerFailed(_ message: String) {
        findings.append(
            Finding(
                .orderInvalid, .warning, Finding.Subject(),
                detail: "\(message). Nothing is claimed about purchase orders in Billing until it can be read.",
                remedy: "Correct the file; see \"The register\" in the README.", owner: .operator))
    }
}
