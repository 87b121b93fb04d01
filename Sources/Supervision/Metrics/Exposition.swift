/// Prometheus text exposition format 0.0.4, family by family.
///
/// A family has one `HELP`, one `TYPE` and its samples in the order of their labels, so that the same numbers are the
/// same bytes. A family without samples is left out: a number that is not known is absent, not zero.
struct Exposition {
    enum Kind: String { case counter, gauge }

    /// A number with its labels.
    struct Sample {
        var labels: [(name: String, value: String)]
        var value: String
    }

    private(set) var text = ""

    /// Adds a family; samples beyond ``Limits/seriesPerFamily`` are left out.
    mutating func family(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
        guard !samples.isEmpty else { return }
        text += "# HELP \(name) \(Self.escaped(help, quoted: false))\n# TYPE \(name) \(kind.rawValue)\n"
        for sample in samples.prefix(Limits.seriesPerFamily) {
            text += name
            for (place, label) in sample.labels.enumerated() {
                text += place == 0 ? "{" : ","
                text += label.name
                text += "=\""
                text += Self.escaped(label.value, quoted: true)
                text += "\""
            }
            if !sample.labels.isEmpty { text += "}" }
            text += " \(sample.value)\n"
        }
    }

    /// Adds a family of one number without labels.
    mutating func number(_ name: String, _ kind: Kind, _ help: String, _ value: String?) {
        family(name, kind, help, value.map { [Sample(labels: [], value: $0)] } ?? [])
    }

    /// Adds a family with a sample for each key.
    mutating func table(_ name: String, _ kind: Kind, _ help: String, by label: String, _ values: [String: String]) {
        family(
            name, kind, help,
            values.sorted { $0.key < $1.key }.map { Sample(labels: [(label, $0.key)], value: $0.value) })
    }

    private static func escaped(_ text: String, quoted: Bool) -> String {
        let isPlain = !text.utf8.contains { [UInt8(ascii: "\\"), UInt8(ascii: "\n"), UInt8(ascii: "\"")].contains($0) }
        if isPlain { return text }
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quoted: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
