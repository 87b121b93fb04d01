import Documents
import Reconciliation
import Store
import Testing

@Suite("Retry queue")
struct RetryQueueTests {
    private let start = Instant(seconds: 1_790_000_000)

    private func intent(_ charge: String = "ch-1", order: String = "PO-1", revision: Int = 1) -> QueueIntent {
        QueueIntent(
            account: "222222222222", agreement: "agmt-1", charge: ChargeID(charge), order: OrderNumber(order),
            revision: revision, assignment: "222222222222/\(charge)")
    }

    /// A queue with one write that was just sent.
    private func sent(_ policy: RetryPolicy = RetryPolicy()) throws -> (RetryQueue, QueueEntry) {
        var queue = RetryQueue(policy: policy)
        _ = queue.handle(.intend(intent()), at: start, jitter: 0.5)
        _ = queue.handle(.send(intent().id), at: start, jitter: 0.5)
        let entry = try #require(queue[intent().id])
        #expect(entry.isInFlight)
        return (queue, entry)
    }

    private func settle(
        _ queue: inout RetryQueue, _ entry: QueueEntry, _ outcome: QueueOutcome, at now: Instant? = nil
    ) -> [QueueEffect] {
        queue.handle(
            .outcome(entry.id, generation: entry.generation, outcome), at: now ?? start, jitter: 0.5)
    }

    @Test("what was read back from the charge is done and gone")
    func verified() throws {
        var (queue, entry) = try sent()
        #expect(settle(&queue, entry, .verified) == [.done(entry)])
        #expect(queue.entries.isEmpty)
        #expect(queue.tally.done == 1)
        try queue.requireConserved()
    }

    @Test("a refusal is final at once, and the same wish does not bring it back")
    func refused() throws {
        var (queue, entry) = try sent()
        let effects = settle(&queue, entry, .refusedAtOnce(code: "ValidationException", reason: "INVALID_CHARGE"))
        let dead = try #require(queue[entry.id])
        #expect(effects == [.died(dead)])
        #expect(dead.isDead)
        #expect(dead.reason == "refused (ValidationException): INVALID_CHARGE")
        #expect(dead.attempts == 1)
        let again = queue.handle(.intend(intent()), at: start, jitter: 0)
        #expect(again == [])
        #expect(queue.due(at: start + .seconds(1_000_000)).isEmpty)
    }

    @Test("a newer wish takes the place of a dead one and starts afresh")
    func supersedesDead() throws {
        var (queue, entry) = try sent()
        _ = settle(&queue, entry, .refusedAtOnce(code: "X", reason: "Y"))
        _ = queue.handle(.intend(intent(order: "PO-2")), at: start, jitter: 0)
        let newer = try #require(queue[entry.id])
        #expect(newer.order == "PO-2")
        #expect(newer.attempts == 0)
        #expect(queue.tally.superseded == 1)
        #expect(queue.tally.dead == 0)
        try queue.requireConserved()
    }

    @Test("a newer wish while the older one is on its way looks before it writes")
    func supersedesInFlight() throws {
        var (queue, entry) = try sent()
        _ = queue.handle(.intend(intent(order: "PO-2")), at: start, jitter: 0)
        let newer = try #require(queue[entry.id])
        #expect(newer.needsReadBack)
        let effects = queue.handle(.send(entry.id), at: start, jitter: 0)
        #expect(effects == [.readBack(newer)])
        // The outcome of the older one says nothing about the newer one.
        _ = settle(&queue, entry, .verified)
        #expect(queue[entry.id] == newer)
        _ = queue.handle(
            .readBack(entry.id, generation: newer.generation, carries: "PO-1", revision: 2), at: start, jitter: 0)
        #expect(queue[entry.id]?.state == .waiting)
        #expect(queue[entry.id]?.intent.revision == 2)
    }

    @Test("an unknown outcome is read back before anything is sent again")
    func unknownOutcome() throws {
        var (queue, entry) = try sent()
        _ = settle(&queue, entry, .unknownOutcome(error: "timed out"))
        let unconfirmed = try #require(queue[entry.id])
        #expect(unconfirmed.needsReadBack)
        let effects = queue.handle(.send(entry.id), at: start, jitter: 0)
        #expect(effects == [.readBack(unconfirmed)])
        let read = queue.handle(
            .readBack(entry.id, generation: entry.generation, carries: "PO-1", revision: 2), at: start, jitter: 0)
        #expect(read == [.done(unconfirmed)])
    }

    @Test("the last attempt with an unknown outcome is not dead before the charge was read")
    func lastAttemptUnknown() throws {
        var (queue, entry) = try sent(RetryPolicy(attempts: 1))
        _ = settle(&queue, entry, .unknownOutcome(error: "reset"))
        #expect(queue[entry.id]?.isPending == true)
        _ = queue.handle(
            .readBack(entry.id, generation: entry.generation, carries: nil, revision: 1), at: start, jitter: 0)
        #expect(queue[entry.id]?.isDead == true)
        #expect(queue[entry.id]?.reason == "1 attempt: reset")
    }

    @Test("transient failures end after the attempts that are allowed, throttling and denials never")
    func attempts() throws {
        for (outcome, isCounted) in [
            (QueueOutcome.transient(error: "refused"), true), (.throttled(retryAfter: nil), false),
            (.unreachable(error: "no route"), false), (.denied(error: "AccessDenied"), false),
        ] {
            var (queue, entry) = try sent()
            for _ in 1..<12 {
                _ = settle(&queue, entry, outcome)
                #expect(queue[entry.id]?.isDead == false)
                _ = queue.handle(.send(entry.id), at: start, jitter: 0)
            }
            _ = settle(&queue, entry, outcome)
            #expect(queue[entry.id]?.isDead == isCounted)
            #expect(queue[entry.id]?.attempts == (isCounted ? 12 : 0))
        }
    }

    @Test("a denial comes back after 15 to 30 minutes")
    func deniedPace() throws {
        for jitter in [0, 0.25, 0.999] {
            var (queue, entry) = try sent()
            _ = queue.handle(
                .outcome(entry.id, generation: entry.generation, .denied(error: "AccessDenied")), at: start,
                jitter: jitter)
            let next = try #require(queue[entry.id]?.nextAttemptAt)
            #expect(next >= start + .seconds(900))
            #expect(next <= start + .seconds(1800))
        }
    }

    @Test("Retry-After is never undercut, nonsense is passed over")
    func retryAfter() throws {
        let policy = RetryPolicy()
        for seconds in 0...3600 {
            let asked = Duration.seconds(seconds)
            for jitter in [0, 0.5, 0.999] {
                #expect(policy.pause(after: 1, retryAfter: asked, jitter: jitter) >= asked)
            }
        }
        for nonsense in [Duration.seconds(-1), .seconds(3601), .seconds(Int64.max / 2)] {
            #expect(policy.pause(after: 1, retryAfter: nonsense, jitter: 0) == .zero)
        }
    }

    @Test("every failure that asks for time is given it", arguments: [0, 90, 3600])
    func retryAfterOfAnyFailure(seconds: Int) throws {
        let asked = Duration.seconds(seconds)
        for outcome in [
            QueueOutcome.transient(error: "503", retryAfter: asked), .unknownOutcome(error: "503", retryAfter: asked),
            .throttled(retryAfter: asked), .unreachable(error: "shut", retryAfter: asked),
        ] {
            var (queue, entry) = try sent()
            _ = settle(&queue, entry, outcome)
            // The charge is read meanwhile, and does not carry the number: that is no reason to send sooner.
            _ = queue.handle(
                .readBack(entry.id, generation: entry.generation, carries: nil, revision: 1), at: start, jitter: 0)
            #expect(try #require(queue.nextDue) >= start + asked, "\(outcome)")
        }
    }

    @Test("a conflict is read again at once, and later the longer it goes on")
    func conflict() throws {
        var (queue, entry) = try sent()
        var pauses: [Duration] = []
        for _ in 0..<4 {
            _ = queue.handle(
                .outcome(entry.id, generation: entry.generation, .conflict(error: "ConflictException")), at: start,
                jitter: 0.999)
            let again = try #require(queue[entry.id])
            #expect(again.needsReadBack)
            pauses.append(again.nextAttemptAt - start)
            _ = queue.handle(
                .readBack(entry.id, generation: entry.generation, carries: nil, revision: 2), at: start, jitter: 0)
            _ = queue.handle(.send(entry.id), at: start, jitter: 0)
        }
        #expect(pauses.first == .zero)
        #expect(pauses == pauses.sorted())
        #expect(try #require(pauses.last) > .seconds(60))
    }

    @Test("what AWS accepted and does not show is an attempt, and is not sent again at once")
    func acceptedAndNotShown() throws {
        var (queue, entry) = try sent(RetryPolicy(attempts: 3))
        var now = start
        for attempt in 1...3 {
            _ = settle(&queue, entry, .accepted, at: now)
            #expect(queue[entry.id]?.isAccepted == true)
            _ = queue.handle(
                .readBack(entry.id, generation: entry.generation, carries: "PO-0", revision: 1), at: now, jitter: 0.5)
            #expect(queue[entry.id]?.attempts == attempt)
            #expect(queue.due(at: now).isEmpty)
            now = now + .seconds(3600)
            _ = queue.handle(.send(entry.id), at: now, jitter: 0)
        }
        #expect(queue[entry.id]?.isDead == true)
        try queue.requireConserved()
    }

    @Test("what AWS accepted shows late, and is done without being sent again")
    func acceptedAndShownLate() throws {
        var (queue, entry) = try sent()
        _ = settle(&queue, entry, .accepted)
        for carried in [nil, entry.order] {
            _ = queue.handle(
                .readBack(entry.id, generation: entry.generation, carries: carried, revision: 1), at: start, jitter: 0)
        }
        #expect(queue[entry.id] == nil)
        #expect(queue.tally.done == 1)
    }

    @Test("what the plan does not want any more is superseded, whatever became of it")
    func noLongerWanted() throws {
        var (queue, entry) = try sent()
        let effects = queue.handle(.noLongerWanted(entry.id), at: start, jitter: 0)
        #expect(effects == [.superseded(entry)])
        #expect(queue[entry.id] == nil)
        try queue.requireConserved()
    }

    @Test("an operator can try a dead one again and take it out for good")
    func operatorVerbs() throws {
        var (queue, entry) = try sent()
        _ = settle(&queue, entry, .refusedAtOnce(code: "X", reason: "Y"))
        _ = queue.handle(.retryNow(entry.id), at: start, jitter: 0)
        #expect(queue.due(at: start).map(\.id) == [entry.id])
        _ = queue.handle(.discard(entry.id, reason: "not ours"), at: start, jitter: 0)
        #expect(queue.entries.isEmpty)
        // The next cycle wants the same again: it stays out.
        let effects = queue.handle(.intend(intent()), at: start, jitter: 0)
        #expect(effects == [])
        #expect(queue.due(at: start).isEmpty)
        // Something else comes in as usual.
        _ = queue.handle(.intend(intent(order: "PO-2")), at: start, jitter: 0)
        #expect(queue.entries.map(\.order) == ["PO-2"])
        #expect(queue.tally.discarded == 1)
        try queue.requireConserved()
    }

    @Test("what was on its way when the program ended is read back first")
    func recovery() throws {
        let (queue, entry) = try sent()
        var stored = queue
        var tables: [String: JSONValue] = [:]
        for record in try stored.takeChanges().records {
            tables[record.key] = try record.value.map { try JSONReader.read($0) }
        }
        let json = try #require(tables[entry.id])
        #expect(QueueEntry(json: json) == entry)
        let effects = stored.handle(.started, at: start, jitter: 0)
        #expect(effects.count == 1)
        #expect(stored[entry.id]?.needsReadBack == true)
        #expect(stored[entry.id]?.attempts == 1)
    }

    @Test("one that waited longer comes first, and one that fails does not keep the others back")
    func fairness() throws {
        var queue = RetryQueue()
        for charge in 0..<1000 {
            _ = queue.handle(.intend(intent("ch-\(charge)")), at: start + .milliseconds(charge), jitter: 0)
        }
        let now = start + .seconds(10)
        let due = queue.due(at: now)
        #expect(due.map(\.nextAttemptAt) == due.map(\.nextAttemptAt).sorted())
        let poison = try #require(due.first)
        _ = queue.handle(.send(poison.id), at: now, jitter: 0.5)
        _ = settle(&queue, poison, .transient(error: "x"), at: now)
        #expect(queue.due(at: now).count == 999)
        #expect(!queue.due(at: now).contains { $0.id == poison.id })
    }

    @Test("a clock that was set back keeps nothing away for longer than the longest pause")
    func clockSet() throws {
        var queue = RetryQueue()
        _ = queue.handle(.intend(intent()), at: start + .seconds(1_000_000), jitter: 0)
        _ = queue.handle(.clockSet, at: start, jitter: 0)
        #expect(try #require(queue.nextDue) <= start + queue.policy.longestPause)
    }

    @Test("a text that went wrong is kept to a bound")
    func boundedText() throws {
        var (queue, entry) = try sent()
        _ = settle(&queue, entry, .transient(error: String(repeating: "ü", count: 5000)))
        #expect(try #require(queue[entry.id]?.lastError).utf8.count <= 1004)
    }

    @Test("full jitter spreads evenly under its bound")
    func jitter() {
        let policy = RetryPolicy()
        #expect(policy.bound(after: 1) == .seconds(30))
        #expect(policy.bound(after: 4) == .seconds(240))
        #expect(policy.bound(after: 8) == .seconds(3600))
        #expect(policy.bound(after: 1000) == .seconds(3600))
        for jitter in [0, 0.1, 0.5, 1, .nan, 7, -1] {
            #expect((Duration.zero...policy.cap).contains(policy.pause(after: 9, jitter: jitter)))
        }
    }
}
