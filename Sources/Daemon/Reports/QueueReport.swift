internal import Documents
internal import Reconciliation
internal import Store

/// What `posyncd queue list` shows: from the store alone.
public struct QueueReport: Report {
    private let queue: RetryQueue
    private let now: Instant

    init(_ queue: RetryQueue, now: Instant) {
        self.queue = queue
        self.now = now
    }

    /// The object that `queue list --format json` prints: that of `queue.json`.
    public var json: String { String(decoding: ViewDocuments.queue(queue, at: now).bytes, as: UTF8.self) }

    /// The same for a terminal.
    public var text: String {
        let entries = queue.entries
        guard !entries.isEmpty else { return "The queue is empty.\n" }
        var table = TextTable(indentation: 0)
        table.add("ID", "PO", "ATTEMPTS", "NEXT", "LAST ERROR")
        for entry in entries {
            let next =
                entry.isDead
                ? "dead" : entry.nextAttemptAt <= now ? "due" : "in \(Wording.age(entry.nextAttemptAt - now))"
            table.add(entry.id, entry.order.text, "\(entry.attempts)", next, entry.reason ?? entry.lastError ?? "")
        }
        return table.text
    }
}
