import Reconciliation
import Testing

@testable import Daemon

@Suite struct AlertOutboxTests {
    private let now = Instant(milliseconds: 1_795_435_200_000)

    private func record(_ order: String) -> FindingRecord {
        var subject = Finding.Subject()
        subject.order = OrderNumber(order)
        return FindingRecord(
            Finding(.orderUnmatched, .warning, subject, detail: "d", remedy: "r", owner: .procurement), since: now)
    }

    private func names(_ notices: [AlertOutbox.Notice]) -> [String] {
        notices.map { ($0.isResolved ? "over " : "new ") + $0.finding }
    }

    @Test func whatBeginsAndEndsIsToldToEveryTargetOnce() {
        var outbox = AlertOutbox()
        let one = record("PO-1")
        outbox.add([.firing(one), .reminded(record("PO-2"))], for: [.command, .webhook])
        for target in AlertTarget.allCases {
            #expect(names(outbox.waiting(for: target)) == ["new \(one.finding.id)"])
            outbox.delivered(outbox.waiting(for: target), to: target)
        }
        #expect(outbox.notices.isEmpty)
        outbox.add([.resolved(one)], for: [.command])
        #expect(names(outbox.waiting(for: .command)) == ["over \(one.finding.id)"])
    }

    @Test func whatIsOverBeforeAnybodyWasToldIsToldToNobody() {
        var outbox = AlertOutbox()
        let one = record("PO-1")
        outbox.add([.firing(one)], for: [.command, .webhook])
        outbox.delivered(outbox.waiting(for: .webhook), to: .webhook)
        outbox.add([.resolved(one)], for: [.command, .webhook])
        #expect(outbox.waiting(for: .command).isEmpty, "the command never heard that it began")
        #expect(names(outbox.waiting(for: .webhook)) == ["over \(one.finding.id)"])
    }

    @Test func whatBeganAgainBeforeItsEndWasToldIsToldInOrder() {
        var outbox = AlertOutbox()
        let one = record("PO-1")
        outbox.add([.resolved(one)], for: [.command])
        outbox.add([.firing(one)], for: [.command])
        #expect(names(outbox.waiting(for: .command)) == ["over \(one.finding.id)", "new \(one.finding.id)"])
    }

    @Test func aTargetThatThereIsNoMoreKeepsNothingWaiting() {
        var outbox = AlertOutbox()
        outbox.add([.firing(record("PO-1"))], for: [.command, .webhook])
        outbox.keep(only: [.webhook])
        #expect(outbox.notices.map(\.targets) == [[.webhook]])
        outbox.add([], for: [])
        #expect(outbox.notices.isEmpty)
    }

    @Test func itIsBoundedAndTheOldestGoFirst() {
        var outbox = AlertOutbox()
        for number in 0..<(AlertOutbox.limit + 10) { outbox.add([.firing(record("PO-\(number)"))], for: [.command]) }
        #expect(outbox.notices.count == AlertOutbox.limit)
        #expect(outbox.notices.first?.finding == record("PO-10").finding.id)
    }

    @Test func theStoreKeepsItAsItIs() throws {
        var outbox = AlertOutbox()
        outbox.add([.firing(record("PO-1")), .resolved(record("PO-2"))], for: [.command, .webhook])
        #expect(try AlertOutbox(outbox.encode()) == outbox)
    }
}
