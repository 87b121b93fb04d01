import Documents
import FoundationEssentials
import Reconciliation
import Sandbox
import Simulation
import Store
import Supervision
import Synchronization
import Transport

@testable import Daemon

/// A company to run the whole program on: its procurement system and its AWS in the sandbox, its files in a folder, and a
/// clock that goes on by itself only while somebody sleeps.
final class Company: Sendable {
    let sandbox: Sandbox
    let clock = ManualClock(isImpatient: true)
    let folder: String
    private let addresses: (aws: String, procurement: String)
    private let inside = Mutex(Inside())

    private struct Inside {
        var settings = CompanySettings()
        /// Where AWS is, where it is not the sandbox itself.
        var gateway: String?
        /// Seconds for which a peer may trickle, where it is not as long as the program grants.
        var patience: Int?
        var lines: [JSONObject] = []
    }

    private init(_ world: SandboxWorld) async throws {
        sandbox = try await Sandbox.start(world)
        addresses = (await sandbox.address(.aws), await sandbox.address(.procurement))
        folder = FileManager.default.temporaryDirectory.path + "/posyncd-company-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// Runs `body` with a company in this world, and clears up after it.
    static func run(
        _ world: SandboxWorld, _ settings: CompanySettings = CompanySettings(),
        _ body: (Company) async throws -> Void
    ) async throws {
        let company = try await Company(world)
        let result: Result<Void, any Error>
        do {
            try company.configure { $0 = settings }
            result = .success(try await body(company))
        } catch {
            result = .failure(error)
        }
        await company.sandbox.stop()
        try? FileManager.default.removeItem(atPath: company.folder)
        try result.get()
    }

    var state: String { "\(folder)/state" }

    // MARK: - Configuration and time

    /// Changes the configuration.
    func configure(_ change: (inout CompanySettings) -> Void) throws {
        let settings = inside.withLock { inside in
            change(&inside.settings)
            return inside.settings
        }
        try Data(settings.yaml(procurementURL: addresses.procurement).utf8)
            .write(to: URL(filePath: "\(folder)/posyncd.yaml"))
        guard let register = settings.register else { return }
        try Data(register.utf8).write(to: URL(filePath: "\(folder)/register.csv"))
    }

    /// Lets time pass, here and in the sandbox.
    func pass(days: Int = 0, hours: Int = 0, minutes: Int = 0) {
        clock.advance(by: .seconds(days * 86_400 + hours * 3600 + minutes * 60))
        tellTime()
    }

    private func tellTime() {
        let now = Date(timeIntervalSince1970: Double(clock.wallMilliseconds()) / 1000)
        sandbox.change { $0.setTime = now }
    }

    /// Changes what is in AWS and in the procurement system.
    func change(_ body: @Sendable (inout SandboxWorld) -> Void) {
        tellTime()
        sandbox.change(body)
    }

    // MARK: - The program

    /// The program, as a command that was just called.
    var program: Posyncd {
        tellTime()
        let (gateway, patience) = inside.withLock { ($0.gateway, $0.patience) }
        let environment = [
            "AWS_ACCESS_KEY_ID": SandboxWorld.accessKey, "AWS_SECRET_ACCESS_KEY": SandboxWorld.secretKey,
            "AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": gateway ?? addresses.aws,
            "COUPA_SECRET": SandboxWorld.coupaSecret,
            "OTHER_SECRET": SandboxWorld.otherSecret, "HOME": folder, "AWS_EC2_METADATA_DISABLED": "true",
        ]
        let clock = clock
        let log = EventLog(
            form: .json(hasPriority: false), minimumLevel: .debug, wall: { clock.wallMilliseconds() },
            monotonic: { clock.monotonic() },
            write: { [weak self] bytes in
                guard let line = (try? JSONReader.read(bytes))?.object else { return }
                self?.inside.withLock { $0.lines.append(line) }
            })
        var program = Posyncd(
            Invocation(configurationFile: "\(folder)/posyncd.yaml", state: state, environment: environment),
            time: clock, entropy: HalfEntropy(), logging: log)
        if let seconds = patience { program.slowest = .init(bytes: 100, seconds: seconds) }
        return program
    }

    /// Lets AWS be reached through another address.
    func route(through gateway: String) { inside.withLock { $0.gateway = gateway } }

    /// Lets a slow peer be given up sooner than the program does.
    func losePatience(after seconds: Int) { inside.withLock { $0.patience = seconds } }

    /// Where AWS is in the sandbox.
    var awsAddress: String { addresses.aws }

    /// One cycle of a program that is started for it; the cycle's outcome.
    @discardableResult
    func sync(isFull: Bool = false, isForced: Bool = false) async throws -> CycleOutcome {
        try await program.sync(isFull: isFull, isForced: isForced).0
    }

    /// So many cycles of one program that goes on, with time between them.
    func stay(cycles: Int, minutesBetween: Int = 15) async throws {
        let program = program
        let configuration = try program.invocation.configuration()
        let path = state
        try await program.withComposition(configuration) { (composition) throws(ProgramError) in
            let store = try await program.open(path, composition.log)
            let sync = try composition.setup(store).sync
            do throws(SyncError) {
                for _ in 0..<cycles {
                    _ = try await sync.run(CycleKind())
                    pass(minutes: minutesBetween)
                }
            } catch {
                await store.close()
                throw ProgramError(error)
            }
            await store.close()
        }
    }

    /// The retries of a program that has just begun.
    func retry() async throws {
        let program = program
        let path = state
        try await program.withComposition(try program.invocation.configuration()) {
            (composition) throws(ProgramError) in
            let store = try await program.open(path, composition.log)
            let sync = try composition.setup(store).sync
            let result: Result<SyncResult, SyncError>
            do throws(SyncError) {
                result = .success(try await sync.run(CycleKind(isRetry: true)))
            } catch {
                result = .failure(error)
            }
            await store.close()
            if case .failure(let error) = result { throw ProgramError(error) }
        }
    }

    // MARK: - What came of it

    /// The findings that fire, by what the store says.
    func firing() async throws -> [Finding] {
        AlertBoard(try await program.load(state).0.findings).firing.map(\.finding)
    }

    /// The scenarios that fire, each as often as it does, sorted.
    func scenarios() async throws -> [Scenario] {
        try await firing().map(\.scenario).sorted { $0.rawValue < $1.rawValue }
    }

    /// The numbers that charges carry at AWS.
    var held: [String: String] { sandbox.world.aws.orders }

    /// How often an AWS operation was called.
    func calls(_ operation: String) -> Int { sandbox.calls.count { $0.operation == operation } }

    /// How often purchase orders were written.
    var writes: Int { calls("UpdatePurchaseOrders") }

    /// What is wrong with the requests that came.
    var malformed: [String] { sandbox.calls.flatMap { call in call.problems.map { "\(call.operation): \($0)" } } }

    /// The log so far.
    var log: [JSONObject] { inside.withLock { $0.lines } }

    /// The ids of findings that were told with this event, as often as they were.
    func told(_ event: String, _ scenario: Scenario? = nil) -> [String] {
        log.filter { line in
            line["event"]?.string == event && (scenario == nil || line["scenario"]?.string == scenario?.rawValue)
        }.compactMap { $0["finding"]?.string }
    }

    /// A file of the state directory.
    func view(_ name: String) throws -> JSONValue {
        try JSONReader.read(Array(try Data(contentsOf: URL(filePath: "\(state)/\(name)"))))
    }
}

/// Dice that always fall in the middle.
private struct HalfEntropy: Entropy {
    func unit() -> Double { 0.5 }
}
