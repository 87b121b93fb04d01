internal import Documents

/// What a request may look like, after the services' public models.
indirect enum AWSShape: Sendable {
    /// Text of so many characters, all of them accepted by a test.
    case text(ClosedRange<Int>, @Sendable (Character) -> Bool)
    /// One of these words.
    case word(Set<String>)
    /// A whole number.
    case number(ClosedRange<Int>)
    /// Epoch seconds.
    case moment
    /// So many elements of a shape.
    case list(ClosedRange<Int>, AWSShape)
    /// Members by name, and which of them must be there.
    case structure([String: AWSShape], required: Set<String> = [])

    /// Text without further demands.
    static func plain(_ length: ClosedRange<Int>) -> AWSShape { .text(length) { _ in true } }

    /// An agreement's or a charge's id.
    static let identifier = AWSShape.text(1...64) { $0.isASCII && ($0.isLetter || $0.isNumber || "_/-".contains($0)) }

    /// A page's token.
    static let token = plain(1...8192)

    /// Everything about a value that the shape does not allow, each with its place.
    func problems(_ value: JSONValue, at place: String) -> [String] {
        switch self {
        case .text(let length, let accepts):
            guard let text = value.string else { return ["\(place): a string is expected"] }
            guard length.contains(text.count) else { return ["\(place): \(text.count) characters"] }
            return text.allSatisfy(accepts) ? [] : ["\(place): \(text.debugDescription) has other characters"]
        case .word(let words):
            guard let text = value.string else { return ["\(place): a string is expected"] }
            return words.contains(text) ? [] : ["\(place): \(text.debugDescription) is no such word"]
        case .number(let range):
            guard let number = value.integer else { return ["\(place): a whole number is expected"] }
            return range.contains(number) ? [] : ["\(place): \(number) is out of range"]
        case .moment:
            return Double(value.numberText ?? "") == nil ? ["\(place): epoch seconds are expected"] : []
        case .list(let count, let element):
            guard let elements = value.array else { return ["\(place): a list is expected"] }
            guard count.contains(elements.count) else { return ["\(place): \(elements.count) elements"] }
            return elements.enumerated().flatMap { element.problems($1, at: "\(place)[\($0)]") }
        case .structure(let shapes, let required):
            guard let object = value.object else { return ["\(place): an object is expected"] }
            let missing = required.sorted().filter { object[$0]?.isNull ?? true }.map { "\(place).\($0): missing" }
            return missing
                + object.members.flatMap { member in
                    guard let shape = shapes[member.key] else { return ["\(place).\(member.key): no such member"] }
                    return shape.problems(member.value, at: "\(place).\(member.key)")
                }
        }
    }
}

extension JSONValue {
    /// The text of a number.
    var numberText: String? {
        guard case .number(let text) = self else { return nil }
        return text
    }
}
