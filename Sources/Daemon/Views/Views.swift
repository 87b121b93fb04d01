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
        let cycle = world.status.cycle
        let firing = AlertBoard(world.findings).firing.map { $0.seen(in: world.status.lastAttempt) }
        let status = StatusReport(world, queue: queue, deadlines: deadlines, now: now).document
        try await store.replaceView(
            name: "assignments.json", pieces: ViewDocuments.assignments(world.assignments, cycle: cycle, at: now))
        try await store.replaceView(name: "findings.json", pieces: ViewDocuments.findings(firing, at: now))
        try await store.replaceView(name: "queue.json", pieces: ViewDocuments.queue(queue, at: now))
        try await store.replaceView(name: "status.json", bytes: status.prettyBytes() + [0x0a])
    }
}
