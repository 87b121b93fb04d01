internal import Documents
internal import Reconciliation
internal import Store

/// Writes the files that other programs read.
struct Views: Sendable {
    let store: Store

    /// Replaces every view; each is whole at any moment.
    func replace(
        _ world: World, _ queue: RetryQueue, _ deadlines: [Deadline], at now: Instant
    ) async throws(StoreError) {
        let assignments = world.assignments.values.sorted { $0.key < $1.key }
        let cycle = world.status.cycle
        let firing = AlertBoard(world.findings).firing.map { $0.seen(in: world.status.lastAttempt) }
        let documents: [(String, JSONValue)] = [
            ("assignments.json", ViewDocuments.assignments(assignments, cycle: cycle, at: now)),
            ("findings.json", ViewDocuments.findings(firing, at: now)),
            ("queue.json", ViewDocuments.queue(queue, at: now)),
            ("status.json", StatusReport(world, queue: queue, deadlines: deadlines, now: now).document),
        ]
        for (name, document) in documents {
            try await store.replaceView(name: name, bytes: document.prettyBytes() + [0x0a])
        }
    }
}
