/// A place in a JSON document (RFC 6901): `/items/0/name`; the empty text is the whole document.
public struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
    /// The pointer as it is written.
    public let description: String
    let steps: [String]

    /// The whole document.
    public static let root = JSONPointer(steps: [], description: "")

    /// Reads a pointer; `nil` for a text that is none.
    public init?(_ text: String) {
        guard text.isEmpty || text.hasPrefix("/") else { return nil }
        var steps: [String] = []
        for step in text.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            var read = ""
            var rest = step
            while let character = rest.popFirst() {
                guard character == "~" else {
                    read.append(character)
                    continue
                }
                switch rest.popFirst() {
                case "0": read.append("~")
                case "1": read.append("/")
                default: return nil
                }
            }
            steps.append(read)
        }
        description = text
        self.steps = steps
    }

    /// The pointer to a member of what this one points to.
    public func appending(_ step: String) -> JSONPointer {
        var escaped = ""
        for character in step {
            switch character {
            case "~": escaped += "~0"
            case "/": escaped += "~1"
            default: escaped.append(character)
            }
        }
        return JSONPointer(steps: steps + [step], description: "\(description)/\(escaped)")
    }

    private init(steps: [String], description: String) {
        self.steps = steps
        self.description = description
    }

    /// The value at this place; `nil` where the document does not have it.
    public func value(in document: JSONValue) -> JSONValue? {
        var place = document
        for step in steps {
            let next: JSONValue?
            switch place {
            case .object(let object): next = object[step]
            case .array(let elements):
                guard let index = Self.index(step), index < elements.count else { return nil }
                next = elements[index]
            default: next = nil
            }
            guard let next else { return nil }
            place = next
        }
        return place
    }

    /// A document with a value at this place; objects on the way are made where there are none.
    ///
    /// - Returns: `nil` where a step leads into something that has no members, or beyond the end of an array.
    public func setting(_ value: JSONValue, in document: JSONValue) -> JSONValue? {
        Self.set(value, steps[...], document)
    }

    private static func set(_ value: JSONValue, _ steps: ArraySlice<String>, _ document: JSONValue) -> JSONValue? {
        guard let step = steps.first else { return value }
        let rest = steps.dropFirst()
        switch document {
        case .object(var object):
            guard let inner = set(value, rest, object[step] ?? .object(JSONObject())) else { return nil }
            object[step] = inner
            return .object(object)
        case .array(var elements):
            guard let index = index(step), index <= elements.count else { return nil }
            guard index < elements.count else {
                guard let inner = set(value, rest, .object(JSONObject())) else { return nil }
                return .array(elements + [inner])
            }
            guard let inner = set(value, rest, elements[index]) else { return nil }
            elements[index] = inner
            return .array(elements)
        default: return nil
        }
    }

    /// An array's index as RFC 6901 writes it: no sign, no zero at the front.
    private static func index(_ step: String) -> Int? {
        guard let index = Int(step), index >= 0, String(index) == step else { return nil }
        return index
    }
}
