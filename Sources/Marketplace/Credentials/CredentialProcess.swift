internal import Reconciliation
internal import Subprocess
internal import SystemPackage
internal import Transport

/// A program that prints credentials (AWS SDKs and Tools Reference Guide, "Process credential provider"). No shell reads
/// its words.
struct CredentialProcess: Sendable, Hashable {
    /// The program and its arguments; a first word without a slash is looked up on `PATH`.
    var words: [String]
    /// The profile that names it.
    var profile: String
    /// After this it is ended, with everything that it started.
    var limit = Duration.seconds(60)

    /// Bytes of its standard error that a message shows.
    private static let errorLimit = 400
    /// Variables that are the daemon's own affair with its service manager.
    private static let withheld: Set<String> = [
        "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES",
    ]

    /// Runs it and reads what it prints.
    ///
    /// - Throws: `credentials` where it cannot be started, fails, takes too long, or prints something else.
    func credentials(
        _ environment: AWSEnvironment, _ time: any TimeSource
    ) async throws(MarketplaceError) -> AWSCredentials {
        let printed = try await run(environment, time)
        guard let document = CredentialDocument(printed) else { throw failure("does not print a JSON object") }
        guard document.version == 1 else {
            throw failure("prints another version of the format than 1, the only one there is (\"Version\": 1)")
        }
        do {
            return try document.credentials(token: "SessionToken", isTemporary: false)
        } catch {
            throw failure("prints credentials that cannot be used: \(error.reason)")
        }
    }

    private enum End: Sendable {
        case printed([UInt8])
        case failed(String)
        case overdue
        case cancelled
    }

    private func run(_ environment: AWSEnvironment, _ time: any TimeSource) async throws(MarketplaceError) -> [UInt8] {
        let end = await withTaskGroup(of: End.self) { group in
            group.addTask { await execute(environment) }
            group.addTask {
                do {
                    try await time.sleep(for: limit)
                    return .overdue
                } catch {
                    return .cancelled
                }
            }
            let first = await group.next() ?? .cancelled
            group.cancelAll()
            return first
        }
        switch end {
        case .printed(let bytes): return bytes
        case .failed(let reason): throw failure(reason)
        case .overdue: throw failure("does not end within \(limit.milliseconds / 1000) s; it was ended")
        case .cancelled:
            throw MarketplaceError(operation: "credentials", kind: .cancelled, message: "the task was cancelled")
        }
    }

    private func execute(_ environment: AWSEnvironment) async -> End {
        do {
            let result = try await Subprocess.run(
                configuration(environment), input: .none, output: .bytes(limit: CredentialDocument.limit),
                error: .sequence
            ) { execution in
                // Read to the end, however much it is, so that the program never waits for us.
                var said: [UInt8] = []
                for try await buffer in execution.standardError {
                    let room = Self.errorLimit - said.count
                    if room > 0 { buffer.withUnsafeBytes { said += $0.prefix(room) } }
                }
                return said
            }
            guard !Task.isCancelled else { return .cancelled }
            let said = Self.line(result.closureResult)
            let words = said.isEmpty ? " and says nothing on standard error" : " and says: \(said)"
            switch result.terminationStatus {
            case .exited(0): return .printed(result.standardOutput)
            case .exited(let status): return .failed("ends with status \(status)\(words)")
            case .signaled(let signal): return .failed("is ended by signal \(signal)\(words)")
            }
        } catch let error as SubprocessError {
            switch error.code {
            case .executableNotFound: return .failed("is not found: \(words.first ?? "")")
            case .outputLimitExceeded: return .failed("prints more than \(CredentialDocument.limit) bytes")
            default: return .failed("cannot be run: \(error)")
            }
        } catch {
            return Task.isCancelled ? .cancelled : .failed("cannot be run: \(error)")
        }
    }

    private func configuration(_ environment: AWSEnvironment) -> Subprocess.Configuration {
        let program = words.first ?? ""
        var variables: [Environment.Key: String] = [:]
        for (name, value) in environment.variables where !Self.withheld.contains(name) {
            if let key = Environment.Key(rawValue: name) { variables[key] = value }
        }
        var options = PlatformOptions()
        // A session of its own has no terminal to ask a person at, and ends as a whole: at once, since a child that
        // bears a gentler signal would be left behind.
        options.createSession = true
        options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))]
        return Subprocess.Configuration(
            executable: program.contains("/") ? .path(FilePath(program)) : .name(program),
            arguments: Arguments(Array(words.dropFirst())), environment: .custom(variables), platformOptions: options)
    }

    /// What was said, in one line without control characters.
    private static func line(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        let plain = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) }
        return String(String(plain)[...].trimmed)
    }

    private func failure(_ reason: String) -> MarketplaceError {
        .credentials("credential_process of the profile \"\(profile)\" \(reason)")
    }
}
