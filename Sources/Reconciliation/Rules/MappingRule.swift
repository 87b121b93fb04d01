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
    // Unchecked: it is made of a text alone, without the closures of a builder, and searching changes nothing in it that
    // another thread could see half done.
    /// The expression ready to be searched with.
    private final class Compiled: @unchecked Sendable {
        let expression: Regex<AnyRegexOutput>

        init(_ expression: Regex<AnyRegexOutput>) { self.expression = expression }
    }

    /// The expression as the configuration writes it.
    public let source: String
    private let compiled: Compiled

    /// Checks the expression.
    ///
    /// - Throws: what is wrong with it.
    public init(_ source: String) throws(KeyPatternError) {
        do {
            compiled = Compiled(try Regex(source))
        } catch {
            throw KeyPatternError(reason: "\(error)")
        }
        self.source = source
    }

    /// The expression ready to be searched with: compiling is dear, so it is done once.
    var expression: Regex<AnyRegexOutput> { compiled.expression }

    public static func == (left: KeyPattern, right: KeyPattern) -> Bool { left.source == right.source }

    public func hash(into hasher: inout Hasher) { hasher.combine(source) }
}

/// An expression that cannot be used.
public struct KeyPatternError: Error, Sendable, Hashable {
    /// The compiler's words.
    public let reason: String
}
