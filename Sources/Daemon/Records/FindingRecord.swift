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

    /// Writes the fields that the contract names.
    func writeDocument(to json: inout JSONComposer) {
        json.text("id", finding.id)
        json.text("scenario", finding.scenario.rawValue)
        json.text("severity", finding.severity.rawValue)
        json.object("subject") { json in
            json.text("account", finding.subject.account)
            json.text("agreement", finding.subject.agreement)
            json.text("charge", finding.subject.charge)
            json.text("order", finding.subject.order)
            json.text("feed", finding.subject.feed)
            json.text("invoice", finding.subject.invoice)
        }
        json.text("detail", finding.detail)
        json.text("remedy", finding.remedy)
        json.text("owner", finding.owner.rawValue)
        json.time("since", since)
        json.time("lastSeen", lastSeen)
        json.time("resolvedAt", resolvedAt)
    }

    /// The fields that the contract names, as a value.
    func document() -> JSONValue {
        JSONValue { $0.object(writeDocument) }
    }

    /// Writes what the store keeps.
    func write(to json: inout JSONComposer) {
        writeDocument(to: &json)
        json.time("toldAt", toldAt)
    }

    /// What the store keeps, as a value.
    func encode() -> JSONValue {
        JSONValue { $0.object(write) }
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
