import Documents
import Reconciliation
import Simulation
import Store
import Testing

/// The queue under random events: nothing vanishes, nothing is sent unseen, and what is stored is what there is.
///
/// `POSYNCD_QUEUE_SEEDS` says how many seeds; a failure names its own.
@Suite("Retry queue, random events")
struct RetryQueueModelTests {
    static let seeds = UInt64(TestSize.number("POSYNCD_QUEUE_SEEDS", small: 60, full: 1000))

    @Test("every event keeps the conservation law, and the stored queue is the queue")
    func conservation() throws {
        for seed in 0..<Self.seeds { try run(seed) }
    }

    private func run(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var queue = RetryQueue(policy: RetryPolicy(attempts: 3))
        var table: [String: JSONValue] = [:]
        var now = Instant(seconds: 1_790_000_000)
        var outstanding: [QueueEntry] = []
        for step in 0..<150 {
            now = now + .milliseconds(Int.random(in: 0...120_000, using: &random))
            let event = next(&random, queue, &outstanding, now)
            let before = queue
            let effects = queue.handle(event, at: now, jitter: random.unit())
            try check(effects, event, before, queue, &outstanding, "seed \(seed), step \(step)")
            for record in try queue.takeChanges().records {
                table[record.key] = try record.value.map { try JSONReader.read($0) }
            }
            let tally = table[RetryQueue.tallyKey].flatMap { QueueTally(json: $0) } ?? QueueTally()
            #expect(tally == queue.tally && tally.isConserved, "seed \(seed), step \(step)")
        }
        let stored = table.filter { $0.key != RetryQueue.tallyKey }.values.compactMap { QueueEntry(json: $0) }
        #expect(Set(stored.filter { $0.state != .discarded }) == Set(queue.entries), "seed \(seed)")
    }

    private func check(
        _ effects: [QueueEffect], _ event: QueueEvent, _ before: RetryQueue, _ after: RetryQueue,
        _ outstanding: inout [QueueEntry], _ place: String
    ) throws {
        for effect in effects {
            switch effect {
            case .send(let entry):
                #expect(before[entry.id]?.state == .waiting, "sent without having been read: \(place)")
                outstanding.append(entry)
            case .done(let entry), .superseded(let entry):
                let present = after[entry.id]
                #expect(present?.generation != entry.generation, "gone, and still there: \(place)")
            case .died(let entry):
                #expect(after[entry.id]?.isDead == true, "\(place)")
            case .ignored(let id, _):
                #expect(before[id] == after[id], "passed over, and changed: \(place)")
            default: break
            }
        }
        for entry in after.entries where entry.state == .waiting {
            #expect(entry.attempts < after.policy.attempts, "more attempts than allowed: \(place)")
        }
    }

    private func next(
        _ random: inout SeededGenerator, _ queue: RetryQueue, _ outstanding: inout [QueueEntry], _ now: Instant
    ) -> QueueEvent {
        let charge = ChargeID("ch-\(Int.random(in: 0..<6, using: &random))")
        let id = QueueEntry.id(account: "222222222222", charge: charge)
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<5:
            return .intend(
                QueueIntent(
                    account: "222222222222", agreement: "agmt-1", charge: charge,
                    order: OrderNumber("PO-\(Int.random(in: 0..<3, using: &random))"),
                    revision: Int.random(in: 1..<4, using: &random), assignment: id))
        case 5..<10: return .send(queue.due(at: now).first?.id ?? id)
        case 10..<15 where !outstanding.isEmpty:
            let entry = outstanding.remove(at: Int.random(in: 0..<outstanding.count, using: &random))
            return .outcome(entry.id, generation: entry.generation, outcome(&random))
        case 15:
            return .readBack(
                id, generation: queue[id]?.generation ?? 0, carries: random.chance(0.5) ? queue[id]?.order : nil,
                revision: 5)
        case 16: return .noLongerWanted(id)
        case 17: return .retryNow(id)
        case 18: return .discard(id, reason: "no")
        default: return random.chance(0.3) ? .started : .clockSet
        }
    }

    private func outcome(_ random: inout SeededGenerator) -> QueueOutcome {
        switch Int.random(in: 0..<9, using: &random) {
        case 0: .accepted
        case 1: .verified
        case 2: .refusedAtOnce(code: "ValidationException", reason: "INVALID")
        case 3: .throttled(retryAfter: random.chance(0.5) ? .seconds(7) : nil)
        case 4: .transient(error: "busy")
        case 8: .unreachable(error: "no route", retryAfter: random.chance(0.5) ? .seconds(40) : nil)
        case 5: .unknownOutcome(error: "timed out")
        case 6: .denied(error: "AccessDenied")
        default: .conflict(error: "ConflictException")
        }
    }
}
