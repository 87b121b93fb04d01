import FoundationEssentials
import Reconciliation
import Sandbox
import Testing

@testable import Daemon

/// What goes wrong on the first day: each is one clear message and the right exit code, and costs nothing else.
@Suite struct FirstRunTests {
    private static func world() -> SandboxWorld {
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: 30)])
        world.order("PO-1", "100.00", for: "agmt-one")
        return world
    }

    /// What one cycle says, where nothing was read before.
    private func troubles(of company: Company) async throws -> (words: [String], code: ExitCode) {
        let (outcome, code) = try await company.program.sync(isFull: false, isForced: false)
        return (outcome.troubles, code)
    }

    /// What `check` refuses: how many probes, and their words with what to do.
    private func refusals(of company: Company) async throws -> (words: [String], code: ExitCode) {
        let (report, code) = try await company.program.check()
        return (report.rows.filter { $0.result == .failed }.map { "\($0.subject): \($0.detail) \($0.remedy)" }, code)
    }

    private func expect(
        _ found: (words: [String], code: ExitCode), _ code: ExitCode, once words: String...,
        at location: SourceLocation = #_sourceLocation
    ) {
        #expect(found.code == code, "\(found.words)", sourceLocation: location)
        #expect(found.words.count == 1, "\(found.words)", sourceLocation: location)
        for word in words {
            #expect(found.words.first?.contains(word) ?? false, "\(word): \(found.words)", sourceLocation: location)
        }
    }

    // MARK: - The configuration

    @Test func everyMistakeInTheConfigurationIsToldAndNothingIsTouched() async throws {
        try await Company.run(Self.world()) { company in
            try company.configure {
                $0.policy = "assign-mising"
                $0.further = ["interval: 1h", "wombat: 1"]
            }
            let error = await #expect(throws: ProgramError.self) { try await company.sync() }
            #expect(error?.exitCode == .configuration)
            let lines = error?.description.split(separator: "\n") ?? []
            #expect(lines.count == 3, "\(lines)")
            for (line, words) in zip(
                lines,
                [
                    "line 1, policy: \"assign-mising\" is none of observe, assign-missing, upsert; did you mean assign-missing?",
                    "line 2, interval: the key stands there twice", "wombat: there is no such key",
                ])
            {
                #expect(line.contains("\(company.folder)/posyncd.yaml") && line.contains(words), "\(line)")
            }
            for command in [
                { try await _ = company.program.plan(isFull: false) }, { try await _ = company.program.check() },
            ] {
                #expect(await #expect(throws: ProgramError.self) { try await command() }?.exitCode == .configuration)
            }
            #expect(company.sandbox.calls.isEmpty && !FileManager.default.fileExists(atPath: company.state))
        }
    }

    @Test func aConfigurationThatCannotBeReadIsNamed() async throws {
        try await Company.run(Self.world()) { company in
            let file = "\(company.folder)/posyncd.yaml"
            try Data([0x70, 0xff, 0xfe]).write(to: URL(filePath: file))
            let error = await #expect(throws: ProgramError.self) { try await company.sync() }
            #expect(error?.exitCode == .configuration)
            #expect(error?.description.contains("\(file) is not UTF-8") == true)
            try FileManager.default.removeItem(atPath: file)
            let missing = await #expect(throws: ProgramError.self) { try await company.sync() }
            #expect(missing?.exitCode == .configuration)
            #expect(missing?.description.contains("\(file) cannot be read") == true)
        }
    }

    // MARK: - The procurement system

    @Test func aSecretThatIsNotThereIsNamed() async throws {
        try await Company.run(Self.world()) { company in
            try company.configure { _ in }
            let file = "\(company.folder)/posyncd.yaml"
            let text = try String(decoding: Data(contentsOf: URL(filePath: file)), as: UTF8.self)
            try Data(text.replacing("COUPA_SECRET", with: "NOT_SET").utf8).write(to: URL(filePath: file))
            let error = await #expect(throws: ProgramError.self) { try await company.sync() }
            #expect(error?.exitCode == .credentials)
            #expect(error?.description.split(separator: "\n").count == 1)
            #expect(error?.description.contains("NOT_SET is not set") == true, "\(error?.description ?? "")")
            let (_, code) = try await company.program.check()
            #expect(code == .credentials)
        }
    }

    @Test func aWrongSecretIsSaidOnceAndNotShown() async throws {
        var world = Self.world()
        world.procurement = ProcurementWorld(clientID: "posyncd", clientSecret: "another secret")
        try await Company.run(world) { company in
            let found = try await troubles(of: company)
            expect(found, .incomplete, once: "coupa", "client")
            try await company.expect(firing: [.feedUnreachable])
            let finding = try await company.only(.feedUnreachable)
            #expect(finding.owner == .operator && finding.severity == .error)
            expect(try await refusals(of: company), .refused, once: "feed coupa", "client")
            let said = found.words.joined() + finding.detail + finding.remedy
            #expect(!said.contains(SandboxWorld.coupaSecret))
        }
    }

    @Test func aFeedThatNobodyAnswersForIsSaidOnce() async throws {
        try await Company.run(Self.world()) { company in
            await company.sandbox.unplug(.procurement)
            expect(try await troubles(of: company), .incomplete, once: "coupa", "127.0.0.1")
            try await company.expect(firing: [.feedUnreachable])
            expect(try await refusals(of: company), .refused, once: "feed coupa")
            #expect(company.held == [:])
        }
    }

    @Test func aFeedThatAnswersWithAPageIsSaidOnce() async throws {
        try await Company.run(Self.world()) { company in
            company.sandbox.inject(
                .procurement(
                    "*", .status(200, body: "<html><title>Log in</title></html>", type: "text/html"), times: 99))
            expect(try await troubles(of: company), .incomplete, once: "coupa", "text/html", "login")
            try await company.expect(firing: [.feedUnreachable])
            expect(try await refusals(of: company), .refused, once: "feed coupa", "text/html", "login")
        }
    }

    // MARK: - AWS

    @Test func anAWSThatNobodyAnswersForIsSaidOnce() async throws {
        try await Company.run(Self.world()) { company in
            await company.sandbox.unplug(.aws)
            let found = try await troubles(of: company)
            #expect(found.code == .incomplete)
            #expect(found.words.count == 1, "\(found.words)")
            #expect(try await company.scenarios().filter { $0 == .accountUnreachable }.count == 1)
            let (_, code) = try await company.program.check()
            #expect(code == .refused)
        }
    }

    @Test func anAWSThatAnswersWithAPageIsSaidOnce() async throws {
        try await Company.run(Self.world()) { company in
            company.sandbox.inject(
                .aws("*", .status(200, body: "<html>Sign in to the network</html>", type: "text/html"), times: 999))
            let found = try await troubles(of: company)
            #expect(found.code == .incomplete)
            #expect(
                found.words.count == 1 && found.words[0].contains("a proxy or a login page may be in the way"),
                "\(found.words)")
            #expect(company.held == [:])
        }
    }

    @Test func aWrongAWSSecretIsSaidOnceAndNotShown() async throws {
        var world = Self.world()
        world.aws.keys = [.init("AKIDOTHER", account: "111111111111")]
        try await Company.run(world) { company in
            let found = try await troubles(of: company)
            expect(found, .incomplete, once: "InvalidClientTokenId")
            #expect(!found.words.joined().contains(SandboxWorld.secretKey))
            #expect(company.held == [:])
        }
    }

    // MARK: - The state directory

    @Test func aStateDirectoryThatCannotBeMadeIsNamed() async throws {
        try await Company.run(Self.world()) { company in
            try Data("a file".utf8).write(to: URL(filePath: company.state))
            let error = await #expect(throws: ProgramError.self) { try await company.sync() }
            #expect(error?.exitCode == .cannotCreate, "\(error?.description ?? "")")
            #expect(error?.description.contains(company.state) == true)
            #expect(company.writes == 0, "nothing is written that could not be remembered")
            let (report, code) = try await company.program.check()
            #expect(code == .refused && report.rows.contains { $0.subject == "state" && $0.result == .failed })
        }
    }

    @Test func aStateDirectoryThatCannotBeReadIsNamed() async throws {
        try await Company.run(Self.world()) { company in
            try await company.sync()
            let names = try FileManager.default.contentsOfDirectory(atPath: company.state)
            let journal = try #require(names.filter { $0.hasPrefix("journal-") }.max())
            // Whoever runs this may read every file; a directory in its place nobody can read.
            try FileManager.default.removeItem(atPath: "\(company.state)/\(journal)")
            try FileManager.default.createDirectory(
                atPath: "\(company.state)/\(journal)", withIntermediateDirectories: false)
            for command in [
                { try await _ = company.sync() }, { try await _ = company.program.status() },
                { try await _ = company.program.plan(isFull: false) },
            ] {
                let error = await #expect(throws: ProgramError.self) { try await command() }
                #expect(error?.exitCode == .inputOutput, "\(error?.description ?? "")")
                #expect(error?.description.contains(journal) == true, "\(error?.description ?? "")")
            }
            #expect(company.writes == 1)
        }
    }
}
