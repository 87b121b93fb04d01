import Documents
import FoundationEssentials
import Glibc
import Sandbox
import Store
import Subprocess
import SystemPackage

/// A company in the sandbox, a folder with its configuration, and the binary that works for it.
final class Bench: Sendable {
    let sandbox: Sandbox
    let folder: String
    /// The state directory; may be on a file system of its own.
    let state: String
    let options: Options
    let environment: Subprocess.Environment

    private init(_ options: Options, _ folder: String, _ state: String, _ sandbox: Sandbox) async {
        self.options = options
        self.folder = folder
        self.state = state
        self.sandbox = sandbox
        var variables: [Subprocess.Environment.Key: String] = [:]
        for (name, value) in [
            ("AWS_ACCESS_KEY_ID", Works.accessKey), ("AWS_SECRET_ACCESS_KEY", Works.keySecret),
            ("AWS_REGION", "us-east-1"), ("AWS_ENDPOINT_URL", await sandbox.address(.aws)), ("HOME", folder),
        ] {
            if let key = Subprocess.Environment.Key(rawValue: name) { variables[key] = value }
        }
        // A program that was built with a sanitizer heeds its settings as the tests do.
        for (name, value) in ProcessInfo.processInfo.environment where name.hasSuffix("SAN_OPTIONS") {
            if let key = Subprocess.Environment.Key(rawValue: name) { variables[key] = value }
        }
        environment = .custom(variables)
    }

    /// Runs `body` on a new bench, and clears up after it.
    static func run(_ options: Options, _ body: (Bench) async throws -> Bool) async throws -> Bool {
        try await inFolder(options) { folder in try await run(options, folder, state: "\(folder)/state", body) }
    }

    /// Runs `body` on a new bench whose state directory is on a file system of its own.
    ///
    /// - Parameters:
    ///   - make: mounts the file system inside a folder.
    ///   - state: the state directory's path in it; empty for its root.
    static func run(
        _ options: Options, on make: (_ folder: String) async throws -> Mount, state: String = "/state",
        _ body: (Bench, Mount) async throws -> Bool
    ) async throws -> Bool {
        try await inFolder(options) { folder in
            let mount = try await make(folder)
            let result: Result<Bool, any Error>
            do {
                result = .success(
                    try await run(options, folder, state: mount.place + state) { bench in try await body(bench, mount) }
                )
            } catch {
                result = .failure(error)
            }
            try? await mount.unmount()
            return try result.get()
        }
    }

    private static func inFolder(
        _ options: Options, _ body: (_ folder: String) async throws -> Bool
    ) async throws -> Bool {
        guard access(options.posyncd, X_OK) == 0 else { throw BenchError("there is no \(options.posyncd)") }
        let folder = FileManager.default.temporaryDirectory.path + "/posync-durability-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { if !options.isKept { try? FileManager.default.removeItem(atPath: folder) } }
        return try await body(folder)
    }

    private static func run(
        _ options: Options, _ folder: String, state: String, _ body: (Bench) async throws -> Bool
    ) async throws -> Bool {
        let sandbox = try await Sandbox.start(Works.make())
        let bench = await Bench(options, folder, state, sandbox)
        let result: Result<Bool, any Error>
        do {
            try await bench.write("coupa-secret", Works.clientSecret)
            try await bench.write("posyncd.yaml", Works.configuration(await sandbox.address(.procurement), state))
            result = .success(try await body(bench))
        } catch {
            result = .failure(error)
        }
        await sandbox.stop()
        return try result.get()
    }

    private func write(_ name: String, _ text: String) async throws {
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
    }

    // MARK: - The binary

    /// The words that every command ends with.
    var common: [String] { ["--config", "\(folder)/posyncd.yaml"] }

    /// Runs a command to its end.
    func posyncd(_ words: String...) async throws -> Ended {
        try await Running.start(self, [options.posyncd] + words + common).ended()
    }

    /// Starts the daemon.
    func daemon() async throws -> Running { try await Running.start(self, [options.posyncd, "run"] + common) }

    /// Runs `sync` until it is complete, at most `times`; whether it came to be.
    func settle(times: Int = 4) async throws -> Bool {
        for _ in 0..<times {
            let ended = try await posyncd("sync")
            if ended.code == 0 { return true }
            try await Task.sleep(for: .milliseconds(300))
        }
        return false
    }

    // MARK: - The store

    /// What the store holds, read as any other process reads it.
    func view() async throws -> StoreView { try await StoreReader.load(directory: state) }

    /// Whether every charge carries the number of its order.
    var isDone: Bool {
        sandbox.world.aws.agreements.allSatisfy { agreement in
            agreement.charges.allSatisfy { $0.order == Works.wanted(agreement.id, sandbox.world) }
        }
    }
}

/// How a process has ended.
struct Ended: Sendable {
    /// The exit code; the negative signal where one ended it.
    let code: Int32
    /// What it wrote to standard error.
    let log: [String]
    let output: String
}

/// A process of the binary under test.
final class Running: Sendable {
    /// Its process id.
    let id: pid_t
    private let logFile: String
    private let task: Task<(Int32, String), any Error>

    private init(_ id: pid_t, _ logFile: String, _ task: Task<(Int32, String), any Error>) {
        self.id = id
        self.logFile = logFile
        self.task = task
    }

    /// Starts `words` with the bench's environment; standard error goes to a file.
    static func start(_ bench: Bench, _ words: [String]) async throws -> Running {
        let logFile = "\(bench.folder)/log-\(UUID().uuidString)"
        let log = try FileDescriptor.open(
            FilePath(logFile), .writeOnly, options: [.create, .append], permissions: .ownerReadWrite)
        let (ids, found) = AsyncStream<pid_t>.makeStream()
        let task = Task { () -> (Int32, String) in
            defer { found.finish() }
            let result = try await Subprocess.run(
                words[0].contains("/") ? .path(FilePath(words[0])) : .name(words[0]),
                arguments: Arguments(Array(words.dropFirst())), environment: bench.environment, input: .none,
                output: .string(limit: 1 << 20), error: .fileDescriptor(log, closeAfterSpawningProcess: true)
            ) { execution in
                found.yield(execution.processIdentifier.value)
            }
            switch result.terminationStatus {
            case .exited(let code): return (Int32(code), result.standardOutput)
            case .signaled(let signal): return (-Int32(signal), result.standardOutput)
            }
        }
        for await id in ids { return Running(id, logFile, task) }
        _ = try await task.value
        throw BenchError("\(words[0]) cannot be started")
    }

    /// Sends a signal.
    func signal(_ number: Int32) { kill(id, number) }

    /// What it has logged so far.
    var log: [String] {
        let data = (try? Data(contentsOf: URL(filePath: logFile))) ?? Data()
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Whether a line of its log has this text, within the time.
    func logs(_ text: String, within span: Duration) async -> Bool {
        let end = ContinuousClock.now + span
        while ContinuousClock.now < end {
            if log.contains(where: { $0.contains(text) }) { return true }
            try? await Task.sleep(for: .milliseconds(20))
        }
        return false
    }

    /// Waits for its end.
    func ended() async throws -> Ended {
        let (code, output) = try await task.value
        defer { try? FileManager.default.removeItem(atPath: logFile) }
        return Ended(code: code, log: log, output: output)
    }

    /// Waits for its end and kills it where it does not come within the time.
    func ended(within span: Duration) async throws -> Ended {
        let watch = Task { [id] in
            try await Task.sleep(for: span)
            kill(id, SIGKILL)
        }
        defer { watch.cancel() }
        return try await ended()
    }
}
