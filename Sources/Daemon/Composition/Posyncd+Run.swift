internal import Configuration
internal import Documents
internal import Glibc
internal import Marketplace
internal import Reconciliation
internal import Store
internal import Supervision
internal import Transport

extension Posyncd {
    /// The daemon: runs until a signal asks it to stop.
    ///
    /// - Parameter atRest: called after each cycle and retry, with what it needed let go of.
    /// - Throws: what keeps it from starting, or a store that has failed.
    public func run(atRest: @escaping @Sendable () -> Void = {}) async throws(ProgramError) {
        let signals = await SignalListener()
        let configuration = try invocation.configuration()
        try await withComposition(configuration) { (composition) throws(ProgramError) in
            let inbox = Inbox()
            let listening = Task { await signals.listen(inbox) }
            defer { listening.cancel() }
            let directory = invocation.stateDirectory(configuration)
            try await serve(composition, inbox, atRest: atRest) { () throws(ProgramError) in
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
    ///   - atRest: called after each cycle and retry.
    ///   - open: opens the store.
    ///   - reload: reads the configuration again.
    func serve(
        _ composition: Composition, _ inbox: Inbox, atRest: @escaping @Sendable () -> Void = {},
        open: () async throws(ProgramError) -> Store,
        reload: @escaping @Sendable () throws(ProgramError) -> Configuration
    ) async throws(ProgramError) {
        let notifier = ServiceNotifier(environment: invocation.environment)
        let time = composition.time
        let liveness = Liveness(monotonic: { time.monotonic() })
        let breakers = Breakers()
        let composition = composition.watched(by: liveness).guarded(by: breakers)
        _ = try composition.edges()
        try await needCredentials(composition, inbox)
        let store = try await patiently(notifier, time, open)
        breakers.restore(store.view, at: composition.now)
        let result: Result<Void, ProgramError>
        do throws(ProgramError) {
            let service = Service(
                try composition.setup(store), store: store, time: time, entropy: composition.entropy,
                log: composition.log, notifier: notifier, liveness: liveness, breakers: breakers,
                metrics: metrics(composition), inbox: inbox, atRest: atRest
            ) {
                do throws(ProgramError) {
                    return .success(try composition.with(try reload()).setup(store))
                } catch {
                    return .failure(error)
                }
            }
            let seconds = composition.configuration.interval.milliseconds / 1000
            composition.log.log(
                .notice, .daemonStarted, "\(Self.version) is ready, a cycle every \(seconds) s",
                fields: [
                    ("version", .text(Composition.version)), ("pid", .integer(composition.process)),
                    ("interval.s", .integer(Int(seconds))),
                ])
            // The loop begins at once, and until it has said so itself this is its promise.
            liveness.beat(Heartbeat.loop, nextWithin: Heartbeat.longestSilence)
            let pulse = pulse(composition, service, store, notifier, liveness)
            let beating = Task { await pulse?.run(time) }
            defer { beating.cancel() }
            result = .success(try await service.run())
        } catch {
            result = .failure(error)
        }
        await store.close()
        try result.get()
    }

    /// Makes sure that there are credentials. A stop that is asked for meanwhile ends the search, and the loop sees it.
    private func needCredentials(_ composition: Composition, _ inbox: Inbox) async throws(ProgramError) {
        let search = Task { () -> Result<Void, ProgramError> in
            do throws(ProgramError) {
                return .success(try await composition.needCredentials())
            } catch {
                return .failure(error)
            }
        }
        inbox.onStop { search.cancel() }
        let result = await search.value
        if !inbox.wantsStop { try result.get() }
    }

    /// Opens the store; the service manager is told that this may take its time.
    private func patiently(
        _ notifier: ServiceNotifier, _ time: any TimeSource, _ open: () async throws(ProgramError) -> Store
    ) async throws(ProgramError) -> Store {
        notifier.extendTimeout(Self.openingRound * 3)
        let telling = Task {
            for _ in 1..<Self.openingRounds {
                try? await time.sleep(for: Self.openingRound)
                if Task.isCancelled { break }
                notifier.extendTimeout(Self.openingRound * 3)
            }
        }
        let result: Result<Store, ProgramError>
        do throws(ProgramError) {
            result = .success(try await open())
        } catch {
            result = .failure(error)
        }
        telling.cancel()
        await telling.value
        return try result.get()
    }

    /// How often the service manager is told that the store is still being opened.
    private static let openingRound = Duration.seconds(20)
    /// Half an hour: whatever takes longer hangs.
    private static let openingRounds = 90

    private func metrics(_ composition: Composition) -> MetricsKeeper {
        MetricsKeeper(
            version: Composition.version, libcurl: CurlTransport.libcurlVersion, started: composition.now,
            folder: invocation.environment["RUNTIME_DIRECTORY"].flatMap {
                $0.split(separator: ":").first.map(String.init)
            },
            interval: composition.configuration.interval, log: composition.log)
    }

    /// What feeds the service manager's watchdog, where there is one.
    private func pulse(
        _ composition: Composition, _ service: Service, _ store: Store, _ notifier: ServiceNotifier,
        _ liveness: Liveness
    ) -> Pulse? {
        guard let schedule = WatchdogSchedule(environment: invocation.environment, processID: getpid()) else {
            return nil
        }
        let transport = composition.transport
        return Pulse(
            [
                Pulse.Part(name: "service") { await service.ping() },
                Pulse.Part(name: "store") { await store.ping() },
                Pulse.Part(name: "transport") { await transport.ping() },
            ], watchdog: Watchdog(schedule: schedule, liveness: liveness, notifier: notifier), log: composition.log)
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
            throw ProgramError(.credentials, "\(error)".plain)
        }
    }
}
