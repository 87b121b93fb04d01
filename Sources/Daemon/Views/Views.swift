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
        let status = StatusReport(world, queue: queue, deadlines: deadlines, now: now).document
        try await replace("assignments.json", ViewDocuments.assignments(assignments, cycle: cycle, at: now))
        try await replace("findings.json", ViewDocuments.findings(firing, at: now))
        try await replace("queue.json", ViewDocuments.queue(queue, at: now))
        try await replace("status.json", status.prettyBytes())
    }

    private func replace(_ name: String, _ bytes: [UInt8]) async throws(StoreError) {
        try await store.replaceView(name: name, bytes: bytes + [0x0a])
    }
}
