extension Digest {
    /// The message for people: the subject line, then each finding with what was seen, what to do and who has to.
    ///
    /// Ends in a line break. After ``Limits/digestEntries`` findings the rest are counted.
    public func text() -> String {
        var text = subject + "\n"
        if !firing.isEmpty { text += "\nNEW\n" + list(firing, of: firing.count, withRemedy: true) }
        if !resolved.isEmpty { text += "\nRESOLVED\n" + list(resolved, of: resolved.count, withRemedy: false) }
        return text + "\nAll of them: posyncd findings\nOne of them: posyncd explain ORDER, AGREEMENT or CHARGE\n"
    }

    private func list(_ entries: [Entry], of count: Int, withRemedy: Bool) -> String {
        var text = ""
        for entry in entries.prefix(Limits.digestEntries) {
            let subject = entry.subject.map { "\($0.name) \(Self.line($0.value))" }.joined(separator: ", ")
            text += "- [\(Self.line(entry.severity))] \(Self.line(entry.scenario))"
            text += (subject.isEmpty ? "" : " (\(subject))") + "\n  \(Self.line(entry.detail))\n"
            if withRemedy { text += "  What to do (\(Self.line(entry.owner))): \(Self.line(entry.remedy))\n" }
        }
        let rest = count - Limits.digestEntries
        return rest > 0 ? text + "- and \(rest) more\n" : text
    }
}
