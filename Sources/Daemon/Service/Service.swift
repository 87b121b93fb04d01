internal import Reconciliation
internal import Store
internal import Supervision
internal import Transport

/// The daemon: waits for due times and commands, runs cycles and retries one at a time, and says how it is.
///
/// An actor only for its state; nothing in it blocks. One command or one piece of work at a time, so that a reload never
/// changes what a running cycle goes by.
actor Service {
    /// How long work under way may take to end after a stop was asked for; then it is left as it is, which the store and
    /// the queue are made for.
    static let stopGrace = Duration.seconds(8)

    private let store: Store
    private let time: any TimeSource
    private let entropy: any Entropy
    private let log: EventLog
    private let notifier: ServiceNotifier
    private let liveness: Liveness
    private let breakers: Breakers
    private let reload: @Sendable () async -> Result<Setup, ProgramError>
    private let inbox: Inbox
    private let atRest: @Sendable () -> Void
    private var setup: Setup
    private var schedule: Schedule
    private var work: Work?
    private var metrics: MetricsKeeper
    private var lastSuccess: Instant?
    private var queueDepth = 0

    /// What a configuration makes of the parts that can change while the daemon runs.
    struct Setup: Sendable {
        let sync: Sync
        let interval: Duration
        let alerts: AlertDelivery?
    }

    /// A cycle or a retry with what is told after it.
    private struct Work {
        let task: Task<Result<Void, SyncError>, Never>
        let end: FirstAnswer<Result<Void, SyncError>?>
    }

    /// - Parameters:
    ///   - atRest: called after each cycle and retry.
    ///   - reload: reads the configuration again and makes everything from it.
    init(
        _ setup: Setup, store: Store, time: any TimeSource, entropy: any Entropy, log: EventLog,
        notifier: ServiceNotifier, liveness: Liveness, breakers: Breakers, metrics: MetricsKeeper, inbox: Inbox,
        atRest: @escaping @Sendable () -> Void = {},
        reload: @escaping @Sendable () async -> Result<Setup, ProgramError>
    ) {
        self.setup = setup
        self.store = store
        self.time = time
        self.entropy = entropy
        self.log = log
        self.notifier = notifier
        self.liveness = liveness
        self.breakers = breakers
        self.metrics = metrics
        self.inbox = inbox
        self.atRest = atRest
        self.reload = reload
        schedule = Schedule(interval: setup.interval, now: Instant(milliseconds: time.wallMilliseconds()))
        lastSuccess = (try? World(store.view))?.status.lastSuccess
    }

    private var now: Instant { Instant(milliseconds: time.wallMilliseconds()) }

    /// A sign of life: answered unless something in here holds its thread.
    func ping() {}

    /// Runs until a stop is asked for or the store fails.
    func run() async throws(ProgramError) {
        inbox.onStop { [weak self] in Task { await self?.cutShort() } }
        await metrics.write(store: store, try? World(store.view))
        notifier.ready(status: statusLine)
        while true {
            look()
            if let command = inbox.take() {
                if case .stop(let signal) = command { return stop(signal) }
                await handle(command)
                continue
            }
            let due = try nextRetry()
            if let next = schedule.work(at: now, retryDue: due) {
                try await perform(next)
                continue
            }
            let pause = schedule.pause(from: now, retryDue: due)
            liveness.beat(Heartbeat.loop, nextWithin: pause + Heartbeat.longestSilence)
            await inbox.wait(for: pause, time)
        }
    }

    private func stop(_ signal: String) {
        notifier.stopping()
        log.log(.notice, .daemonStopping, "stopping on \(signal)", fields: [("signal", .text(signal))])
    }

    /// Notices a clock that was set.
    private func look() {
        guard let jump = schedule.see(wall: now, monotonic: time.monotonic()) else { return }
        let direction = jump.by > .zero ? "forwards" : "backwards"
        let milliseconds = abs(jump.by.milliseconds)
        log.log(
            .warning, .clockJumped,
            "the wall clock was set \(direction) by \(milliseconds / 1000) s; due times are looked at again",
            fields: [("jump.ms", .integer(Int(jump.by.milliseconds)))])
    }

    private func nextRetry() throws(ProgramError) -> Instant? {
        do {
            let queue = try RetryQueue(store.view, policy: setup.sync.policy)
            queueDepth = queue.tally.pending + queue.tally.inFlight
            // Not before AWS may be asked again: a run that is refused as a whole would tell nothing.
            return queue.nextDue.map { due in max(due, setup.sync.look.edges.nextWrite ?? due) }
        } catch {
            throw ProgramError(error)
        }
    }

    // MARK: - Commands

    private func handle(_ command: Command) async {
        switch command {
        case .cycle:
            breakers.probeAtOnce(at: now)
            schedule.wantCycle(at: now)
        case .reload:
            notifier.reloading()
            switch await reload() {
            case .success(let setup):
                self.setup = setup
                schedule.interval = setup.interval
                metrics.use(interval: setup.interval)
                // What was corrected shows at once, and not after an interval.
                breakers.probeAtOnce(at: now)
                schedule.wantCycle(at: now)
                log.log(.notice, .configReloaded, "the configuration was read again and is in force")
            case .failure(let error):
                log.log(
                    .error, .configRejected,
                    "the configuration is not accepted, and the one from before stays in force: \(error)",
                    fields: [("error.reason", .text(error.description))])
            }
            notifier.ready(status: statusLine)
        case .stop: break
        }
    }

    // MARK: - Work

    private func perform(_ next: Schedule.Work) async throws(ProgramError) {
        schedule.began(next, at: now, jitter: entropy.unit())
        liveness.beat(Heartbeat.loop, nextWithin: Heartbeat.longestCycle)
        liveness.beat(Heartbeat.work, nextWithin: Heartbeat.longestSilence)
        defer { liveness.leave(Heartbeat.work) }
        let sync = setup.sync
        let task = Task { () -> Result<Void, SyncError> in
            do throws(SyncError) {
                await conclude(try await sync.run(CycleKind(isRetry: next == .retry)), next)
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        let end = FirstAnswer<Result<Void, SyncError>?>()
        work = Work(task: task, end: end)
        Task { end.give(await task.value) }
        if inbox.wantsStop { cutShort() }
        let result = await end.value()
        work = nil
        atRest()
        schedule.ended(at: now)
        switch result {
        case .failure(.stopped), .success: return
        case .failure(let error): throw ProgramError(error)
        case nil:
            log.log(
                .warning, .daemonNote,
                "the cycle did not end within \(Self.stopGrace.milliseconds / 1000) s and is left; what was sent is read back "
                    + "after the next start")
        }
    }

    /// Ends the work under way early, for a stop was asked for, and waits for it no longer than it may take.
    private func cutShort() {
        notifier.stopping()
        guard let work else { return }
        work.task.cancel()
        let time = time
        Task {
            try? await time.sleep(for: Self.stopGrace)
            work.end.give(nil)
        }
    }

    private func conclude(_ result: SyncResult, _ work: Schedule.Work) async {
        if result.outcome.isComplete, work == .cycle { lastSuccess = now }
        if let queue = try? RetryQueue(store.view, policy: setup.sync.policy) {
            queueDepth = queue.tally.pending + queue.tally.inFlight
        }
        metrics.count(result.outcome, isCycle: work == .cycle)
        await metrics.write(store: store, result.world)
        if let alerts = setup.alerts { await alerts.deliver(from: store, now: now) }
        notifier.status(statusLine)
    }

    /// What `systemctl status` shows.
    private var statusLine: String {
        let success = lastSuccess.map { "last success \($0)" } ?? "no success yet"
        let queue = queueDepth == 0 ? "nothing queued" : "\(queueDepth) queued"
        return "\(success), \(queue), next cycle \(schedule.nextCycle)"
    }
}
