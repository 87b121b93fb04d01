import FoundationEssentials
import Reconciliation
import Sandbox
import Testing

@testable import Daemon

/// Cycles of the whole program against the sandbox: what AWS holds in the end, and what was called for it.
@Suite struct CycleTests {
    private static func world() -> SandboxWorld {
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: 30)])
        world.buy(
            "agmt-plan", in: "333333333333",
            [
                .charge("ch-plan-1", "50.00", due: 20), .charge("ch-plan-2", "50.00", due: 110),
                .charge("ch-plan-3", "50.00", due: 200),
            ])
        world.buy("agmt-mine", in: "111111111111", [.charge("ch-mine", "10.00", due: 60)])
        world.order("PO-1", "100.00", for: "agmt-one")
        world.order("PO-2", "50.00", for: "agmt-plan", needBy: 108)
        world.order("PO-3", "50.00", for: "agmt-plan", needBy: 19)
        world.order("PO-4", "50.00", for: "agmt-plan", needBy: 202)
        world.order("PO-5", "10.00", for: "agmt-mine")
        return world
    }

    private static let expected = [
        "ch-one": "PO-1", "ch-plan-1": "PO-3", "ch-plan-2": "PO-2", "ch-plan-3": "PO-4", "ch-mine": "PO-5",
    ]

    @Test func aCycleBringsEveryNumberOntoItsCharge() async throws {
        try await Company.run(Self.world()) { company in
            let (outcome, code) = try await company.program.sync(isFull: false, isForced: false)
            #expect(code == .done)
            #expect(company.held == Self.expected)
            #expect(outcome.changes.applied == 5 && outcome.changes.verified == 5 && outcome.changes.queued == 0)
            #expect(outcome.lines["selected"] == 5 && outcome.lines["assigned"] == 5)
            #expect(company.writes == 3, "one call for each agreement")
            #expect(company.malformed == [])
        }
    }

    @Test func aSecondCycleWritesNothing() async throws {
        try await Company.run(Self.world()) { company in
            try await company.sync()
            let writes = company.writes
            let outcome = try await company.sync()
            #expect(company.writes == writes)
            #expect(outcome.isComplete && outcome.changes == CycleOutcome.Changes())
            #expect(company.held == Self.expected)
        }
    }

    @Test func aPlanWritesNothingAnywhere() async throws {
        try await Company.run(Self.world()) { company in
            let (report, code) = try await company.program.plan(isFull: false)
            #expect(code == .done && report.plan.writes.count == 5)
            #expect(company.writes == 0 && company.held == [:])
            #expect(!FileManager.default.fileExists(atPath: company.state))
            #expect(company.sandbox.calls.allSatisfy { $0.operation != "put" })
        }
    }

    @Test func aPlanOfALaterDayLeavesTheStateAsItIs() async throws {
        try await Company.run(Self.world()) { company in
            try await company.sync()
            let files = try Self.files(company.state)
            company.change { $0.order("PO-6", "1.00", for: "agmt-one") }
            _ = try await company.program.plan(isFull: true)
            #expect(try Self.files(company.state) == files)
        }
    }

    private static func files(_ folder: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            files[name] = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
        }
        return files
    }

    @Test(
        arguments: [
            { @Sendable (switches: inout AWSWorld.Switches) in switches.chargesNeedAgreement = true },
            { @Sendable (switches: inout AWSWorld.Switches) in switches.writesISOTimes = true },
            { @Sendable (switches: inout AWSWorld.Switches) in switches.updateBumpsRevision = true },
            { @Sendable (switches: inout AWSWorld.Switches) in switches.pageLimit = 1 },
        ])
    func whateverAWSLeavesOpenTheEndIsTheSame(_ flip: @Sendable (inout AWSWorld.Switches) -> Void) async throws {
        var world = Self.world()
        flip(&world.aws.switches)
        try await Company.run(world) { company in
            let outcome = try await company.sync()
            #expect(outcome.isComplete && company.held == Self.expected && company.malformed == [])
            let writes = company.writes
            try await company.sync()
            #expect(company.writes == writes)
        }
    }

    @Test func theListingThatAWSRefusesIsTriedOnce() async throws {
        var world = Self.world()
        world.aws.switches.chargesNeedAgreement = true
        try await Company.run(world) { company in
            try await company.sync()
            company.sandbox.forgetCalls()
            try await company.sync()
            #expect(company.sandbox.calls.allSatisfy { $0.outcome == "done" })
        }
    }

    @Test func aFeedThatPassesTheFilterByIdOverIsReadByOffset() async throws {
        var world = SandboxWorld.company()
        world.procurement.filtersById = false
        for number in 1...120 {
            world.buy("agmt-\(number)", [.charge("ch-\(number)", "5.00", due: 30)])
            world.order("PO-\(number)", "5.00", for: "agmt-\(number)")
        }
        try await Company.run(world) { company in
            try await company.sync()
            #expect(company.held.count == 120)
            #expect(company.held.allSatisfy { $0.key.dropFirst(3) == $0.value.dropFirst(3) })
        }
    }
}
