internal import Configuration
internal import Documents
internal import Marketplace
internal import Reconciliation
internal import Store
internal import Supervision
internal import Transport

/// What the command line can ask for; each command once, without any printing.
public struct Posyncd: Sendable {
    let invocation: Invocation
    let time: any TimeSource
    let entropy: any Entropy
    /// Where it is logged, if not on standard error.
    let logging: EventLog?
    /// A peer that is slower is given up.
    var slowest = CurlSettings.Pace()

    /// The program as it was called.
    public init(_ invocation: Invocation) {
        self.init(invocation, time: SystemTime(), entropy: SystemEntropy(), logging: nil)
    }

    /// The program with another clock, other dice and another log: for tests.
    init(_ invocation: Invocation, time: any TimeSource, entropy: any Entropy, logging: EventLog?) {
        self.invocation = invocation
        self.time = time
        self.entropy = entropy
        self.logging = logging
    }

    /// The versions of the program and of libcurl.
    public static var version: String { "posyncd \(Composition.version) (\(CurlTransport.libcurlVersion))" }

    // MARK: - Cycles

    /// Runs one cycle.
    ///
    /// - Parameters:
    ///   - isFull: whether everything is read again.
    ///   - isForced: whether a plan beyond the limits is written all the same.
    public func sync(isFull: Bool, isForced: Bool) async throws(ProgramError) -> (CycleOutcome, ExitCode) {
        let configuration = try invocation.configuration()
        return try await withComposition(configuration) { (composition) throws(ProgramError) in
            // What needs no lock is looked at first, so that a mistake is said while the daemon goes on.
            _ = try composition.edges()
            let alerts = try composition.alerts()
            let store = try await open(invocation.stateDirectory(configuration), composition.log)
            let sync = try composition.sync(store, isForced: isForced)
            let result: Result<SyncResult, SyncError>
            do throws(SyncError) {
                result = .success(try await sync.run(CycleKind(isFull: isFull)))
            } catch {
                result = .failure(error)
            }
            if case .success = result { await alerts?.deliver(from: store, now: now) }
            await store.close()
            switch result {
            case .failure(let error): throw ProgramError(error)
            case .success(let done):
                if done.lacksCredentials {
                    throw ProgramError(.credentials, done.outcome.troubles.map(\.plain).joined(separator: "\n"))
                }
                return (done.outcome, done.outcome.isComplete ? .done : .incomplete)
            }
        }
    }

    /// What a cycle would do and why; writes nothing anywhere.
    public func plan(isFull: Bool) async throws(ProgramError) -> (PlanReport, ExitCode) {
        let configuration = try invocation.configuration()
        return try await withComposition(configuration) { (composition) throws(ProgramError) in
            let look = try composition.look()
            let (world, queue) = try await load(invocation.stateDirectory(configuration))
            var sight = await look.look(world, queue, CycleKind(isFull: isFull), weighing: .told)
            if sight.lacksCredentials {
                throw ProgramError(.credentials, sight.outcome.troubles.map(\.plain).joined(separator: "\n"))
            }
            sight.outcome.cycle = world.status.cycle
            sight.outcome.countPlanned(sight.plan)
            sight.outcome.calls = look.edges.client.tally.calls
            let report = PlanReport(
                plan: sight.plan, outcome: sight.outcome, policy: configuration.policy, madeAt: look.edges.now)
            return (report, sight.outcome.isComplete ? .done : .incomplete)
        }
    }

    // MARK: - From the store

    /// Where things stand.
    public func status() async throws(ProgramError) -> StatusReport {
        let configuration = try configurationIfNeeded()
        let (world, queue) = try await load(invocation.stateDirectory(configuration))
        let plan = configuration.map { replan(world, queue, $0) }
        return StatusReport(world, queue: queue, deadlines: plan?.deadlines ?? [], now: now)
    }

    /// What people have to know.
    public func findings(includingResolved: Bool) async throws(ProgramError) -> FindingsReport {
        let (world, _) = try await load(invocation.stateDirectory(try configurationIfNeeded()))
        return FindingsReport(world, includingResolved: includingResolved, now: now)
    }

    /// Everything about a PO number, an agreement or a charge.
    public func explain(_ id: String) async throws(ProgramError) -> ExplainReport {
        let configuration = try invocation.configuration()
        let (world, queue) = try await load(invocation.stateDirectory(configuration))
        let knowledge = knowledge(world, queue, configuration)
        let plan = reconcile(knowledge.snapshot, rules: configuration.rules(), now: now)
        var lines: [ChargeKey: ExplainReport.QueueLine] = [:]
        for entry in queue.entries {
            lines[entry.key] = ExplainReport.QueueLine(
                attempts: entry.attempts, nextAttemptAt: entry.isDead ? nil : entry.nextAttemptAt,
                lastError: entry.lastError, isDead: entry.isDead)
        }
        return ExplainReport(id: id, plan: plan, knowledge: knowledge, queue: lines, now: now)
    }

    /// The assignments and the money of each PO.
    public func export() async throws(ProgramError) -> ExportReport {
        let configuration = try configurationIfNeeded()
        let (world, queue) = try await load(invocation.stateDirectory(configuration))
        return ExportReport(world, ledgers: configuration.map { replan(world, queue, $0).ledgers } ?? [], now: now)
    }

    // MARK: - Parts

    var now: Instant { Instant(milliseconds: time.wallMilliseconds()) }

    /// The configuration, or none where the command line names the state directory, and the configuration that it does
    /// not name cannot be read: the store is told of while the configuration is broken. One that is named has to be right.
    func configurationIfNeeded() throws(ProgramError) -> Configuration? {
        if invocation.state != nil, !invocation.isConfigurationNamed { return try? invocation.configuration() }
        do throws(ProgramError) {
            return try invocation.configuration()
        } catch  where error.exitCode == .configuration {
            throw ProgramError(
                .configuration,
                "\(error.description)\nTo see what the store holds all the same, name it with --state and leave --config out."
            )
        }
    }

    func makeLog() throws(ProgramError) -> EventLog {
        if let logging { return logging }
        guard let level = Level(rawValue: invocation.logLevel) else {
            let known = Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw ProgramError(.usage, "\"\(invocation.logLevel)\" is no log level; known: \(known)")
        }
        let time = time
        return EventLog.standardError(
            environment: invocation.environment, minimumLevel: level, wall: { time.wallMilliseconds() },
            monotonic: { time.monotonic() })
    }

    func withComposition<Value: Sendable>(
        _ configuration: Configuration, _ body: (Composition) async throws(ProgramError) -> Value
    ) async throws(ProgramError) -> Value {
        let log = try makeLog()
        let transport: CurlTransport
        do {
            transport = try CurlTransport(
                CurlSettings(
                    userAgent: "posyncd/\(Composition.version)", authorities: invocation.certificateAuthorities,
                    slowest: slowest))
        } catch {
            throw ProgramError(.bug, "libcurl cannot be started: \(error)")
        }
        let composition = Composition(
            invocation: invocation, configuration: configuration, transport: transport, time: time,
            entropy: entropy, log: log, files: transport)
        let result: Result<Value, ProgramError>
        do throws(ProgramError) {
            result = .success(try await body(composition))
        } catch {
            result = .failure(error)
        }
        await transport.shutdown()
        log.finish()
        return try result.get()
    }

    func open(_ directory: String, _ log: EventLog) async throws(ProgramError) -> Store {
        do {
            let time = time
            let options = StoreOptions(
                onEvent: { StoreLog(log: log).say($0) }, monotonic: { time.monotonic() })
            return try await Store.open(directory: directory, options: options)
        } catch {
            throw ProgramError(error)
        }
    }

    func load(_ directory: String) async throws(ProgramError) -> (World, RetryQueue) {
        do {
            let view = try await StoreReader.load(directory: directory)
            return (try World(view), try RetryQueue(view))
        } catch let error as StoreError {
            throw ProgramError(error)
        } catch let error as RecordError {
            throw ProgramError(SyncError.record(error.reason))
        } catch {
            throw ProgramError(.bug, "\(error)")
        }
    }

    func knowledge(_ world: World, _ queue: RetryQueue, _ configuration: Configuration) -> Knowledge {
        var world = world
        let identities = configuration.feeds.map { ($0.name, FeedIdentity.digest(of: $0)) }
        _ = world.recognise(Dictionary(identities) { first, _ in first }, at: now)
        var knowledge = Knowledge(
            world: world, feeds: Set(configuration.feeds.map(\.name)),
            management: configuration.marketplace.management, integration: world.status.integration,
            queue: queue.standings)
        if let register = configuration.register {
            knowledge.register = try? RegisterFile(path: invocation.path(register)).read().entries
        }
        return knowledge
    }

    func replan(_ world: World, _ queue: RetryQueue, _ configuration: Configuration) -> Plan {
        reconcile(
            knowledge(world, queue, configuration).snapshot, rules: configuration.rules(), now: now, weighing: .untold)
    }
}
