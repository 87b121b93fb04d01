internal import Documents
internal import Reconciliation

/// Findings as text for a terminal.
enum FindingText {
    /// A line with what it is, and what was seen.
    static func short(_ finding: Finding) -> String {
        "  \(padded(finding.severity.rawValue, 7))  \(finding.scenario.rawValue)\n"
            + Paragraph.wrapped(finding.detail, indentation: 11)
    }

    /// The whole of it: age, detail, remedy and owner.
    static func long(_ record: FindingRecord, now: Instant) -> String {
        let finding = record.finding
        let subject = finding.subject.parts.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
        let age: String
        if let resolved = record.resolvedAt {
            age = "resolved \(resolved)"
        } else {
            age = "for \(Wording.age(now - record.since))"
        }
        let row = finding.scenario.row.map { " (guide row \($0))" } ?? ""
        return "\(finding.severity.rawValue)  \(finding.scenario.rawValue)\(row)  \(age)  [\(finding.id)]\n"
            + (subject.isEmpty ? "" : "  on     \(subject.plain)\n")
            + labelled("seen", finding.detail) + labelled("do", finding.remedy)
            + "  who    \(finding.owner.rawValue)\n"
    }

    private static func labelled(_ label: String, _ text: String) -> String {
        let lines = Paragraph.wrapped(text, indentation: 9)
        return "  " + padded(label, 7) + lines.dropFirst(9)
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(width - text.count, 0))
    }
}

/// Spans of time and numbers of things in words.
enum Wording {
    /// `1 charge`, `2 charges`.
    static func count(_ count: Int, _ thing: String) -> String { "\(count) \(thing)\(count == 1 ? "" : "s")" }

    /// `3 days`, `5 hours`, `12 minutes`, `8 seconds`.
    static func age(_ span: Duration) -> String {
        let seconds = max(span.milliseconds / 1000, 0)
        if seconds >= 172_800 { return "\(seconds / 86_400) days" }
        if seconds >= 7200 { return "\(seconds / 3600) hours" }
        if seconds >= 120 { return "\(seconds / 60) minutes" }
        return "\(seconds) second\(seconds == 1 ? "" : "s")"
    }
}
