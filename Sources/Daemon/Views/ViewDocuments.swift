internal import Documents
internal import Reconciliation
internal import Store

/// The files of the state directory that other programs read (contract, section 5), each with a JSON Schema under
/// `Config/`.
enum ViewDocuments {
    /// `assignments.json`.
    static func assignments(_ assignments: [Assignment], cycle: Int, at now: Instant) -> [UInt8] {
        JSONValue.document(assignmentsHead(cycle: cycle, at: now))
            .prettyBytes(listing: "assignments", assignments.lazy.map(AssignmentRecord.encode))
    }

    /// What stands above the assignments.
    static func assignmentsHead(cycle: Int, at now: Instant) -> [(String, JSONValue?)] {
        [("schema", 1), ("generatedAt", .text(now)), ("cycle", .integer(cycle))]
    }

    /// `findings.json`: those that fire.
    static func findings(_ records: [FindingRecord], at now: Instant) -> [UInt8] {
        JSONValue.document([("schema", 1), ("generatedAt", .text(now))])
            .prettyBytes(listing: "findings", records.lazy.map { $0.document() })
    }

    /// `queue.json`.
    static func queue(_ queue: RetryQueue, at now: Instant) -> [UInt8] {
        JSONValue.document([("schema", 1), ("generatedAt", .text(now))])
            .prettyBytes(listing: "entries", queue.entries.lazy.map(entry))
    }

    /// One entry of the queue.
    static func entry(_ entry: QueueEntry) -> JSONValue {
        .document([
            ("id", .string(entry.id)), ("charge", .text(entry.charge)), ("agreement", .text(entry.agreement)),
            ("account", .text(entry.account)), ("order", .text(entry.order)), ("attempts", .integer(entry.attempts)),
            ("nextAttemptAt", entry.isDead ? nil : .text(entry.nextAttemptAt)), ("lastError", .text(entry.lastError)),
            ("dead", .bool(entry.isDead)), ("reason", .text(entry.reason)),
        ])
    }
}
