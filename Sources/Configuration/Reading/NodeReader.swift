internal import Yams

/// Reads one mapping of the YAML tree; every key has to be asked for, and what is wrong is gathered.
final class NodeReader {
    private let node: Node
    private let path: String
    private let problems: Problems
    private var asked: [String] = []

    /// The problems of one file.
    final class Problems {
        private(set) var all: [ConfigurationProblem] = []

        func add(_ node: Node, _ path: String, _ message: String) {
            all.append(
                ConfigurationProblem(
                    line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, path: path, message: message))
        }
    }

    init(_ node: Node, path: String, problems: Problems) {
        self.node = node
        self.path = path
        self.problems = problems
        if node.mapping == nil {
            problems.add(node, path, "a mapping of keys to values is expected")
        }
    }

    /// The key's place in the file, for messages.
    func full(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// The value at a key; `nil` where it is absent or `null`.
    func node(_ key: String) -> Node? {
        asked.append(key)
        guard let value = node.mapping?[Node(key)], value.null == nil else { return nil }
        return value
    }

    /// Notes a problem at a key, or at the mapping where the key is absent.
    func fail(_ key: String, _ message: String) {
        let place = node.mapping?[Node(key)] ?? node
        problems.add(place, full(key), message)
    }

    /// Takes every key for known, where it cannot be told which are.
    func skipRest() { asked += (node.mapping ?? [:]).compactMap(\.key.string) }

    /// Ends the reading: keys that nobody asked for are errors.
    func finish() {
        for (key, _) in node.mapping ?? [:] {
            guard let name = key.string else {
                problems.add(key, path, "a key must be a text")
                continue
            }
            guard !asked.contains(name), !DuplicateKeys.isExchanged(name) else { continue }
            let nearest = Spelling.nearest(to: name, among: asked)
            let hint =
                nearest.map { "; did you mean \($0)?" }
                ?? "; known here: \(Set(asked).sorted().joined(separator: ", "))"
            problems.add(key, full(name), "there is no such key\(hint)")
        }
    }

    // MARK: - Values

    /// A text; a number or truth value is taken as it is written.
    func text(_ key: String) -> String? {
        guard let value = node(key) else { return nil }
        guard let text = value.scalar?.string, !text.isEmpty else {
            fail(key, "a text is expected")
            return nil
        }
        return text
    }

    func neededText(_ key: String) -> String {
        if let text = text(key) { return text }
        if node.mapping?[Node(key)] == nil || node.mapping?[Node(key)]?.null != nil { fail(key, "it is missing") }
        return ""
    }

    func texts(_ key: String) -> [String] {
        guard let value = node(key) else { return [] }
        guard let sequence = value.sequence else {
            fail(key, "a list is expected: [a, b]")
            return []
        }
        return sequence.enumerated().compactMap { index, element in
            if let text = element.scalar?.string, !text.isEmpty { return text }
            problems.add(element, "\(full(key))[\(index)]", "a text is expected")
            return nil
        }
    }

    /// One text or a list of them.
    func oneOrMore(_ key: String) -> [String] {
        guard let value = node(key) else { return [] }
        return value.sequence == nil ? text(key).map { [$0] } ?? [] : texts(key)
    }

    func flag(_ key: String) -> Bool? {
        guard let value = node(key) else { return nil }
        switch value.scalar?.string {
        case "true": return true
        case "false": return false
        default:
            fail(key, "true or false is expected")
            return nil
        }
    }

    func whole(_ key: String, _ range: ClosedRange<Int>) -> Int? {
        guard let value = node(key) else { return nil }
        guard let number = value.scalar?.string.replacingUnderscores, let whole = Int(number), range.contains(whole)
        else {
            fail(key, "a whole number from \(range.lowerBound) to \(range.upperBound) is expected")
            return nil
        }
        return whole
    }

    func decimal(_ key: String, _ range: ClosedRange<Double>) -> Double? {
        guard let value = node(key) else { return nil }
        guard let number = value.scalar.flatMap({ Double($0.string) }), range.contains(number) else {
            fail(key, "a number from \(range.lowerBound) to \(range.upperBound) is expected")
            return nil
        }
        return number
    }

    func duration(_ key: String, _ range: ClosedRange<Duration>) -> Duration? {
        guard let value = node(key) else { return nil }
        guard let span = value.scalar.flatMap({ Spans.read($0.string) }) else {
            fail(key, "a duration is expected, such as 90s, 15m, 6h or 1d")
            return nil
        }
        guard range.contains(span) else {
            fail(key, "it must be from \(Spans.write(range.lowerBound)) to \(Spans.write(range.upperBound))")
            return nil
        }
        return span
    }

    func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, _ type: Choice.Type = Choice.self) -> Choice?
    where Choice.RawValue == String {
        guard let text = text(key) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let known = Choice.allCases.map(\.rawValue)
        let hint = Spelling.nearest(to: text, among: known).map { "; did you mean \($0)?" } ?? ""
        fail(key, "\"\(text.prefix(40))\" is none of \(known.joined(separator: ", "))\(hint)")
        return nil
    }

    /// A mapping within this one.
    func section(_ key: String) -> NodeReader? {
        node(key).map { NodeReader($0, path: full(key), problems: problems) }
    }

    /// A list of mappings.
    func sections(_ key: String) -> [NodeReader] {
        guard let value = node(key) else { return [] }
        guard let sequence = value.sequence else {
            fail(key, "a list is expected")
            return []
        }
        return sequence.enumerated().map { NodeReader($1, path: "\(full(key))[\($0)]", problems: problems) }
    }

    /// The keys and values of a mapping whose keys are the user's own.
    func entries(_ key: String) -> [(key: String, value: NodeReader.Entry)] {
        guard let value = node(key) else { return [] }
        guard let mapping = value.mapping else {
            fail(key, "a mapping is expected")
            return []
        }
        return mapping.compactMap { name, value in
            guard let name = name.string, !DuplicateKeys.isExchanged(name) else { return nil }
            return (name, Entry(node: value, path: "\(full(key)).\(name)", problems: problems))
        }
    }

    /// A value under a key of the user's own.
    struct Entry {
        let node: Node
        let path: String
        let problems: Problems

        var text: String? { node.scalar?.string }

        var texts: [String] { node.sequence?.compactMap { $0.scalar?.string } ?? text.map { [$0] } ?? [] }

        func fail(_ message: String) { problems.add(node, path, message) }
    }
}

extension String {
    fileprivate var replacingUnderscores: String { filter { $0 != "_" } }
}
