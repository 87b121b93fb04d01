/// What has newly begun and what is over, in one message: for hosts without a monitoring system.
///
/// Pure: the same findings give the same text and the same JSON, whatever order they come in.
public struct Digest: Sendable, Hashable {
    /// A finding as a person should read it.
    public struct Entry: Sendable, Hashable {
        /// The finding's stable identifier.
        public var id: String
        /// The scenario's stable name.
        public var scenario: String
        /// `error`, `warning` or `notice`.
        public var severity: String
        /// What it stands on, by name: account, agreement, charge, order, feed, invoice.
        public var subject: [Part]
        /// What was seen.
        public var detail: String
        /// What to do.
        public var remedy: String
        /// Who has to do it.
        public var owner: String
        /// Since when, in milliseconds since 1970-01-01T00:00:00Z.
        public var since: Int64

        /// One part of a subject.
        public struct Part: Sendable, Hashable {
            /// `account`, `order`, …
            public var name: String
            /// Its identifier.
            public var value: String

            /// A part of this name.
            public init(name: String, value: String) {
                self.name = name
                self.value = value
            }
        }

        /// A finding of these parts.
        public init(
            id: String, scenario: String, severity: String, subject: [Part], detail: String, remedy: String,
            owner: String, since: Int64
        ) {
            self.id = id
            self.scenario = scenario
            self.severity = severity
            self.subject = subject
            self.detail = detail
            self.remedy = remedy
            self.owner = owner
            self.since = since
        }
    }

    /// The host that speaks.
    public var host: String
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    public var time: Int64
    /// Those that are new, the worst first.
    public var firing: [Entry]
    /// Those that are over.
    public var resolved: [Entry]

    /// The message about these findings; `nil` if there is nothing to say.
    public init?(host: String, time: Int64, firing: [Entry], resolved: [Entry]) {
        guard !firing.isEmpty || !resolved.isEmpty else { return nil }
        self.host = host
        self.time = time
        self.firing = firing.sorted { Self.order($0) < Self.order($1) }
        self.resolved = resolved.sorted { Self.order($0) < Self.order($1) }
    }

    /// One line for a mail's subject or a chat message.
    public var subject: String {
        var parts: [String] = []
        for severity in Self.severities {
            let count = firing.count { $0.severity == severity }
            if count > 0 { parts.append("\(count) new \(severity)\(count == 1 ? "" : "s")") }
        }
        let others = firing.count { !Self.severities.contains($0.severity) }
        if others > 0 { parts.append("\(others) new") }
        if !resolved.isEmpty { parts.append("\(resolved.count) resolved") }
        return "posyncd on \(Self.line(host)): " + parts.joined(separator: ", ")
    }

    static let severities = ["error", "warning", "notice"]

    private static func order(_ entry: Entry) -> (Int, String, String) {
        (severities.firstIndex(of: entry.severity) ?? severities.count, entry.scenario, entry.id)
    }

    /// Text from outside on one line, bounded, without what a terminal or a mail program could take for more than text.
    static func line(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            guard line.utf8.count < Limits.digestTextBytes else { return line + "…" }
            line.unicodeScalars.append(Escaping.isPlain(scalar) ? scalar : " ")
        }
        return line
    }
}
