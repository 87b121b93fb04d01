internal import Documents
internal import Reconciliation
internal import Store

/// What `posyncd status` shows: from the store alone.
public struct StatusReport: DocumentReport {
    private let status: StatusRecord
    private let assignments: [Assignment]
    private let queue: RetryQueue
    private let standing: [AlertBoard.Standing]
    private let deadlines: [Deadline]
    private let now: Instant

    /// Deadlines that are shown: the next ones, the others are in `findings`.
    private static let deadlinesShown = 10

    init(_ world: World, queue: RetryQueue, deadlines: [Deadline], now: Instant) {
        status = world.status
        assignments = world.assignments
        self.queue = queue
        standing = AlertBoard(world.findings).standing
        self.deadlines = deadlines
        self.now = now
    }

    private func count(_ state: Assignment.State) -> Int { assignments.count { $0.state == state } }

    private func count(_ severity: Finding.Severity) -> Int {
        standing.reduce(0) { $1.severity == severity ? $0 + $1.count : $0 }
    }

    private var oldest: Instant? { queue.entries.filter(\.isPending).map(\.enqueuedAt).min() }

    /// The object that `status --format json` prints, and that `status.json` holds.
    var document: JSONValue {
        let scenarios = Dictionary(standing.map { ($0.scenario.rawValue, $0.count) }, uniquingKeysWith: +)
        return .document([
            ("schema", 1), ("generatedAt", .text(now)), ("cycle", .integer(status.cycle)),
            ("lastAttempt", .text(status.lastAttempt)), ("lastSuccess", .text(status.lastSuccess)),
            ("complete", .bool(status.isComplete)), ("durationMilliseconds", .integer(status.milliseconds)),
            (
                "assignments",
                .document(Assignment.State.allCases.map { ($0.rawValue, .integer(count($0))) })
            ),
            (
                "queue",
                .document([
                    ("waiting", .integer(queue.tally.pending)), ("inFlight", .integer(queue.tally.inFlight)),
                    ("dead", .integer(queue.tally.dead)), ("oldest", .text(oldest)), ("nextDue", .text(queue.nextDue)),
                ])
            ),
            (
                "findings",
                .document(
                    Finding.Severity.allCases.map { ($0.rawValue, .integer(count($0))) }
                        + [
                            (
                                "scenarios",
                                .document(scenarios.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) })
                            )
                        ])
            ),
            (
                "deadlines",
                .array(deadlines.prefix(Self.deadlinesShown).map(DeadlineDocument.encode))
            ),
        ])
    }

    /// The same for a terminal.
    public var text: String {
        guard status.cycle > 0 else { return "No cycle has run yet in this state directory.\n" }
        var table = TextTable(indentation: 0)
        table.add("last attempt", ago(status.lastAttempt), status.isComplete ? "complete" : "incomplete")
        table.add("last success", ago(status.lastSuccess))
        let states = Assignment.State.allCases.compactMap { count($0) > 0 ? "\(count($0)) \($0.rawValue)" : nil }
        table.add("charges", states.isEmpty ? "none" : states.joined(separator: ", "))
        let tally = queue.tally
        let age = oldest.map { ", the oldest for \(Wording.age(now - $0))" } ?? ""
        table.add("queue", "\(tally.pending + tally.inFlight) waiting, \(tally.dead) dead\(age)")
        let severities = Finding.Severity.allCases.compactMap {
            count($0) > 0 ? Wording.count(count($0), $0.rawValue) : nil
        }
        table.add("findings", severities.isEmpty ? "none" : severities.joined(separator: ", "))
        var text = table.text
        let dated = deadlines.filter { $0.due != nil }
        if !dated.isEmpty {
            text += "\nNext charges without PO\n"
            var next = TextTable()
            for deadline in dated.prefix(Self.deadlinesShown) {
                guard let due = deadline.due else { continue }
                next.add(
                    due.day, "in \(Wording.age(due - now))", deadline.charge.charge.text, deadline.agreement.text,
                    "\(deadline.amount?.description ?? "-") \(deadline.currency ?? "")")
            }
            text += next.text
        }
        return text
    }

    private func ago(_ instant: Instant?) -> String {
        instant.map { "\($0) (\(Wording.age(now - $0)) ago)" } ?? "never"
    }
}
