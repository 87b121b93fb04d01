import Reconciliation
import Testing

@testable import Daemon

/// What `plan` and `sync` say in text agrees with what they count.
@Suite struct OutcomeTextTests {
    private func assignment(_ charge: ChargeID, _ state: Assignment.State, _ hold: Hold? = nil) -> Assignment {
        Assignment(
            key: ChargeKey(account: "222222222222", charge: charge), agreement: "agmt-1", revision: 1, amount: nil,
            currency: nil, time: nil, order: AssignedOrder(number: "PO-1"), rule: "part", scope: .all, state: state,
            observed: nil, since: Instant(seconds: 1), hold: hold)
    }

    @Test func aPlanNamesHeldWritesApartFromThoseLeftToPeople() {
        var plan = Plan()
        plan.assignments = [
            assignment("ch-1", .planned, .observe), assignment("ch-2", .planned, .foreign),
            assignment("ch-3", .planned, .tooLate), assignment("ch-4", .dead), assignment("ch-5", .queued),
        ]
        var outcome = CycleOutcome()
        outcome.countPlanned(plan)
        let report = PlanReport(plan: plan, outcome: outcome, policy: .observe, madeAt: Instant(seconds: 2))
        #expect(outcome.changes.held == 1)
        #expect(report.text.contains("1 to write, 1 held, 0 already right, 2 left to people, 1 given up;"))
    }

    @Test func aWriteThatWaitsForItsAccountIsNotSaidToBeWritten() {
        var plan = Plan()
        plan.assignments = [assignment("ch-1", .queued, .accountUnread)]
        let report = PlanReport(plan: plan, outcome: CycleOutcome(), policy: .upsert, madeAt: Instant(seconds: 2))
        #expect(report.text.contains("PO-1     wait  the account could not be read"), "\(report.text)")
        #expect(report.text.contains("0 to write"))
    }

    @Test func aLongNumberWidensNoOtherRow() {
        var table = TextTable()
        let long = String(repeating: "9", count: 200)
        table.add("ch-1", long, "write")
        table.add("ch-22", "PO-1", "write")
        #expect(table.text == "  ch-1   \(long)  write\n  ch-22  PO-1  write\n")
    }

    @Test func chargesThatCannotBeReadAreSaidWithTheirAccount() {
        var outcome = CycleOutcome()
        outcome.accounts = [
            CycleOutcome.Account(account: "222222222222", agreements: 2, charges: 3, unreadable: 1, error: nil),
            CycleOutcome.Account(account: "333333333333", agreements: 1, charges: 1, error: nil),
        ]
        #expect(outcome.text.contains("3 charges; 1 more cannot be read and is left alone\n"))
        #expect(outcome.text.contains("1 agreement, 1 charge\n"))
        let plan = PlanReport(plan: Plan(), outcome: outcome, policy: .observe, madeAt: Instant(seconds: 2))
        #expect(plan.text.contains("account 222222222222: 3 charges; 1 more cannot be read and is left alone\n"))
        #expect(!plan.text.contains("333333333333"))
        #expect(outcome.json.contains("\"unreadable\" : 1") || outcome.json.contains("\"unreadable\": 1"))
    }
}
