import Documents
import FoundationEssentials
import Sandbox
import Testing

@testable import Daemon

/// `posyncd store verify` and `posyncd store repair` on a store that a real cycle has written.
@Suite struct StoreCommandTests {
    private static func world() -> SandboxWorld {
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: 30)])
        world.order("PO-1", "100.00", for: "agmt-one")
        return world
    }

    private func journal(_ company: Company) throws -> URL {
        let names = try FileManager.default.contentsOfDirectory(atPath: company.state)
        let name = try #require(names.filter { $0.hasPrefix("journal-") }.max())
        return URL(filePath: "\(company.state)/\(name)")
    }

    /// Changes one bit in the middle of the journal, and gives its bytes.
    private func damage(_ company: Company) throws -> Data {
        let file = try journal(company)
        var bytes = try Data(contentsOf: file)
        bytes[bytes.count / 2] ^= 4
        try bytes.write(to: file)
        return bytes
    }

    @Test func aStoreIsSoundAfterACycle() async throws {
        try await Company.run(Self.world()) { company in
            try await company.sync()
            let (report, code) = try await company.program.verifyStore()
            #expect(code == .done)
            #expect(try JSONReader.read(Array(report.json.utf8))["sound"]?.bool == true)
        }
    }

    @Test func damageIsFoundAndNothingStartsOnItOrChangesIt() async throws {
        try await Company.run(Self.world()) { company in
            try await company.sync()
            let bytes = try damage(company)
            let (report, code) = try await company.program.verifyStore()
            #expect(code == .damaged)
            #expect(report.text.contains("store repair"))
            let error = await #expect(throws: ProgramError.self) { try await company.sync() }
            #expect(error?.exitCode == .damaged)
            let status = await #expect(throws: ProgramError.self) { _ = try await company.program.status() }
            #expect(status?.exitCode == .damaged)
            #expect(try Data(contentsOf: journal(company)) == bytes)
        }
    }

    @Test func aRepairedStoreGoesOnAndWritesNothingTwice() async throws {
        try await Company.run(Self.world()) { company in
            try await company.sync()
            let writes = company.writes
            let bytes = try damage(company)
            let damaged = try journal(company).lastPathComponent
            let report = try await company.program.repairStore()
            #expect(report.text.contains("quarantine/\(damaged)"))
            #expect(try Data(contentsOf: URL(filePath: "\(company.state)/quarantine/\(damaged)")) == bytes)
            let (_, code) = try await company.program.verifyStore()
            #expect(code == .done)
            let outcome = try await company.sync()
            #expect(outcome.isComplete)
            #expect(company.held == ["ch-one": "PO-1"])
            #expect(company.writes == writes, "what is on the charge already is not written again")
        }
    }

    @Test func aSoundStoreIsLeftAsItIs() async throws {
        try await Company.run(Self.world()) { company in
            try await company.sync()
            let before = try Data(contentsOf: journal(company))
            _ = try await company.program.repairStore()
            #expect(try Data(contentsOf: journal(company)) == before)
        }
    }

    @Test func whereThereIsNoStoreNothingIsMade() async throws {
        try await Company.run(Self.world()) { company in
            let (_, code) = try await company.program.verifyStore()
            #expect(code == .done)
            _ = try await company.program.repairStore()
            #expect(!FileManager.default.fileExists(atPath: company.state))
        }
    }
}
