import Documents
import Reconciliation
import Testing

@testable import Daemon

@Suite struct FindingRecordTests {
    private let finding = Finding(
        .orderUnmatched, .warning, Finding.Subject(order: "PO-1"), detail: "nothing fits", remedy: "name something",
        owner: .procurement)
    private let start = Instant(seconds: 1_800_000_000)

    @Test func aFiringFindingWasSeenInTheLastCycle() {
        let record = FindingRecord(finding, since: start)
        let later = start + .seconds(900)
        #expect(record.seen(in: later).lastSeen == later)
        #expect(record.seen(in: later).since == start)
    }

    @Test func itIsNotSeenBeforeItFired() {
        let record = FindingRecord(finding, since: start)
        #expect(record.seen(in: start - .seconds(1)).lastSeen == start)
        #expect(record.seen(in: nil).lastSeen == start)
    }

    @Test func theViewAndTheCommandSayTheSame() throws {
        var world = World()
        world.findings = [finding.id: FindingRecord(finding, since: start)]
        world.status.lastAttempt = start + .seconds(900)
        let command = FindingsReport(world, includingResolved: false, now: start + .seconds(1000)).document
        #expect(command.object?["findings"]?.array?.first?.object?["lastSeen"]?.string == "2027-01-15T08:15:00Z")
    }
}
