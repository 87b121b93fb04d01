internal import Documents
internal import Reconciliation

/// What `posyncd feed test-mapping NAME` shows: each line with the rule that keys it, or why none does.
public struct MappingReport: DocumentReport {
    let feed: FeedName
    let sample: FeedSample
    let trials: [MappingTrial]
    /// How many agreements the store knows; none before the first cycle.
    let knownAgreements: Int
    /// Whether the feed says which orders concern AWS Marketplace; without it every line is shown.
    let hasSelection: Bool

    init(feed: FeedName, sample: FeedSample, rules: Rules, accounts: [AccountView]) {
        self.feed = feed
        self.sample = sample
        trials = MappingTest(rules, accounts: accounts).trials(sample.orders)
        knownAgreements = accounts.reduce(0) { $0 + $1.agreements.count }
        hasSelection = rules.selections[feed] != nil
    }

    private var shown: [MappingTrial] { hasSelection ? trials.filter { $0.ground != nil } : trials }

    /// What a line comes to.
    enum Verdict: String {
        /// Exactly one active agreement, or keys that could not be checked for want of agreements.
        case keyed
        /// The keys name no active agreement.
        case unmatched
        /// The keys name several.
        case ambiguous
        /// No rule names keys.
        case unkeyed
    }

    func verdict(_ trial: MappingTrial) -> Verdict {
        guard trial.keyed != nil else { return .unkeyed }
        guard knownAgreements > 0 else { return .keyed }
        return trial.active.isEmpty ? .unmatched : trial.active.count == 1 ? .keyed : .ambiguous
    }

    // MARK: - JSON

    /// The object that `feed test-mapping --format json` prints.
    var document: JSONValue {
        .document([
            ("feed", .text(feed)), ("hasMore", .bool(sample.hasMore)), ("knownAgreements", .integer(knownAgreements)),
            ("lines", .array(shown.map(encode))), ("notSelected", .integer(trials.count - shown.count)),
            ("faults", .array(sample.faults.map { .string($0) })),
        ])
    }

    private func encode(_ trial: MappingTrial) -> JSONValue {
        .document([
            ("order", .text(trial.order.number)), ("id", .string(trial.order.key.id)),
            ("line", .string(trial.line.number)), ("state", .string(trial.order.state.rawValue)),
            ("result", .string(verdict(trial).rawValue)), ("rule", .text(trial.keyed?.rule)),
            ("keys", .array((trial.keyed?.keys ?? []).map { .string($0) })),
            ("active", .array(trial.active.map(Self.encode))), ("inactive", .array(trial.inactive.map(Self.encode))),
            (
                "attempts",
                .array(
                    trial.attempts.map { attempt in
                        .document([("rule", .string(attempt.rule)), ("result", .string(attempt.result.sentence))])
                    })
            ),
        ])
    }

    private static func encode(_ name: MappingTrial.AgreementName) -> JSONValue {
        .document([("account", .text(name.account)), ("agreement", .text(name.agreement))])
    }

    // MARK: - Text

    /// The same for a terminal.
    public var text: String {
        var text = ""
        for trial in shown {
            text += "\(trial.order.number.text.plain) line \(trial.line.number.plain): "
            if let keyed = trial.keyed {
                text += "rule \(keyed.rule) finds \(keyed.keys.joined(separator: ", ").plain)\n"
                text += Paragraph.wrapped(agreements(trial), indentation: 4)
            } else {
                text += "no rule keys it\n"
                for attempt in trial.attempts {
                    text += Paragraph.wrapped("- \(attempt.rule): \(attempt.result.sentence)", indentation: 4)
                }
            }
            if trial.order.state != .issued {
                text += Paragraph.wrapped(
                    "The PO is \(trial.order.state.rawValue) (\(trial.order.status)), so it is not newly assigned.",
                    indentation: 4)
            }
        }
        for fault in sample.faults { text += Paragraph.wrapped("Passed over: \(fault)", indentation: 0) }
        return text + summary
    }

    private func agreements(_ trial: MappingTrial) -> String {
        guard knownAgreements > 0 else { return "" }
        let name = { (name: MappingTrial.AgreementName) in "\(name.agreement) of account \(name.account)" }
        if trial.active.count == 1, let only = trial.active.first { return "which is agreement \(name(only))." }
        if trial.active.isEmpty {
            guard let ended = trial.inactive.first else { return "which no agreement of the last cycle is." }
            return "which is agreement \(name(ended)), and that is not active."
        }
        let several = trial.active.prefix(6).map(name).joined(separator: ", ")
        return "which are \(trial.active.count) agreements, so nothing is assigned: \(several)."
    }

    private var summary: String {
        let counts = Dictionary(grouping: shown, by: verdict).mapValues(\.count)
        var text = shown.isEmpty ? "" : "\n"
        text += "\(shown.count) line\(shown.count == 1 ? "" : "s"): "
        let words: [(Verdict, String)] = [
            (.keyed, "keyed"), (.unmatched, "with keys that no active agreement has"),
            (.ambiguous, "with keys of several agreements"), (.unkeyed, "without a rule"),
        ]
        text += words.compactMap { verdict, word in counts[verdict].map { "\($0) \(word)" } }.joined(separator: ", ")
        text += shown.isEmpty ? "none" : ""
        text +=
            hasSelection
            ? "; \(trials.count - shown.count) more \(trials.count - shown.count == 1 ? "is" : "are") not selected.\n"
            : ".\n"
        if sample.hasMore { text += "The feed has more purchase orders, see --limit.\n" }
        if knownAgreements == 0 {
            text += "No agreements are known yet: after the first `posyncd sync` the keys are checked against them.\n"
        }
        return text
    }
}

extension MappingTrial.Attempt.Result {
    /// What came of a rule, in a few words.
    var sentence: String {
        switch self {
        case .keys(let keys): "finds \(keys.joined(separator: ", "))"
        case .absent(let path): "\(path) is empty"
        case .unmatched(let path, let value, let pattern):
            "\(path) is \"\(value.prefix(80))\", which does not have \(pattern)"
        }
    }
}
