extension Digest {
    /// The message for programs, as one JSON object on one line, without a line break at its end.
    ///
    /// `{"host", "time", "summary", "counts": {"firing", "resolved"}, "firing": [finding], "resolved": [finding]}`, a
    /// finding as in `findings.json`. At most ``Limits/digestEntries`` of each are spelt out; `counts` has them all.
    public func json() -> String {
        let parts = [
            "\"host\":\(Self.quoted(host))", "\"time\":\"\(Timestamp.iso(milliseconds: time))\"",
            "\"summary\":\(Self.quoted(subject))",
            "\"counts\":{\"firing\":\(firing.count),\"resolved\":\(resolved.count)}",
            "\"firing\":\(Self.array(firing))", "\"resolved\":\(Self.array(resolved))",
        ]
        return "{" + parts.joined(separator: ",") + "}"
    }

    private static func array(_ entries: [Entry]) -> String {
        "[" + entries.prefix(Limits.digestEntries).map(object).joined(separator: ",") + "]"
    }

    private static func object(_ entry: Entry) -> String {
        let subject = entry.subject.map { "\(quoted($0.name)):\(quoted($0.value))" }.joined(separator: ",")
        let parts = [
            "\"id\":\(quoted(entry.id))", "\"scenario\":\(quoted(entry.scenario))",
            "\"severity\":\(quoted(entry.severity))", "\"subject\":{\(subject)}", "\"detail\":\(quoted(entry.detail))",
            "\"remedy\":\(quoted(entry.remedy))", "\"owner\":\(quoted(entry.owner))",
            "\"since\":\"\(Timestamp.iso(milliseconds: entry.since))\"",
        ]
        return "{" + parts.joined(separator: ",") + "}"
    }

    private static func quoted(_ text: String) -> String {
        "\"" + String(decoding: Escaping.json(text, limit: Limits.digestTextBytes), as: UTF8.self) + "\""
    }
}
