internal import Documents
internal import Reconciliation

/// What `posyncd findings` shows: from the store alone.
public struct FindingsReport: DocumentReport {
    private let records: [FindingRecord]
    private let now: Instant

    init(_ world: World, includingResolved: Bool, now: Instant) {
        let board = AlertBoard(world.findings)
        records =
            board.firing.map { $0.seen(in: world.status.lastAttempt) } + (includingResolved ? board.resolved : [])
        self.now = now
    }

    /// The object that `findings --format json` prints.
    var document: JSONValue {
        .document([
            ("schema", 1), ("generatedAt", .text(now)),
            (
                "findings",
                .array(
                    records.map { record in
                        guard var object = record.document().object else { return record.document() }
                        if record.resolvedAt == nil {
                            object["ageSeconds"] = JSONValue((now - record.since).milliseconds / 1000)
                        }
                        return .object(object)
                    })
            ),
        ])
    }

    /// The same for a terminal.
    public var text: String {
        guard !records.isEmpty else { return "No findings.\n" }
        return records.map { FindingText.long($0, now: now) }.joined(separator: "\n")
    }
}
