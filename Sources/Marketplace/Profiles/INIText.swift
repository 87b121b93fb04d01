/// The INI text of AWS's shared files, read as the SDK for Python reads it (`configparser.RawConfigParser`), so that a
/// file which works there works here and a broken one is refused in both.
///
/// Names are separated from values by the first `=` or `:`; names are lower-cased, section names are not. A line that is
/// indented deeper than its option goes on with the value. `#` and `;` begin a comment at the start of a line alone.
struct INIText: Sendable, Hashable {
    /// The options of each section. A value of several lines has them joined by a line feed.
    private(set) var sections: [String: [String: String]] = [:]

    /// What is wrong, and in which line.
    struct Fault: Error, Hashable {
        let line: Int
        let reason: String
    }

    /// The section whose options all others have as well.
    private static let defaults = "DEFAULT"

    init(_ text: String) throws(Fault) {
        var reader = Reader()
        let plain = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
        let lines = plain.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        for line in lines { try reader.read(line) }
        if let fault = reader.fault { throw fault }
        let shared = reader.sections.removeValue(forKey: Self.defaults) ?? [:]
        sections = reader.sections.mapValues { options in
            options.merging(shared) { own, _ in own }.mapValues(Self.joined)
        }
    }

    private static func joined(_ lines: [Substring]) -> String {
        var text = lines.joined(separator: "\n")
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return text
    }

    /// The options of a value that has them in lines of their own, one level deep: `name =` followed by indented
    /// `option = value` lines. A line without `=` is a fault.
    static func nested(_ value: String) throws(Fault) -> [String: String] {
        var options: [String: String] = [:]
        for (number, line) in value.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.trimmed
            guard !line.isEmpty else { continue }
            guard let separator = line.firstIndex(of: "=") else {
                throw Fault(line: number, reason: "\"\(line.prefix(40))\" has no =")
            }
            options[String(line[..<separator].trimmed)] = String(line[line.index(after: separator)...].trimmed)
        }
        return options
    }

    /// Reads line after line.
    private struct Reader {
        var sections: [String: [String: [Substring]]] = [:]
        /// The first line that is neither option nor section; the others are read before it counts, since a repeated
        /// section says more.
        var fault: Fault?
        private var number = 0
        private var section: String?
        private var option: String?
        private var indent = 0

        mutating func read(_ line: Substring) throws(Fault) {
            number += 1
            let value = line.trimmed
            guard let first = value.first, first != "#", first != ";" else {
                if value.isEmpty { extend(with: "") }
                return
            }
            let depth = line.prefix { $0.isWhitespace }.count
            if option != nil, depth > indent {
                extend(with: value)
                return
            }
            indent = depth
            if first == "[", let end = value.lastIndex(of: "]"), value.index(after: value.startIndex) < end {
                try begin(String(value[value.index(after: value.startIndex)..<end]))
            } else {
                try take(value)
            }
        }

        private mutating func extend(with line: Substring) {
            guard let section, let option else { return }
            sections[section]?[option]?.append(line)
        }

        private mutating func begin(_ name: String) throws(Fault) {
            guard sections[name] == nil || name == INIText.defaults else {
                throw Fault(line: number, reason: "section [\(name)] stands there twice")
            }
            sections[name, default: [:]] = sections[name] ?? [:]
            section = name
            option = nil
        }

        private mutating func take(_ line: Substring) throws(Fault) {
            guard let section else {
                throw Fault(line: number, reason: "there is no [section] before it")
            }
            guard let separator = line.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
                note("it is neither a [section] nor an option with = and a value")
                return
            }
            let name = line[..<separator].trimmed.lowercased()
            if name.isEmpty { note("there is no name before the \(line[separator])") }
            guard sections[section]?[name] == nil else {
                throw Fault(line: number, reason: "\(name) stands in [\(section)] twice")
            }
            sections[section]?[name] = [line[line.index(after: separator)...].trimmed]
            option = name
        }

        private mutating func note(_ reason: String) {
            if fault == nil { fault = Fault(line: number, reason: reason) }
        }
    }
}

extension Substring {
    /// Without whitespace at either end.
    var trimmed: Substring {
        var text = drop { $0.isWhitespace }
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return text
    }
}
