import FoundationEssentials
import Reconciliation
import Store
import Testing

@testable import Daemon

/// `posyncd queue retry` and `posyncd queue discard`, on a store in a folder of its own.
@Suite struct QueueVerbTests {
    private let id = "222222222222/ch-1"

    /// Runs `body` on a state directory whose queue has been through these events, one entry of charge `ch-1`.
    private func run(_ events: [QueueEvent], _ body: (Posyncd, String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/posyncd-queue-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let intent = QueueIntent(
            account: "222222222222", agreement: "agmt-1", charge: "ch-1", order: "PO-1", revision: 1, assignment: id)
        let store = try await Store.open(directory: folder)
        var queue = RetryQueue()
        for event in [.intend(intent)] + events { _ = queue.handle(event, at: Instant(seconds: 1), jitter: 0.5) }
        try await store.commit(try queue.takeChanges())
        await store.close()
        try await body(
            Posyncd(
                Invocation(
                    configurationFile: "\(folder)/none.yaml", state: folder, environment: [:], logLevel: "critical")),
            folder)
    }

    private func entry(_ folder: String) async throws -> QueueEntry? {
        try RetryQueue(await StoreReader.load(directory: folder))[id]
    }

    private var refusal: QueueEvent {
        .outcome(id, generation: 1, .refusedAtOnce(code: "ValidationException", reason: "no"))
    }

    @Test(arguments: [[], ["222222222222/ch-1"], ["ch-1"]])
    func aDeadOneIsDueAgain(ids: [String]) async throws {
        try await run([.send(id), refusal]) { program, folder in
            #expect(try await entry(folder)?.isDead == true)
            let changed = try await program.retry(ids)
            #expect(changed == [id])
            #expect(try await entry(folder)?.state == .waiting)
            #expect(try await entry(folder)?.attempts == 0)
        }
    }

    @Test func whatAProgramLeftOnItsWayCanBeTakenOut() async throws {
        try await run([.send(id)]) { program, folder in
            let changed = try await program.discard(["ch-1"], reason: "not ours")
            #expect(changed == [id])
            #expect(try await entry(folder)?.state == .discarded)
            #expect(try await entry(folder)?.reason == "not ours")
        }
    }

    @Test func whatWasTakenOutComesBackWhereItIsNamedAndNotOtherwise() async throws {
        try await run([.discard(id, reason: "by mistake")]) { program, folder in
            let none = try await program.retry([])
            #expect(none == [])
            #expect(try await entry(folder)?.state == .discarded)
            let one = try await program.retry(["ch-1"])
            #expect(one == [id])
            #expect(try await entry(folder)?.state == .waiting)
        }
    }

    @Test func whatIsNotThereIsSaid() async throws {
        try await run([]) { program, _ in
            let error = await #expect(throws: ProgramError.self) { _ = try await program.retry(["ch-9"]) }
            #expect(error?.exitCode == .usage)
            #expect(error?.description.contains("ch-9 is not in the queue") == true)
        }
    }

    @Test func aHeldWriteIsSaidToBeHeld() async throws {
        try await run([]) { program, folder in
            let store = try await Store.open(directory: folder)
            let assignment = Assignment(
                key: ChargeKey(account: "222222222222", charge: "ch-2"), agreement: "agmt-1", revision: 1, amount: nil,
                currency: nil, time: nil,
                order: AssignedOrder(number: "PO-2"), rule: "by-part",
                scope: .all, state: .planned, observed: nil, since: Instant(seconds: 1), hold: .integration)
            try await store.commit([
                .put(.assignments, AssignmentRecord.key(assignment.key), AssignmentRecord.encode(assignment))
            ])
            await store.close()
            let error = await #expect(throws: ProgramError.self) { _ = try await program.retry(["ch-2"]) }
            #expect(error?.description.contains("PO PO-2 for it is held, the AWS Billing integration is off") == true)
        }
    }

    @Test func programsReadAtOnceWhatAnOperatorTookOutOrBroughtBack() async throws {
        try await run([.send(id), refusal]) { program, folder in
            let store = try await Store.open(directory: folder)
            let assignment = Assignment(
                key: ChargeKey(account: "222222222222", charge: "ch-1"), agreement: "agmt-1", revision: 1, amount: nil,
                currency: nil, time: nil, order: AssignedOrder(number: "PO-1"), rule: "by-part", scope: .all,
                state: .dead, observed: nil, since: Instant(seconds: 1), finding: "f")
            try await store.commit([
                .put(.assignments, AssignmentRecord.key(assignment.key), AssignmentRecord.encode(assignment))
            ])
            await store.close()
            func view(_ name: String) throws -> String {
                try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8).filter { $0 != " " }
            }
            _ = try await program.discard(["ch-1"], reason: "paid by card")
            #expect(try view("assignments.json").contains("\"state\":\"planned\""))
            #expect(try view("assignments.json").contains("\"hold\":\"discarded\""))
            #expect(try !view("queue.json").contains("ch-1"))
            _ = try await program.retry(["ch-1"])
            #expect(try view("assignments.json").contains("\"state\":\"queued\""))
            #expect(try view("queue.json").contains("ch-1"))
        }
    }

    @Test func aNamedConfigurationHasToBeRightAndAnotherOneIsNotNeeded() async throws {
        try await run([]) { program, folder in
            _ = try await program.queue()
            var invocation = program.invocation
            invocation.isConfigurationNamed = true
            let named = Posyncd(invocation)
            let error = await #expect(throws: ProgramError.self) { _ = try await named.queue() }
            #expect(error?.exitCode == .configuration)
            #expect(error?.description.contains("leave --config out") == true)
        }
    }
}
