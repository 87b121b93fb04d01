import Configuration
import Reconciliation
import Simulation
import Store
import Synchronization
import Testing
import Transport

@testable import Daemon

/// A daemon that runs on a simulated host, with a clock that only the test moves and a service manager that listens.
final class RunningDaemon: Sendable {
    let host: SimulatedHost
    let inbox = Inbox()
    private let manager: DatagramReceiver
    private let seen = Mutex<[String]>([])
    private let configurations = Mutex<[Result<Configuration, ProgramError>]>([])
    private let result = Mutex<Result<Void, ProgramError>?>(nil)
    /// Cycles of daemons that ran on this host before.
    private let earlier: Int

    private init(_ host: SimulatedHost) throws {
        self.host = host
        earlier = host.logged("cycle.finished").count + host.logged("cycle.incomplete").count
        manager = try DatagramReceiver(isAbstract: true)
    }

    /// What may differ from one daemon to the next.
    struct Setup {
        /// The time between two cycles.
        var interval = "15m"
        /// Further lines of the configuration.
        var further = ""
        /// Further variables.
        var environment: [String: String] = [:]
        /// What stands between the daemon and the network.
        var transport: (any Transport) -> any Transport = { $0 }
        /// Called after each cycle and retry.
        var atRest: @Sendable () -> Void = {}
    }

    /// Runs `body` while the daemon runs, and stops it where it still does; what its run came to.
    @discardableResult
    static func during(
        _ host: SimulatedHost, _ setup: Setup = Setup(), _ body: (RunningDaemon) async throws -> Void
    ) async throws -> Result<Void, ProgramError> {
        let daemon = try RunningDaemon(host)
        let composition = try daemon.composition(setup)
        let program = Posyncd(
            composition.invocation, time: host.clock, entropy: composition.entropy, logging: composition.log)
        let running = Task { [atRest = setup.atRest] in
            do throws(ProgramError) {
                try await program.serve(composition, daemon.inbox, atRest: atRest) { () throws(ProgramError) in
                    do {
                        return try await host.open()
                    } catch {
                        throw ProgramError(.bug, "\(error)")
                    }
                } reload: { () throws(ProgramError) in
                    let next = daemon.configurations.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                    return try next?.get() ?? composition.configuration
                }
                daemon.result.withLock { $0 = .success(()) }
            } catch {
                daemon.result.withLock { $0 = .failure(error) }
            }
        }
        try await body(daemon)
        daemon.inbox.post(.stop("end of the test"))
        await daemon.ended()
        await running.value
        return try #require(daemon.result.withLock { $0 })
    }

    private func composition(_ setup: Setup) throws -> Composition {
        let base = try host.composition()
        let environment = base.invocation.environment.merging(["NOTIFY_SOCKET": manager.name]) { $1 }
            .merging(setup.environment) { $1 }
        return Composition(
            invocation: Invocation(
                configurationFile: base.invocation.configurationFile, environment: environment),
            configuration: try configuration(setup.interval, setup.further),
            transport: setup.transport(base.transport), time: base.time, entropy: base.entropy, log: base.log)
    }

    /// The host's configuration with this interval, and further lines.
    func configuration(_ interval: String, _ further: String = "") throws -> Configuration {
        try Configuration.parse(text: "\(SimulatedHost.yaml(interval: interval))\n\(further)\n", file: "posyncd.yaml")
    }

    /// What the next reload finds.
    func willReload(_ configuration: Result<Configuration, ProgramError>) {
        configurations.withLock { $0.append(configuration) }
    }

    /// Waits, in real time, until this is so: for other tasks alone, never for time to pass.
    func until(_ condition: () -> Bool) async {
        while !condition(), !Task.isCancelled { await Task.yield() }
    }

    /// Waits for so many lines of an event.
    func until(_ event: String, _ count: Int = 1) async {
        await until { host.logged(event).count >= count }
    }

    /// Waits until it sleeps after so many cycles.
    func idle(afterCycles count: Int) async {
        await until { cycles >= count }
        await host.clock.untilSleeping(1)
    }

    /// Lets time pass in steps until this is so, or for as long as it may take; whether it is so.
    @discardableResult
    func pass(_ step: Duration = .seconds(1), atMost limit: Duration, until condition: () -> Bool) async -> Bool {
        let end = host.clock.monotonic() + limit
        while !condition(), host.clock.monotonic() < end {
            // Nobody sleeps any more where it has ended.
            await until { condition() || host.clock.sleeping > 0 }
            if condition() { break }
            host.clock.advance(by: step)
            for _ in 0..<50 { await Task.yield() }
        }
        return condition()
    }

    /// How many cycles have ended since it started.
    var cycles: Int { host.logged("cycle.finished").count + host.logged("cycle.incomplete").count - earlier }

    /// Waits until it has ended.
    func ended() async { await until { hasEnded } }

    var hasEnded: Bool { result.withLock { $0 != nil } }

    /// What the service manager was told, in order; the first line of each message, a status without its times.
    var told: [String] {
        seen.withLock { seen in
            seen += manager.received()
            return seen.map { String($0.prefix { $0 != "\n" }) }
        }
    }

    /// The last status line.
    var status: String {
        _ = told
        return seen.withLock { seen in
            let last = seen.last { $0.contains("STATUS=") } ?? ""
            return String(last.split(separator: "\n").last { $0.hasPrefix("STATUS=") }?.dropFirst(7) ?? "")
        }
    }
}
