internal import Configuration
internal import Glibc
internal import Marketplace
internal import Reconciliation
internal import Store
internal import Supervision
internal import Transport

extension Posyncd {
    /// The daemon: runs until a signal asks it to stop.
    ///
    /// - Throws: what keeps it from starting, or a store that has failed.
    public func run() async throws(ProgramError) {
        let signals = await SignalListener()
        let configuration = try invocation.configuration()
        try await withComposition(configuration) { (composition) throws(ProgramError) in
            let inbox = Inbox()
            let listening = Task { await signals.listen(inbox) }
            defer { listening.cancel() }
            let directory = invocation.stateDirectory(configuration)
            try await serve(composition, inbox) { () throws(ProgramError) in
                try await open(directory, composition.log)
            } reload: { [invocation] () throws(ProgramError) in
                let configuration = try invocation.configuration()
                guard invocation.stateDirectory(configuration) == directory else {
                    throw ProgramError(
                        .configuration, "another state directory is taken at a start alone: restart the service")
                }
                return configuration
            }
        }
    }

    /// Runs the daemon on these parts until the inbox has a stop.
    ///
    /// - Parameters:
    ///   - open: opens the store.
    ///   - reload: reads the configuration again.
    func serve(
        _ composition: Composition, _ inbox: Inbox, open: () async throws(ProgramError) -> Store,
        reload: @escaping @Sendable () throws(ProgramError) -> Configuration
    ) async throws(ProgramError) {
        let notifier = ServiceNotifier(environment: invocation.environment)
        let time = composition.time
        let liveness = Liveness(monotonic: { time.monotonic() })
        let breakers = Breakers()
        let composition = composition.watched(by: liveness).guarded(by: breakers)
        _ = try composition.edges()
        try await composition.needCredentials()
        notifier.extendTimeout(.seconds(60))
        let store = try await open()
        breakers.restore(store.view, at: composition.now)
        let result: Result<Void, ProgramError>
        do throws(ProgramError) {
            let service = Service(
                try composition.setup(store), store: store, time: time, entropy: composition.entropy,
                log: composition.log, notifier: notifier, liveness: liveness, breakers: breakers,
                metrics: metrics(composition), inbox: inbox
            ) {
                do throws(ProgramError) {
                    return .success(try composition.with(try reload()).setup(store))
                } catch {
                    return .failure(error)
                }
            }
            composition.log.log(
                .notice, .daemonStarted,
                "\(Self.version) is ready, a cycle every \(composition.configuration.interval)",
                fields: [("version", .text(Composition.version)), ("pid", .integer(composition.process))])
            let watching = watchdog(composition, notifier, liveness)
            defer { watching?.cancel() }
            result = .success(try await service.run())
        } catch {
            result = .failure(error)
        }
        await store.close()
        try result.get()
    }

    private func metrics(_ composition: Composition) -> MetricsKeeper {
        MetricsKeeper(
            version: Composition.version, libcurl: CurlTransport.libcurlVersion, started: composition.now,
            folder: invocation.environment["RUNTIME_DIRECTORY"].flatMap {
                $0.split(separator: ":").first.map(String.init)
            },
            interval: composition.configuration.interval, log: composition.log)
    }

    /// Feeds the service manager's watchdog, where there is one.
    private func watchdog(
        _ composition: Composition, _ notifier: ServiceNotifier, _ liveness: Liveness
    ) -> Task<Void, Never>? {
        guard let schedule = WatchdogSchedule(environment: invocation.environment, processID: getpid()) else {
            return nil
        }
        let watchdog = Watchdog(schedule: schedule, liveness: liveness, notifier: notifier)
        let time = composition.time
        let log = composition.log
        return Task {
            while !Task.isCancelled {
                for late in watchdog.look() {
                    log.log(
                        .error, .daemonNote, "the daemon's \(late.name) shows no progress, and the watchdog is not fed",
                        fields: [("loop", .text(late.name)), ("late.ms", .integer(Int(late.by.milliseconds)))])
                }
                try? await time.sleep(for: schedule.interval)
            }
        }
    }
}

extension Composition {
    /// The wall clock.
    var now: Instant { Instant(milliseconds: time.wallMilliseconds()) }

    /// The same with requests that show the watchdog progress.
    func watched(by liveness: Liveness) -> Composition {
        var watched = self
        watched.transport = WatchedTransport(base: transport, liveness: liveness)
        watched.files = files.map { WatchedFileTransport(base: $0, liveness: liveness) }
        return watched
    }

    /// The same with destinations that are left alone while they are down.
    func guarded(by breakers: Breakers) -> Composition {
        var guarded = self
        guarded.transport = GuardedTransport(
            base: transport, breakers: breakers, time: time, entropy: entropy, log: log)
        guarded.breakers = breakers
        return guarded
    }

    /// The same for another configuration.
    func with(_ configuration: Configuration) -> Composition {
        var other = self
        other.configuration = configuration
        return other
    }

    /// What the daemon goes by until the next reload.
    func setup(_ store: Store) throws(ProgramError) -> Service.Setup {
        Service.Setup(sync: try sync(store), interval: configuration.interval, alerts: try alerts())
    }

    /// Makes sure that there are credentials for AWS; whether AWS accepts them is for the first cycle to find out.
    func needCredentials() async throws(ProgramError) {
        let client = try edges().client
        do {
            try await client.findCredentials()
        } catch {
            throw ProgramError(.credentials, "\(error)")
        }
    }
}
