/// The scanner behind `JSONReader`: one pass over the bytes.
struct JSONScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let limits: JSONLimits
    private var place = 0
    /// How many members the last object of each level had: the next one is likely to be its like.
    private var memberCounts: [Int] = []
    /// The record that is being read.
    private var record: Int?
    /// Faults so far within the record that is being read.
    private var faults = 0
    /// The first fault of each record that has one.
    private(set) var damage: [Int: JSONError] = [:]

    init(bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    /// - Parameter records: the way to the records, where there are any.
    mutating func document(recordsAt records: ArraySlice<String>? = nil) throws(JSONError) -> JSONValue {
        if bytes.count >= 3, bytes[0] == 0xef, bytes[1] == 0xbb, bytes[2] == 0xbf { throw error("a byte order mark") }
        let value = try value(depth: 0, records)
        skipBlanks()
        guard place == bytes.count else { throw error("something follows the value") }
        return value
    }

    private func error(_ reason: String, at place: Int? = nil) -> JSONError {
        JSONError(offset: place ?? self.place, reason: reason)
    }

    /// Puts up with what is wrong within a record, where it is plain how the text goes on; elsewhere that ends the reading.
    private mutating func reject(_ reason: String, at place: Int? = nil) throws(JSONError) {
        let error = error(reason, at: place)
        guard let record else { throw error }
        faults += 1
        if damage[record] == nil { damage[record] = error }
    }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipBlanks() {
        while place < bytes.count,
            bytes[place] == 0x20 || bytes[place] == 0x0a || bytes[place] == 0x0d || bytes[place] == 0x09
        {
            place += 1
        }
    }

    /// - Parameter records: the way from here to the records, where they are further on.
    private mutating func value(depth: Int, _ records: ArraySlice<String>? = nil) throws(JSONError) -> JSONValue {
        skipBlanks()
        switch next {
        case UInt8(ascii: "{"):
            guard let records, records.isEmpty else { return .object(try object(depth: depth + 1, records)) }
            let before = faults
            record = 0
            let object = try object(depth: depth + 1)
            (record, faults) = (nil, before)
            return .object(object)
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1, isList: records?.isEmpty ?? false))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"):
            try word("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try word("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try word("null")
            return .null
        case nil: throw error("the text ends where a value is expected")
        case UInt8(ascii: "N"), UInt8(ascii: "I"): return try noNumber()
        case UInt8(ascii: "-") where place + 1 < bytes.count && bytes[place + 1] == UInt8(ascii: "I"):
            return try noNumber()
        case let byte? where byte == UInt8(ascii: "-") || (48...57).contains(byte): return .number(try number())
        default: throw error("no value begins like this")
        }
    }

    /// What programs write that do not know that JSON has no such numbers: the record has it, and the others are whole.
    private mutating func noNumber() throws(JSONError) -> JSONValue {
        let start = place
        if next == UInt8(ascii: "-") { place += 1 }
        try word(next == UInt8(ascii: "N") ? "NaN" : "Infinity")
        guard record != nil else { throw error("no value begins like this", at: start) }
        try reject("NaN or Infinity, which are no numbers of JSON", at: start)
        return .null
    }

    private mutating func word(_ word: StaticString) throws(JSONError) {
        let start = place
        for index in 0..<word.utf8CodeUnitCount {
            guard next == word.utf8Start[index] else { throw error("no value begins like this", at: start) }
            place += 1
        }
    }

    // MARK: - Arrays and objects

    /// - Parameter isList: whether the elements are the records.
    private mutating func array(depth: Int, isList: Bool = false) throws(JSONError) -> [JSONValue] {
        try enter(depth)
        var elements: [JSONValue] = []
        skipBlanks()
        if next == UInt8(ascii: "]") {
            place += 1
            return elements
        }
        while true {
            if isList { record = elements.count }
            let before = faults
            let element = try value(depth: depth)
            if isList || faults == before { elements.append(element) }
            // Around it everything is whole.
            if isList { (record, faults) = (nil, before) }
            skipBlanks()
            switch next {
            case UInt8(ascii: ","): place += 1
            case UInt8(ascii: "]"):
                place += 1
                return elements
            default: throw error("a comma or the end of the array is expected")
            }
        }
    }

    /// Objects with more members than this are checked for equal keys by a set.
    private static let fewMembers = 24

    /// - Parameter records: the way from this object to the records, where they are in it.
    private mutating func object(
        depth: Int, _ records: ArraySlice<String>? = nil
    ) throws(JSONError) -> JSONObject {
        try enter(depth)
        var members: [JSONObject.Member] = []
        var keys: Set<String> = []
        var doubled: Set<String> = []
        skipBlanks()
        if next == UInt8(ascii: "}") {
            place += 1
            return JSONObject()
        }
        while memberCounts.count <= depth { memberCounts.append(0) }
        members.reserveCapacity(memberCounts[depth])
        while true {
            skipBlanks()
            let start = place
            let before = faults
            guard next == UInt8(ascii: "\"") else { throw error("a member's name is expected") }
            let key = try string()
            if members.count == Self.fewMembers { keys = Set(members.map(\.key)) }
            let isKnown =
                members.count < Self.fewMembers
                ? members.contains { $0.key == key } : !keys.insert(key).inserted
            if isKnown {
                try reject("two members are called \"\(key.prefix(40))\"", at: start)
                doubled.insert(key)
            }
            skipBlanks()
            guard next == UInt8(ascii: ":") else { throw error("a colon is expected") }
            place += 1
            let value = try value(depth: depth, records?.first == key ? records?.dropFirst() : nil)
            if faults == before { members.append(JSONObject.Member(key: key, value: value)) }
            skipBlanks()
            switch next {
            case UInt8(ascii: ","): place += 1
            case UInt8(ascii: "}"):
                place += 1
                // Nobody can tell which of two is meant.
                if !doubled.isEmpty { members.removeAll { doubled.contains($0.key) } }
                memberCounts[depth] = min(members.count, 64)
                return JSONObject(uniqueMembers: members)
            default: throw error("a comma or the end of the object is expected")
            }
        }
    }

    private mutating func enter(_ depth: Int) throws(JSONError) {
        guard depth <= limits.depth else { throw error("more than \(limits.depth) levels") }
        place += 1
    }

    // MARK: - Numbers

    private mutating func number() throws(JSONError) -> String {
        let start = place
        if next == UInt8(ascii: "-") { place += 1 }
        if next == UInt8(ascii: "0") {
            place += 1
            if let byte = next, (48...57).contains(byte) { throw error("a number begins with a zero", at: start) }
        } else {
            try digits()
        }
        if next == UInt8(ascii: ".") {
            place += 1
            try digits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            place += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { place += 1 }
            try digits()
        }
        guard place - start <= limits.numberLength else {
            try reject("a number of more than \(limits.numberLength) characters", at: start)
            return "0"
        }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func digits() throws(JSONError) {
        let start = place
        while let byte = next, (48...57).contains(byte) { place += 1 }
        guard place > start else { throw error("a digit is expected") }
    }

    // MARK: - Strings

    private mutating func string() throws(JSONError) -> String {
        let start = place
        place += 1
        let first = place
        var isASCII = true
        while place < bytes.count {
            let byte = bytes[place]
            if byte == UInt8(ascii: "\"") {
                let text = try text(first..<place, isASCII: isASCII)
                place += 1
                return text
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: first, start: start) }
            if byte < 0x20 { try reject("a control character in a string") }
            if byte >= 0x80 { isASCII = false }
            place += 1
        }
        throw error("a string without end", at: start)
    }

    private mutating func text(_ range: Range<Int>, isASCII: Bool) throws(JSONError) -> String {
        let slice = UnsafeBufferPointer(rebasing: bytes[range])
        if isASCII { return String(decoding: slice, as: UTF8.self) }
        guard let text = String(validating: slice, as: UTF8.self) else {
            try reject("a string that is not UTF-8", at: range.lowerBound)
            return ""
        }
        return text
    }

    /// A string with escapes, which is rare: its bytes are gathered and validated at the end.
    private mutating func escapedString(from first: Int, start: Int) throws(JSONError) -> String {
        var gathered = Array(bytes[first..<place])
        while place < bytes.count {
            let byte = bytes[place]
            switch byte {
            case UInt8(ascii: "\""):
                place += 1
                guard let text = String(validating: gathered, as: UTF8.self) else {
                    try reject("a string that is not UTF-8", at: start)
                    return ""
                }
                return text
            case UInt8(ascii: "\\"):
                place += 1
                try escape(into: &gathered)
            case 0..<0x20:
                try reject("a control character in a string")
                place += 1
            default:
                gathered.append(byte)
                place += 1
            }
        }
        throw error("a string without end", at: start)
    }

    private mutating func escape(into gathered: inout [UInt8]) throws(JSONError) {
        let start = place - 1
        guard let byte = next else { throw error("a string without end", at: start) }
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): gathered.append(byte)
        case UInt8(ascii: "b"): gathered.append(0x08)
        case UInt8(ascii: "f"): gathered.append(0x0c)
        case UInt8(ascii: "n"): gathered.append(0x0a)
        case UInt8(ascii: "r"): gathered.append(0x0d)
        case UInt8(ascii: "t"): gathered.append(0x09)
        case UInt8(ascii: "u"):
            let scalar = try scalar(start: start)
            gathered.append(contentsOf: String(scalar).utf8)
        default: throw error("an escape that JSON does not have", at: start)
        }
    }

    private mutating func scalar(start: Int) throws(JSONError) -> Unicode.Scalar {
        let first = try hexadecimal()
        if (0xd800..<0xdc00).contains(first), next == UInt8(ascii: "\\"), place + 1 < bytes.count,
            bytes[place + 1] == UInt8(ascii: "u")
        {
            place += 2
            let second = try hexadecimal()
            guard (0xdc00..<0xe000).contains(second) else {
                try reject("half of a surrogate pair", at: start)
                return "?"
            }
            if let scalar = Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00)) { return scalar }
        }
        guard let scalar = Unicode.Scalar(first) else {
            try reject("half of a surrogate pair", at: start)
            return "?"
        }
        return scalar
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            switch next {
            case let byte? where (48...57).contains(byte): value = value << 4 + UInt32(byte - 48)
            case let byte? where (65...70).contains(byte): value = value << 4 + UInt32(byte - 55)
            case let byte? where (97...102).contains(byte): value = value << 4 + UInt32(byte - 87)
            default: throw error("four hexadecimal digits are expected")
            }
            place += 1
        }
        return value
    }
}
