import Reconciliation
import Testing

@testable import Daemon

@Suite struct AlertBoardTests {
    private let start = Instant(milliseconds: 1_795_435_200_000)
    private let remind = Duration.seconds(86_400)

    private func finding(
        _ order: String, _ scenario: Scenario = .orderUnmatched, _ severity: Finding.Severity = .warning,
        detail: String = "d"
    ) -> Finding {
        var subject = Finding.Subject()
        subject.order = OrderNumber(order)
        return Finding(scenario, severity, subject, detail: detail, remedy: "r", owner: .procurement)
    }

    /// What was told: `firing PO-1`, …
    private func told(_ events: [AlertBoard.Event]) -> [String] {
        events.map { event in
            let order = event.record.finding.subject.order?.text ?? ""
            return switch event {
            case .firing: "firing \(order)"
            case .reminded: "reminded \(order)"
            case .resolved: "resolved \(order)"
            }
        }
    }

    @Test func aFindingFiresOnceIsRemindedAndResolvesOnceOverRestarts() throws {
        var board = AlertBoard()
        var events: [String] = []
        for hour in 0..<60 {
            // A restart in every hour: what the board knows is what the store kept.
            board = AlertBoard(try board.records.mapValues { try FindingRecord($0.encode()) })
            let found = hour < 55 ? [finding("PO-1")] : []
            let now = start + .seconds(hour * 3600)
            events += told(board.update(found, at: now, remind: remind)).map { "\(hour): \($0)" }
        }
        #expect(events == ["0: firing PO-1", "24: reminded PO-1", "48: reminded PO-1", "55: resolved PO-1"])
        #expect(board.firing.isEmpty)
        #expect(board.resolved.map(\.since) == [start])
    }

    @Test func whatComesBackIsNew() {
        var board = AlertBoard()
        _ = board.update([finding("PO-1")], at: start, remind: remind)
        _ = board.update([], at: start + .seconds(900), remind: remind)
        let events = board.update([finding("PO-1")], at: start + .seconds(1800), remind: remind)
        #expect(told(events) == ["firing PO-1"])
        #expect(board.firing.map(\.since) == [start + .seconds(1800)])
        #expect(board.resolved.isEmpty)
    }

    @Test func anotherDetailIsNoOtherFindingAndIsKept() {
        var board = AlertBoard()
        _ = board.update([finding("PO-1", detail: "in 3 days")], at: start, remind: remind)
        let events = board.update([finding("PO-1", detail: "in 2 days")], at: start + .seconds(900), remind: remind)
        #expect(events.isEmpty)
        #expect(board.firing.map(\.finding.detail) == ["in 2 days"])
    }

    @Test func aCycleThatSeesTheSameChangesNothing() {
        var board = AlertBoard()
        _ = board.update([finding("PO-1")], at: start, remind: remind)
        let before = board.records
        _ = board.update([finding("PO-1")], at: start + .seconds(900), remind: remind)
        #expect(board.records == before)
    }

    @Test func theWorstComesFirstAndKindsAreCounted() {
        var board = AlertBoard()
        _ = board.update(
            [
                finding("PO-1", .orderOnHold, .notice), finding("PO-2"), finding("PO-3", .changeDead, .error),
                finding("PO-4"), finding("PO-5", .chargeWithoutOrder, .notice),
            ], at: start, remind: remind)
        #expect(
            board.standing == [
                .init(severity: .error, scenario: .changeDead, count: 1),
                .init(severity: .warning, scenario: .orderUnmatched, count: 2),
                .init(severity: .notice, scenario: .chargeWithoutOrder, count: 1),
                .init(severity: .notice, scenario: .orderOnHold, count: 1),
            ])
    }

    @Test func aClockThatWasSetBackKeepsNoReminderAway() {
        var board = AlertBoard()
        _ = board.update([finding("PO-1")], at: start + .seconds(400 * 86_400), remind: remind)
        #expect(board.update([finding("PO-1")], at: start, remind: remind).isEmpty, "it was told just now")
        #expect(board.firing.map(\.since) == [start] && board.firing.map(\.lastSeen) == [start])
        #expect(board.update([finding("PO-1")], at: start + remind - .seconds(1), remind: remind).isEmpty)
        #expect(told(board.update([finding("PO-1")], at: start + remind, remind: remind)) == ["reminded PO-1"])
    }

    @Test func whatIsNotMendedIsNotSaidToBe() {
        var board = AlertBoard()
        _ = board.update([finding("PO-1", detail: "4 hours are left")], at: start, remind: remind)
        let last = finding("PO-1", .orderUnmatched, .error, detail: "fell due without PO")
        let other = finding("PO-2", detail: "never fired")
        let events = board.update([], endings: [other, last], at: start + .seconds(900), remind: remind)
        #expect(told(events) == ["resolved PO-1"])
        #expect(board.resolved.map(\.finding.detail) == ["fell due without PO"])
        #expect(board.resolved.map(\.finding.severity) == [.warning], "what counts by severity sees it go")
        #expect(board.update([], endings: [other, last], at: start + .seconds(1800), remind: remind).isEmpty)
    }

    @Test func resolvedFindingsAreKeptToABound() {
        var board = AlertBoard()
        let old = board.update([finding("PO-old")], at: start, remind: remind)
        let many = (0..<AlertBoard.resolvedLimit).map { finding("PO-\($0)") }
        _ = board.update(many, at: start + .seconds(900), remind: remind)
        _ = board.update([], at: start + .seconds(1800), remind: remind)
        #expect(board.resolved.count == AlertBoard.resolvedLimit)
        #expect(board.records.count == AlertBoard.resolvedLimit)
        #expect(board.records[old[0].record.finding.id] == nil, "the oldest goes first")
    }
}
