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
        let notifier = ServiceNotifier(environment: invocation.environment)
        let signals = await SignalListener()
        let configuration = try invocation.configuration()
        try await withComposition(configuration) { (composition) throws(ProgramError) in
            let time = time
            let liveness = Liveness(monotonic: { time.monotonic() })
            let watched = composition.watched(by: liveness)
            _ = try watched.edges()
            try await watched.needCredentials()
            notifier.extendTimeout(.seconds(60))
            let directory = invocation.stateDirectory(configuration)
            let store = try await open(directory, composition.log)
            let result: Result<Void, ProgramError>
            do throws(ProgramError) {
                let service = try makeService(watched, store, directory, notifier, liveness)
                result = .success(try await serve(service, signals, watched, notifier, liveness))
            } catch {
                result = .failure(error)
            }
            await store.close()
            try result.get()
        }
    }

    private func makeService(
        _ composition: Composition, _ store: Store, _ directory: String, _ notifier: ServiceNotifier,
        _ liveness: Liveness
    ) throws(ProgramError) -> Service {
        let invocation = invocation
        let metrics = MetricsKeeper(
            version: Composition.version, libcurl: CurlTransport.libcurlVersion, started: now,
            folder: invocation.environment["RUNTIME_DIRECTORY"].flatMap {
                $0.split(separator: ":").first.map(String.init)
            },
            interval: composition.configuration.interval, log: composition.log)
        return Service(
            try composition.setup(store), store: store, time: composition.time, entropy: composition.entropy,
            log: composition.log, notifier: notifier, liveness: liveness, metrics: metrics
        ) {
            do throws(ProgramError) {
                let configuration = try invocation.configuration()
                guard invocation.stateDirectory(configuration) == directory else {
                    throw ProgramError(
                        .configuration, "another state directory is taken at a start alone: restart the service")
                }
                return .success(try composition.with(configuration).setup(store))
            } catch {
                return .failure(error)
            }
        }
    }

    private func serve(
        _ service: Service, _ signals: SignalListener, _ composition: Composition, _ notifier: ServiceNotifier,
        _ liveness: Liveness
    ) async throws(ProgramError) {
        composition.log.log(
            .notice, .daemonStarted, "\(Self.version) is ready, a cycle every \(composition.configuration.interval)",
            fields: [("version", .text(Composition.version)), ("pid", .integer(Int(getpid())))])
        let listening = Task {
            await signals.listen(service) { Task { await service.cutShort() } }
        }
        let watching = watchdog(composition, notifier, liveness)
        defer {
            listening.cancel()
            watching?.cancel()
        }
        try await service.run()
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
    /// The same with requests that show the watchdog progress.
    func watched(by liveness: Liveness) -> Composition {
        Composition(
            invocation: invocation, configuration: configuration,
            transport: WatchedTransport(base: transport, liveness: liveness), time: time, entropy: entropy, log: log)
    }

    /// The same for another configuration.
    func with(_ configuration: Configuration) -> Composition {
        Composition(
            invocation: invocation, configuration: configuration, transport: transport, time: time, entropy: entropy,
            log: log)
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
