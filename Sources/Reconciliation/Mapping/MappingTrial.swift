/// What the mapping makes of one line: which rule keys it, or why none does.
public struct MappingTrial: Sendable, Hashable {
    /// The order, as it was read.
    public let order: PurchaseOrder
    /// The line.
    public let line: OrderLine
    /// Why the line concerns AWS Marketplace; `nil` where it does not.
    public let ground: SelectionGround?
    /// The rules in their order, up to the one that names keys.
    public let attempts: [Attempt]
    /// Agreements that the keys name and that are active.
    public let active: [AgreementName]
    /// Agreements that the keys name and that are not.
    public let inactive: [AgreementName]

    /// An agreement with its account.
    public struct AgreementName: Sendable, Hashable {
        /// The agreement.
        public let agreement: AgreementID
        /// The account that accepted it.
        public let account: AccountID
    }

    /// One rule tried on the line.
    public struct Attempt: Sendable, Hashable {
        /// The rule's name.
        public let rule: String
        /// What came of it.
        public let result: Result

        /// What a rule makes of a line.
        public enum Result: Sendable, Hashable {
            /// It names these keys, each with what it names: `agreement agmt-1`.
            case keys([String])
            /// The field has no value.
            case absent(FieldPath)
            /// The pattern is not found in the field's value.
            case unmatched(FieldPath, value: String, pattern: String)
        }
    }

    /// The rule that names keys, with them.
    public var keyed: (rule: String, keys: [String])? {
        guard let last = attempts.last, case .keys(let keys) = last.result else { return nil }
        return (last.rule, keys)
    }
}

/// Why a line concerns AWS Marketplace (contract, section 4, step 1).
public enum SelectionGround: Sendable, Hashable {
    /// The order's supplier is selected by name.
    case supplierName(String)
    /// The order's supplier is selected by number.
    case supplierNumber(String)
    /// The line's commodity is selected.
    case commodity(String)
    /// The feed has no `select`, and a rule names keys.
    case rule
}

/// Tries the mapping on lines, by the same code as the decision.
public struct MappingTest: Sendable {
    private let rules: Rules
    private let accounts: [AccountView]

    /// A test of the rules against the agreements that are known; none where nothing was read yet.
    public init(_ rules: Rules, accounts: [AccountView]) {
        self.rules = rules
        self.accounts = accounts
    }

    /// What becomes of each line of some orders.
    public func trials(_ orders: [PurchaseOrder]) -> [MappingTrial] {
        let index = AgreementIndex(accounts)
        var reader = KeyReader(rules.mapping)
        let selector = LineSelector(rules)
        return orders.flatMap { order in
            order.lines.map { line in
                let (attempts, keys) = reader.attempts(order, line)
                let match = keys.map(index.match) ?? AgreementIndex.Match()
                let name = { (place: Int) in
                    MappingTrial.AgreementName(
                        agreement: index.agreements[place].id, account: index.agreements[place].account)
                }
                return MappingTrial(
                    order: order, line: line, ground: selector.ground(order, line, isKeyed: keys != nil),
                    attempts: attempts, active: match.active.map(name), inactive: match.inactive.map(name))
            }
        }
    }
}
