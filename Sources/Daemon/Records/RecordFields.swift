internal import Documents
internal import Reconciliation

/// A record that the store holds is not what this version writes.
struct RecordError: Error, Sendable {
    /// Which field of which kind of record.
    let reason: String
}

/// Reads the fields of a stored object by type; what is absent stays absent.
struct RecordFields {
    private let kind: StaticString
    private let values: JSONObject

    init(_ value: JSONValue, _ kind: StaticString) throws(RecordError) {
        guard let object = value.object else { throw RecordError(reason: "\(kind) is no object") }
        self.kind = kind
        values = object
    }

    func text(_ name: String) -> String? { values[name]?.string }

    func integer(_ name: String) -> Int? { values[name]?.integer }

    func flag(_ name: String) -> Bool { values[name]?.bool ?? false }

    func array(_ name: String) -> [JSONValue] { values[name]?.array ?? [] }

    func object(_ name: String) -> JSONValue? {
        guard let value = values[name] else { return nil }
        if case .null = value { return nil }
        return value
    }

    func instant(_ name: String) -> Instant? { text(name).flatMap { Instant(iso: $0) } }

    func amount(_ name: String) -> Amount? { text(name).flatMap { Amount($0) } }

    func texts(_ name: String) -> [String: String] {
        var texts: [String: String] = [:]
        for member in values[name]?.object?.members ?? [] { texts[member.key] = member.value.string }
        return texts
    }

    func identifier<ID: Identifier>(_ name: String, _ type: ID.Type = ID.self) -> ID? { text(name).map { ID($0) } }

    func needed(_ name: String) throws(RecordError) -> String {
        guard let text = text(name) else { throw RecordError(reason: "\(kind) has no \(name)") }
        return text
    }

    func neededInstant(_ name: String) throws(RecordError) -> Instant {
        guard let instant = instant(name) else { throw RecordError(reason: "\(kind) has no time in \(name)") }
        return instant
    }

    func choice<Choice: RawRepresentable>(_ name: String, _ type: Choice.Type = Choice.self) throws(RecordError)
        -> Choice
    where Choice.RawValue == String {
        guard let choice = text(name).flatMap(Choice.init(rawValue:)) else {
            throw RecordError(reason: "\(kind) has no known \(name)")
        }
        return choice
    }
}

extension JSONValue {
    /// An object of the fields that have a value.
    static func record(_ fields: [(String, JSONValue?)]) -> JSONValue {
        .object(
            JSONObject(
                uniqueMembers: fields.compactMap { key, value in
                    value.map { JSONObject.Member(key: key, value: $0) }
                }))
    }

    /// An object of all these fields; those without a value are `null`.
    static func document(_ fields: [(String, JSONValue?)]) -> JSONValue {
        .object(JSONObject(uniqueMembers: fields.map { JSONObject.Member(key: $0.0, value: $0.1 ?? .null) }))
    }

    static func text(_ value: (some CustomStringConvertible)?) -> JSONValue? { value.map { .string($0.description) } }

    static func integer(_ value: Int?) -> JSONValue? { value.map { .number(String($0)) } }
}

extension JSONComposer {
    /// The text of a value at `name`; left out where there is none.
    mutating func text(_ name: StaticString, _ value: (some Identifier)?) {
        if let value { text(name, value.text) }
    }

    /// A moment at `name`; left out where there is none.
    mutating func time(_ name: StaticString, _ moment: Instant?) {
        if let moment { plain(name) { moment.append(to: &$0) } }
    }

    /// An amount at `name`; left out where there is none.
    mutating func amount(_ name: StaticString, _ amount: Amount?) {
        if let amount { text(name, amount.description) }
    }

    /// What `write` writes for a value at `name`; `null` where there is none.
    mutating func orNull<Value>(
        _ name: StaticString, _ value: Value?, _ write: (inout JSONComposer, StaticString, Value) -> Void
    ) {
        if let value { write(&self, name, value) } else { null(name) }
    }
}
