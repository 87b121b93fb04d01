/// How a purchase order line names what it pays for.
public struct MappingRule: Sendable, Hashable {
    /// The rule's name, as it stands in `explain` and in the store.
    public var name: String
    /// Where the keys are read, one for each entry of `to`.
    public var from: [FieldPath]
    /// A regular expression that is searched in each value; its first group, or the whole match, is the key.
    public var pattern: KeyPattern?
    /// What the keys name.
    public var to: [MappingKey]

    /// A rule; `from` and `to` have the same length.
    public init(name: String, from: [FieldPath], pattern: KeyPattern? = nil, to: [MappingKey]) {
        self.name = name
        self.from = from
        self.pattern = pattern
        self.to = to
    }
}

/// What a key of a mapping rule names.
public enum MappingKey: String, Sendable, Hashable, CaseIterable {
    /// An agreement's id.
    case agreement
    /// The offer that an agreement came from.
    case offer
    /// A product of an agreement.
    case product
    /// A charge's id.
    case charge
    /// The account of an agreement.
    case account
}

/// A regular expression that was checked when the configuration was read.
public struct KeyPattern: Sendable, Hashable {
    /// The expression as the configuration writes it.
    public let source: String
    private let compiled: Compiled

    /// The expression ready to be searched with: compiling is dear, so it is done once.
    ///
    /// Unchecked: `Regex` is not `Sendable` for the closures that a builder may put into one. This one is made of a text,
    /// never changes, and its only state, the program that the first search compiles, is set atomically by the library.
    private final class Compiled: @unchecked Sendable {
        let expression: Regex<AnyRegexOutput>

        init(_ source: String) throws { expression = try Regex(source) }
    }

    /// Checks the expression.
    ///
    /// - Throws: what is wrong with it.
    public init(_ source: String) throws(KeyPatternError) {
        do {
            compiled = try Compiled(source)
        } catch {
            throw KeyPatternError(reason: "\(error)")
        }
        self.source = source
    }

    /// What is found in a text, in its order: the first group of each match, the whole match where there is none.
    func matches(in text: String) -> [String] {
        text.matches(of: compiled.expression).compactMap { match in
            let output = match.output
            return (output.count > 1 ? output[1].substring : output[0].substring).map(String.init)
        }
    }

    public static func == (left: KeyPattern, right: KeyPattern) -> Bool { left.source == right.source }

    public func hash(into hasher: inout Hasher) { hasher.combine(source) }
}

/// An expression that cannot be used.
public struct KeyPatternError: Error, Sendable, Hashable {
    /// The compiler's words.
    public let reason: String
}
