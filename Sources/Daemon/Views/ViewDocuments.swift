internal import Documents
internal import Reconciliation
internal import Store

/// The files of the state directory that other programs read (contract, section 5), each with a JSON Schema under
/// `Config/`.
enum ViewDocuments {
    /// `assignments.json`, with further members before the list.
    static func assignments(
        _ assignments: [Assignment], cycle: Int, at now: Instant, besides: [(String, JSONValue?)] = []
    ) -> JSONListing<Assignment> {
        let head: [(String, JSONValue?)] = [
            ("schema", 1), ("generatedAt", .text(now)), ("cycle", .integer(cycle)),
        ]
        return JSONListing(.document(head + besides), "assignments", assignments) {
            AssignmentRecord.write($0, to: &$1)
        }
    }

    /// `findings.json`: those that fire.
    static func findings(_ records: [FindingRecord], at now: Instant) -> JSONListing<FindingRecord> {
        JSONListing(.document([("schema", 1), ("generatedAt", .text(now))]), "findings", records) {
            $0.writeDocument(to: &$1)
        }
    }

    /// `queue.json`.
    static func queue(_ queue: RetryQueue, at now: Instant) -> JSONListing<QueueEntry> {
        JSONListing(.document([("schema", 1), ("generatedAt", .text(now))]), "entries", queue.entries) { entry, json in
            json.text("id", entry.id)
            json.text("charge", entry.charge)
            json.text("agreement", entry.agreement)
            json.text("account", entry.account)
            json.text("order", entry.order)
            json.number("attempts", entry.attempts)
            json.orNull("nextAttemptAt", entry.isDead ? nil : entry.nextAttemptAt) { $0.time($1, $2) }
            json.orNull("lastError", entry.lastError) { $0.text($1, $2) }
            json.flag("dead", entry.isDead)
            json.orNull("reason", entry.reason) { $0.text($1, $2) }
        }
    }
}
