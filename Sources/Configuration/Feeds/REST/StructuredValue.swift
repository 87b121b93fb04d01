internal import Yams

/// A value of YAML that stands for one of JSON.
public enum StructuredValue: Sendable, Hashable {
    /// `null`
    case null
    /// `true` or `false`
    case flag(Bool)
    /// A number, as it is written.
    case number(String)
    /// A text.
    case text(String)
    /// A list.
    case list([StructuredValue])
    /// A mapping, in the order of the file.
    case mapping([Member])

    /// A key with its value.
    public struct Member: Sendable, Hashable {
        /// The key.
        public var key: String
        /// The value.
        public var value: StructuredValue
    }

    init(_ node: Node) {
        switch node {
        case .mapping(let mapping):
            self = .mapping(mapping.map { Member(key: $0.string ?? "", value: StructuredValue($1)) })
        case .sequence(let sequence): self = .list(sequence.map { StructuredValue($0) })
        case .scalar(let scalar):
            guard scalar.style == .plain || scalar.style == .any else {
                self = .text(scalar.string)
                return
            }
            self = Self.plain(scalar.string)
        case .alias: self = .null
        }
    }

    /// A scalar without quotes, by JSON's own rules: YAML's `yes`, `0x1F` or `1_000` are texts.
    private static func plain(_ text: String) -> StructuredValue {
        switch text {
        case "", "null", "~": return .null
        case "true": return .flag(true)
        case "false": return .flag(false)
        default: return text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?/) == nil ? .text(text) : .number(text)
        }
    }
}

extension NodeReader {
    /// A value of any form.
    func structured(_ key: String) -> StructuredValue? { node(key).map { StructuredValue($0) } }
}
