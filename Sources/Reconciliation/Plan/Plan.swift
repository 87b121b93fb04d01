/// What is to stand on which charge, and what people have to know; made by `reconcile`.
public struct Plan: Sendable {
    /// The assignments, sorted by account and charge.
    public var assignments: [Assignment] = []
    /// What became of each selected line, in the order of orders and lines.
    public var lines: [LineOutcome] = []
    /// The findings, sorted by scenario and subject.
    public var findings: [Finding] = []
    /// What is to be said last of findings that do not fire any more and whose cause was not mended.
    public var endings: [Finding] = []
    /// The money of each purchase order, sorted by number and currency.
    public var ledgers: [Ledger] = []
    /// Open charges without PO with what is left until they are due, soonest first.
    public var deadlines: [Deadline] = []
    /// What renewals will carry where the payments of an agreement differ, sorted by account and agreement.
    public var renewals: [RenewalCopy] = []
    /// Agreements whose terms would make the plan surer, where they are not known.
    public var wantedTerms: [AgreementID: AccountID] = [:]

    /// A plan in which nothing is decided.
    public init() {}

    /// The assignments that are to be written now; what is queued for an account that could not be read is not.
    public var writes: [Assignment] {
        assignments.filter { $0.state == .queued && $0.hold == nil }
    }
}

/// Whether a plan tells, of each line, the charges that were weighed for it and turned down.
///
/// They are as many as lines times charges of an agreement; the decision is the same either way.
public enum Weighing: Sendable {
    /// Every charge with the reason, for people.
    case told
    /// Only what findings name.
    case untold
}

/// What became of a selected line.
public struct LineOutcome: Sendable, Hashable {
    /// The order.
    public var order: OrderKey
    /// Its number.
    public var number: OrderNumber
    /// The line's number in the document.
    public var line: String
    /// How it ended.
    public var result: Result
    /// The mapping rule that keyed the line.
    public var rule: String?
    /// The keys that the rule read, for messages: `agreement agmt-1`.
    public var keys: [String]
    /// The agreements that the keys name.
    public var agreements: [AgreementID]
    /// How the line claims charges.
    public var scope: ClaimScope?
    /// Charges on which the line stands, be it written, held, foreign or too late.
    public var charges: [ChargeKey]
    /// What was weighed and turned down, with the reason; charges only where the plan tells them (`Weighing`).
    public var candidates: [Candidate]
    /// Why it ended so, in one sentence.
    public var reason: String
    /// Charges that fell due without PO, and that the line claims no better than a line of another order, or too late.
    public var missed: [ChargeKey] = []

    /// How a line ended; every selected line ends in exactly one way.
    public enum Result: String, Sendable, Hashable, CaseIterable {
        case assigned, unmatched, ambiguous, conflict, ineligible
    }

    /// Something that was weighed and turned down.
    public struct Candidate: Sendable, Hashable {
        /// The agreement.
        public var agreement: AgreementID
        /// The charge, where one was weighed.
        public var charge: ChargeKey?
        /// Why it was turned down.
        public var reason: String
    }
}

/// The money of one purchase order in one currency.
///
/// AWS tracks no balance for Marketplace line items (buyer guide, "Balance tracking").
public struct Ledger: Sendable, Hashable {
    /// The order's number.
    public var order: OrderNumber
    /// Three letters.
    public var currency: String
    /// What its selected lines come to; `nil` where a line has no amount.
    public var ordered: Amount?
    /// Charges that are assigned to it and that no invoice was seen for.
    public var open: Amount
    /// Invoices that carry it.
    public var invoiced: Amount
    /// Whether some of it is usage, whose amounts grow.
    public var hasUsage: Bool

    /// What is drawn: not yet invoiced, and invoiced.
    public var drawn: Amount? { open.adding(invoiced) }

    /// What is left of the order; negative where it is overdrawn.
    public var left: Amount? {
        guard let ordered, let drawn else { return nil }
        return ordered.subtracting(drawn)
    }
}

/// An open charge without PO.
public struct Deadline: Sendable, Hashable {
    /// The charge.
    public var charge: ChargeKey
    /// Its agreement.
    public var agreement: AgreementID
    /// When it is due; none for usage.
    public var due: Instant?
    /// What it comes to.
    public var amount: Amount?
    /// Three letters.
    public var currency: String?
}
