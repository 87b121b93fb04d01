import Reconciliation
import Simulation
import Testing
import Transport

@testable import Marketplace

@Suite("Programs that print credentials", .timeLimit(.minutes(3)))
struct CredentialProcessTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func run(
        _ script: String, arguments: [String] = [], environment: [String: String] = [:],
        limit: Duration = .seconds(120)
    ) async throws(MarketplaceError) -> AWSCredentials {
        let path = try? folder.write("program", "#!/bin/sh\n\(script)\n", mode: 0o700)
        let process = CredentialProcess(words: [path ?? ""] + arguments, profile: "p", limit: limit)
        return try await process.credentials(
            AWSEnvironment(environment.merging(["PATH": "/usr/bin:/bin"]) { own, _ in own }), SystemTime())
    }

    private func failure(_ script: String, limit: Duration = .seconds(120)) async throws -> MarketplaceError {
        let error = await #expect(throws: MarketplaceError.self) { try await run(script, limit: limit) }
        return try #require(error)
    }

    private static let good = #"{"Version":1,"AccessKeyId":"AKID","SecretAccessKey":"s"}"#

    @Test func lastingKeysAreRead() async throws {
        let credentials = try await run("echo '\(Self.good)'")
        #expect(credentials == AWSCredentials(accessKey: "AKID", secretKey: Secret("s")))
    }

    @Test func temporaryKeysHaveTokenAndEnd() async throws {
        let credentials = try await run(
            #"""
            cat <<'X'
            {"Version": 1, "AccessKeyId": "AKID", "SecretAccessKey": "s", "SessionToken": "t",
             "Expiration": "2026-11-24T10:00:00Z", "AccountId": "1"}
            X
            """#)
        #expect(credentials.sessionToken?.withText { $0 } == "t")
        #expect(credentials.expiresAt == Instant(iso: "2026-11-24T10:00:00Z"))
    }

    @Test func wordsArriveAsTheyAreAndNoShellReadsThem() async throws {
        let line = "'a b' $(touch \(folder.path)/x) \"c;d\""
        let words = try ShellWords.split(line)
        _ = try await run(
            #"printf '%s\n' "$@" > "$(dirname "$0")/seen"; echo '\#(Self.good)'"#, arguments: words)
        let seen = try SmallFile.text("\(folder.path)/seen")
        #expect(seen == "a b\n$(touch\n\(folder.path)/x)\nc;d\n")
        #expect(!folder.exists("x"))
    }

    @Test func theEnvironmentIsHandedOnWithoutTheServiceManagersVariables() async throws {
        _ = try await run(
            #"env > "$(dirname "$0")/seen"; echo '\#(Self.good)'"#,
            environment: ["AWS_PROFILE": "x", "NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "1"])
        let seen = try SmallFile.text("\(folder.path)/seen")
        #expect(seen.contains("AWS_PROFILE=x"))
        #expect(!seen.contains("NOTIFY_SOCKET") && !seen.contains("WATCHDOG_USEC"))
    }

    @Test func aNameWithoutSlashIsLookedUpOnThePath() async throws {
        try folder.write("by-name", "#!/bin/sh\necho '\(Self.good)'\n", mode: 0o700)
        let process = CredentialProcess(words: ["by-name"], profile: "p")
        let credentials = try await process.credentials(AWSEnvironment(["PATH": folder.path]), SystemTime())
        #expect(credentials.accessKey == "AKID")
    }

    @Test func aFailureShowsStatusAndTheBeginningOfStandardError() async throws {
        let error = try await failure("printf 'no\\033[31m token\\nfor you' >&2; head -c 100000 /dev/zero >&2; exit 3")
        #expect(error.kind == .credentials && error.operation == "credentials")
        #expect(error.message.contains("\"p\"") && error.message.contains("status 3"))
        #expect(error.message.contains("no [31m token for you"))
        #expect(error.message.count <= 600)
    }

    @Test(arguments: [
        ("kill -9 $$", "signal 9"), ("exit 0", "JSON object"), ("echo '[]'", "JSON object"),
        ("echo '{\"Version\":1,\"AccessKeyId\":\"A\"}'", "SecretAccessKey"), ("echo '{}'", "Version"),
        ("echo '{\"Version\":2,\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"s\"}'", "Version"),
        ("echo '{\"Version\":\"1\",\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"s\"}'", "Version"),
        (
            "echo '{\"Version\":1,\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"s\",\"Expiration\":\"soon\"}'",
            "Expiration"
        ),
        ("head -c 1000000 /dev/zero", "more than 65536 bytes"),
    ])
    func whatIsWrongIsSaid(_ script: String, _ words: String) async throws {
        let error = try await failure(script)
        #expect(error.kind == .credentials)
        #expect(error.message.contains(words), "\(error.message)")
    }

    @Test func aProgramThatIsNotThereOrMayNotBeRunIsNamed() async throws {
        let text = try folder.write("text", "no program")
        for path in ["/nowhere/at-all", "no-such-name-on-path", text, folder.path] {
            let process = CredentialProcess(words: [path], profile: "p")
            let error = await #expect(throws: MarketplaceError.self) {
                try await process.credentials(AWSEnvironment(["PATH": "/bin"]), SystemTime())
            }
            #expect(error?.kind == .credentials)
        }
    }

    @Test func aProgramThatTakesTooLongIsEndedWithWhatItStarted() async throws {
        let path = try folder.write(
            "program",
            """
            #!/bin/sh
            (trap '' TERM; exec sleep 300) & echo $! > "$0.child.new"
            mv "$0.child.new" "$0.child"
            wait
            """, mode: 0o700)
        let clock = ManualClock()
        let task = Task {
            let process = CredentialProcess(words: [path], profile: "p")
            return try await process.credentials(AWSEnvironment(["PATH": "/usr/bin:/bin"]), clock)
        }
        try await folder.wait(for: "program.child")
        await clock.untilSleeping(1)
        clock.advance(by: .seconds(60))
        let error = await #expect(throws: MarketplaceError.self) { try await task.value }
        #expect(error?.message.contains("does not end within 60 s") == true)
        let text = try SmallFile.text("\(path).child")
        let child = try #require(text.split(whereSeparator: \.isWhitespace).first)
        while let stat = try? SmallFile.text("/proc/\(child)/stat"), !stat.contains(") Z") {
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    @Test func aProgramWhoseChildKeepsThePipeOpenIsNotWaitedFor() async throws {
        let hold = try folder.write("hold", "")
        let credentials = try await run(
            "setsid sh -c 'while [ -e \(hold) ]; do sleep 0.1; done' & echo '\(Self.good)'")
        #expect(credentials.accessKey == "AKID")
        folder.remove("hold")
    }

    @Test func cancellationEndsTheProgram() async throws {
        let path = try folder.write("slow", "#!/bin/sh\ntouch \(folder.path)/began\nexec sleep 300\n", mode: 0o700)
        let task = Task {
            let process = CredentialProcess(words: [path], profile: "p")
            do throws(MarketplaceError) {
                _ = try await process.credentials(AWSEnvironment(["PATH": "/bin"]), SystemTime())
                return MarketplaceError.Kind?.none
            } catch {
                return error.kind
            }
        }
        try await folder.wait(for: "began")
        task.cancel()
        #expect(await task.value == .cancelled)
    }
}
