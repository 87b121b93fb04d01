/// Reads the keys that mapping rules find in lines; searches each text once.
struct KeyReader {
    private let rules: [MappingRule]
    private var seen: [Search: [String]] = [:]
    private var found: [Find: Keys] = [:]

    private struct Search: Hashable {
        let rule: Int
        let text: String
    }

    private struct Find: Hashable {
        let rule: Int
        let values: [[String]]
    }

    /// What a rule found: for each entry of `to`, the keys. Several where a pattern matches in several places.
    ///
    /// Lines in which one reader finds the same share it: tens of thousands of lines may name a few hundred agreements.
    final class Keys {
        let rule: MappingRule
        let values: [[String]]
        /// For messages: `agreement agmt-1`, `product prod-1 account 222222222222`.
        let descriptions: [String]

        init(rule: MappingRule, values: [[String]]) {
            self.rule = rule
            self.values = values
            descriptions = zip(rule.to, values).flatMap { kind, keys in keys.map { "\(kind.rawValue) \($0)" } }
        }
    }

    init(_ rules: [MappingRule]) {
        self.rules = rules
    }

    /// What the first rule that names keys finds in a line; `nil` where none does.
    mutating func keys(of order: PurchaseOrder, _ line: OrderLine) -> Keys? {
        for index in rules.indices {
            if case .keys(let keys) = attempt(index, order, line) { return keys }
        }
        return nil
    }

    /// The rules in their order up to the first one that names keys, and those keys.
    mutating func attempts(_ order: PurchaseOrder, _ line: OrderLine) -> ([MappingTrial.Attempt], Keys?) {
        var attempts: [MappingTrial.Attempt] = []
        for (index, rule) in rules.enumerated() {
            switch attempt(index, order, line) {
            case .keys(let keys):
                attempts.append(.init(rule: rule.name, result: .keys(keys.descriptions)))
                return (attempts, keys)
            case .absent(let path): attempts.append(.init(rule: rule.name, result: .absent(path)))
            case .unmatched(let path, let text):
                let pattern = rule.pattern?.source ?? ""
                attempts.append(.init(rule: rule.name, result: .unmatched(path, value: text, pattern: pattern)))
            }
        }
        return (attempts, nil)
    }

    private enum Attempt {
        case keys(Keys)
        case absent(FieldPath)
        case unmatched(FieldPath, String)
    }

    private mutating func attempt(_ index: Int, _ order: PurchaseOrder, _ line: OrderLine) -> Attempt {
        let rule = rules[index]
        var values: [[String]] = []
        for path in rule.from {
            guard let text = path.value(in: order, line) else { return .absent(path) }
            let found = search(text, rule: index)
            if found.isEmpty { return .unmatched(path, text) }
            values.append(found)
        }
        let find = Find(rule: index, values: values)
        if let known = found[find] { return .keys(known) }
        let keys = Keys(rule: rule, values: values)
        found[find] = keys
        return .keys(keys)
    }

    private mutating func search(_ text: String, rule: Int) -> [String] {
        guard let pattern = rules[rule].pattern else { return [text] }
        let search = Search(rule: rule, text: text)
        if let known = seen[search] { return known }
        var found: [String] = []
        for key in pattern.matches(in: text).map(\.trimmed) where !key.isEmpty && !found.contains(key) {
            found.append(key)
        }
        seen[search] = found
        return found
    }
}
