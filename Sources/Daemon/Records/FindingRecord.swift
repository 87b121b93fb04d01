internal import Documents
internal import Reconciliation

/// A finding with its times, as the store and the view `findings.json` keep it (contract, section 5).
struct FindingRecord: Sendable, Hashable {
    /// The finding as last seen.
    var finding: Finding
    /// When it began to fire.
    var since: Instant
    /// When it was last seen.
    var lastSeen: Instant
    /// When people were last told of it.
    var toldAt: Instant
    /// When it was resolved; none while it fires.
    var resolvedAt: Instant?

    /// The fields that the contract names.
    func document() -> JSONValue {
        .record(common)
    }

    private var common: [(String, JSONValue?)] {
        [
            ("id", .string(finding.id)), ("scenario", .string(finding.scenario.rawValue)),
            ("severity", .string(finding.severity.rawValue)),
            ("subject", .record(finding.subject.parts.map { ($0.name, .string($0.value)) })),
            ("detail", .string(finding.detail)), ("remedy", .string(finding.remedy)),
            ("owner", .string(finding.owner.rawValue)), ("since", .text(since)), ("lastSeen", .text(lastSeen)),
            ("resolvedAt", .text(resolvedAt)),
        ]
    }

    func encode() -> JSONValue {
        .record(common + [("toldAt", .text(toldAt))])
    }

    /// The record of a finding that fires, with the last cycle as its last sight: the store keeps that time coarse.
    func seen(in cycle: Instant?) -> FindingRecord {
        guard let cycle, cycle > lastSeen else { return self }
        var record = self
        record.lastSeen = cycle
        return record
    }

    init(_ finding: Finding, since: Instant) {
        self.finding = finding
        self.since = since
        lastSeen = since
        toldAt = since
    }

    init(_ value: JSONValue) throws(RecordError) {
        let fields = try RecordFields(value, "a finding")
        guard let subject = fields.object("subject") else { throw RecordError(reason: "a finding has no subject") }
        let parts = try RecordFields(subject, "a finding's subject")
        finding = Finding(
            try fields.choice("scenario"), try fields.choice("severity"),
            Finding.Subject(
                account: parts.identifier("account"), agreement: parts.identifier("agreement"),
                charge: parts.identifier("charge"), order: parts.identifier("order"), feed: parts.identifier("feed"),
                invoice: parts.identifier("invoice")),
            detail: try fields.needed("detail"), remedy: try fields.needed("remedy"), owner: try fields.choice("owner"))
        since = try fields.neededInstant("since")
        lastSeen = try fields.neededInstant("lastSeen")
        toldAt = try fields.neededInstant("toldAt")
        resolvedAt = fields.instant("resolvedAt")
    }
}
