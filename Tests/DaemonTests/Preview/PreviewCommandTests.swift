import Documents
import FoundationEssentials
import Sandbox
import Testing

@testable import Daemon

/// The feed commands of the whole program, against the sandbox.
@Suite struct PreviewCommandTests {
    private static func world() -> SandboxWorld {
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: 30)])
        world.order("PO-1", "100.00", for: "agmt-one", scope: "all")
        world.order("PO-2", "50.00", for: "agmt-none")
        return world
    }

    @Test func aPreviewShowsEverythingAndLeavesNothingBehind() async throws {
        try await Company.run(Self.world()) { company in
            let report = try await company.program.preview(feed: "coupa", limit: 20)
            let fields = report.document["orders"]?.array?.first?["lines"]?.array?.first?["fields"]
            #expect(fields?["line.auxiliaryPart"]?.string == "agmt-one")
            #expect(fields?["line.custom.po-scope"]?.string == "all")
            #expect(!FileManager.default.fileExists(atPath: company.state))
            #expect(company.writes == 0 && company.calls("SearchAgreements") == 0)
        }
    }

    @Test func keysAreCheckedAgainstTheAgreementsOfTheLastCycle() async throws {
        try await Company.run(Self.world()) { company in
            let before = try await company.program.testMapping(feed: "coupa", limit: nil)
            #expect(before.knownAgreements == 0)
            try await company.sync()
            let after = try await company.program.testMapping(feed: "coupa", limit: nil)
            #expect(after.trials.map { after.verdict($0) } == [.keyed, .unmatched])
        }
    }

    @Test func aFeedThatIsNotThereIsAMistakeOfTheCommandLine() async throws {
        try await Company.run(Self.world()) { company in
            let error = try await #require(throws: ProgramError.self) {
                try await company.program.preview(feed: "coupon", limit: 1)
            }
            #expect(error.exitCode == .usage)
            #expect(error.description.contains("it has coupa"))
        }
    }

    @Test func anInternalRevisionChangesNothingAtAWS() async throws {
        try await Company.run(Self.world()) { company in
            try await company.sync()
            let writes = company.writes
            company.pass(minutes: 15)
            company.change { world in
                let now = world.now
                world.procurement.revise("PO-1", at: now, isInternal: true) { $0.custom["cost-centre"] = "other" }
            }
            let outcome = try await company.sync()
            #expect(outcome.isComplete)
            #expect(company.writes == writes)
            #expect(company.held == ["ch-one": "PO-1"])
        }
    }
}
