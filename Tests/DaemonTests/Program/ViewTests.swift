import Documents
import FoundationEssentials
import Sandbox
import Testing

@testable import Daemon

/// The files of the state directory that other programs read.
@Suite struct ViewTests {
    static let names = ["assignments.json", "findings.json", "queue.json", "status.json"]

    private static func world() -> SandboxWorld {
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: 30), .charge("ch-late", "5.00", due: 2)])
        world.buy("agmt-two", in: "333333333333", [.charge("ch-two", "20.00", due: 3)])
        world.aws[charge: "ch-late"]?.refusal = "UNSUPPORTED_ACTION"
        world.order("PO-1", "105.00", for: "agmt-one")
        return world
    }

    @Test func theyAreThereAfterACycleAndSayTheSame() async throws {
        try await Company.run(Self.world()) { company in
            let outcome = try await company.sync()
            let views = try Self.names.map { try company.view($0) }
            #expect(views.allSatisfy { $0["schema"]?.integer == 1 })
            let assignments = try #require(views[0]["assignments"]?.array)
            #expect(assignments.compactMap { $0["charge"]?.string } == ["ch-late", "ch-one"])
            #expect(assignments.compactMap { $0["state"]?.string } == ["dead", "verified"])
            #expect(assignments.compactMap { $0["order"]?["number"]?.string } == ["PO-1", "PO-1"])
            let findings = try #require(views[1]["findings"]?.array)
            #expect(findings.count == outcome.findings.values.reduce(0, +))
            #expect(views[2]["entries"]?.array?.compactMap { $0["charge"]?.string } == ["ch-late"])
        }
    }

    @Test func aCycleWithoutChangesLeavesThemAsTheyAre() async throws {
        try await Company.run(Self.world()) { company in
            try await company.sync()
            try await company.sync()
            let before = try Self.contents(company)
            for _ in 0..<3 {
                company.pass(minutes: 15)
                try await company.sync()
            }
            for (name, text) in try Self.contents(company) {
                #expect(Self.withoutTimes(text) == Self.withoutTimes(before[name] ?? ""), "\(name)")
            }
        }
    }

    /// What may differ from cycle to cycle: when the file was made, and the number of the cycle.
    private static func withoutTimes(_ text: String) -> [Substring] {
        let volatile = [
            "\"generatedAt\"", "\"cycle\"", "\"lastSeen\"", "\"lastAttempt\"", "\"lastSuccess\"", "\"at\"", "Seconds\"",
        ]
        return text.split(separator: "\n").filter { line in !volatile.contains { line.contains($0) } }
    }

    private static func contents(_ company: Company) throws -> [String: String] {
        var contents: [String: String] = [:]
        for name in names {
            let data = try Data(contentsOf: URL(filePath: "\(company.state)/\(name)"))
            contents[name] = String(decoding: data, as: UTF8.self)
        }
        return contents
    }

    @Test func noSecretIsInAnyFileNorInTheLog() async throws {
        try await Company.run(Self.world()) { company in
            company.sandbox.inject(.aws("ListAccounts", .error(code: "InternalServerException", reason: nil), times: 9))
            try await company.sync()
            try await company.sync()
            var texts = company.log.map { JSONValue.object($0).compactText() }
            for name in try FileManager.default.contentsOfDirectory(atPath: company.state) {
                let data = try Data(contentsOf: URL(filePath: "\(company.state)/\(name)"))
                texts.append(String(decoding: data, as: UTF8.self))
            }
            let secrets = [
                SandboxWorld.secretKey, SandboxWorld.coupaSecret, "sandbox-session-secret", "sandbox-session/",
                "sandbox-token-",
            ]
            for secret in secrets { #expect(!texts.contains { $0.contains(secret) }, "\(secret)") }
        }
    }
}
