import Documents
import FoundationEssentials
import Reconciliation
import Sandbox
import Testing

@testable import Daemon

/// Many small companies with whatever happens to them: what holds in every cycle, and what they end at.
///
/// `POSYNC_WORLDS` says how many; a few unless it does.
@Suite struct RandomWorldTests {
    private static var seeds: Range<UInt64> {
        let count = ProcessInfo.processInfo.environment["POSYNC_WORLDS"].flatMap { UInt64($0) } ?? 2
        let first = ProcessInfo.processInfo.environment["POSYNC_FIRST_WORLD"].flatMap { UInt64($0) } ?? 1
        return first..<(first + count)
    }

    /// Which numbers this program has put where.
    private struct Ledger {
        var written: [String: Set<String>] = [:]

        /// What a cycle did that it must not have done.
        mutating func take(_ before: SandboxWorld, _ after: SandboxWorld) -> [String] {
            var wrongs: [String] = []
            let (old, new) = (before.aws.orders, after.aws.orders)
            for agreement in after.aws.agreements {
                for charge in agreement.charges where old[charge.id] != new[charge.id] {
                    guard let number = new[charge.id] else {
                        wrongs.append("\(charge.id) lost \(old[charge.id] ?? "")")
                        continue
                    }
                    if let carried = old[charge.id], written[charge.id]?.contains(carried) != true {
                        wrongs.append("\(charge.id) carried \(carried), which is not ours, and carries \(number)")
                    }
                    let names = after.procurement.orders.filter { order in
                        order.number == number && order.status == "issued"
                            && order.lines.contains {
                                $0.auxiliaryPart == agreement.id || $0.custom["aws-charge"] == charge.id
                            }
                    }
                    if names.isEmpty {
                        wrongs.append("\(charge.id) got \(number), which does not name \(agreement.id)")
                    }
                    written[charge.id, default: []].insert(number)
                }
            }
            return wrongs
        }
    }

    @Test(arguments: seeds) func whateverHappensItEndsRight(_ seed: UInt64) async throws {
        var random = RandomWorld(seed: seed)
        var ledger = Ledger()
        try await Company.run(random.world(), CompanySettings(further: ["limits: {changes: 500, fraction: 1.0}"])) {
            company in
            for cycle in 1...12 {
                if let fault = random.fault() { company.sandbox.inject(fault) }
                let before = company.sandbox.world
                let outcome = try await cycle % 4 == 0 ? company.sync(isFull: true) : company.sync()
                for wrong in ledger.take(before, company.sandbox.world) {
                    Issue.record("seed \(seed), cycle \(cycle): \(wrong)")
                }
                Self.expectSums(outcome, "seed \(seed), cycle \(cycle)")
                company.sandbox.clearFaults()
                // What an account that moved carries is written again in the cycle after the one that saw it.
                let isMoving = try await company.firing().contains { $0.scenario == .accountMoved }
                if outcome.isComplete, !isMoving {
                    let plan = try await company.program.plan(isFull: false).0.plan
                    #expect(plan.writes == [], "seed \(seed), cycle \(cycle): a complete cycle leaves nothing to write")
                }
                company.pass(minutes: random.pause())
                var world = company.sandbox.world
                random.happen(&world)
                company.change { [world] in $0 = world }
            }
            company.change { [random] in random.mend(&$0) }
            for _ in 0..<6 {
                company.pass(hours: 3)
                let before = company.sandbox.world
                try await company.sync()
                for wrong in ledger.take(before, company.sandbox.world) { Issue.record("seed \(seed), end: \(wrong)") }
            }
            let writes = company.writes
            let outcome = try await company.sync()
            #expect(company.writes == writes, "seed \(seed): it comes to rest")
            #expect(outcome.changes.queued == 0 && outcome.troubles.isEmpty, "seed \(seed): \(outcome.troubles)")
            #expect(company.malformed == [], "seed \(seed)")
            Self.expectAlternation(company, seed)
            for name in ViewTests.names { #expect(try company.view(name)["schema"]?.integer == 1) }
        }
    }

    private static func expectSums(_ outcome: CycleOutcome, _ place: String) {
        let changes = outcome.changes
        #expect(changes.planned == changes.applied + changes.queued + changes.dead + changes.held, "\(place): changes")
        let ends = ["assigned", "unmatched", "ambiguous", "conflict", "ineligible"]
        #expect(outcome.lines["selected"] == ends.reduce(0) { $0 + (outcome.lines[$1] ?? 0) }, "\(place): lines")
    }

    /// A finding fires, is over, fires again: never twice the same.
    private static func expectAlternation(_ company: Company, _ seed: UInt64) {
        var isFiring: Set<String> = []
        for line in company.log {
            guard let finding = line["finding"]?.string else { continue }
            switch line["event"]?.string {
            case "finding.firing":
                #expect(
                    isFiring.insert(finding).inserted, "seed \(seed): \(line["scenario"]?.string ?? "") fires twice")
            case "finding.resolved":
                #expect(
                    isFiring.remove(finding) != nil, "seed \(seed): \(line["scenario"]?.string ?? "") is over twice")
            default: break
            }
        }
    }
}
