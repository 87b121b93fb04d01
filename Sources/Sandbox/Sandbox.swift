internal import FoundationEssentials
internal import Synchronization

/// A procurement system and AWS on loopback, for the demo and the tests.
///
/// Both speak their vendors' wire formats and check what they get; neither knows anything of the program that talks to
/// them. The world may be changed and read while they run.
public final class Sandbox: Sendable {
    private let storage: Storage
    private let aws: LoopbackServer
    private let procurement: LoopbackServer

    /// What the servers' handlers share with whoever holds the sandbox.
    private final class Storage: Sendable {
        let state: Mutex<SandboxState>

        init(_ world: SandboxWorld) {
            state = Mutex(SandboxState(world))
        }
    }

    private init(_ world: SandboxWorld) {
        let storage = Storage(world)
        self.storage = storage
        aws = LoopbackServer { request in storage.state.withLock { $0.answer { $0.aws(request) } } }
        procurement = LoopbackServer { request in storage.state.withLock { $0.answer { $0.procurement(request) } } }
    }

    /// Starts both halves, each on a free port of 127.0.0.1.
    ///
    /// - Throws: what keeps a server from listening.
    public static func start(_ world: SandboxWorld) async throws -> Sandbox {
        let sandbox = Sandbox(world)
        try await sandbox.plugIn(.aws)
        try await sandbox.plugIn(.procurement)
        return sandbox
    }

    /// Stops both halves.
    public func stop() async {
        await unplug(.aws)
        await unplug(.procurement)
    }

    /// Stops one half: connections to it are refused.
    public func unplug(_ system: SandboxCall.System) async {
        await server(system).unplug()
    }

    /// Starts it again, at the same address.
    public func plugIn(_ system: SandboxCall.System) async throws {
        try await server(system).plugIn()
    }

    /// Where one half listens: `http://127.0.0.1:PORT`.
    public func address(_ system: SandboxCall.System) async -> String {
        "http://127.0.0.1:\(await server(system).port)"
    }

    private func server(_ system: SandboxCall.System) -> LoopbackServer {
        switch system {
        case .aws: aws
        case .procurement: procurement
        }
    }

    // MARK: - The world

    /// The world as it now is.
    public var world: SandboxWorld { storage.state.withLock { $0.world } }

    /// Changes the world; calls see it either before or after.
    public func change(_ body: @Sendable (inout SandboxWorld) -> Void) {
        storage.state.withLock { body(&$0.world) }
    }

    /// Changes the world once so many calls of an operation from now on were answered, before the next is: what others do
    /// there while a client pages through it.
    public func after(
        _ calls: Int, _ operation: String, of system: SandboxCall.System,
        _ body: @escaping @Sendable (inout SandboxWorld) -> Void
    ) {
        let event = SandboxState.Event(system: system, operation: operation, calls: calls, change: body)
        storage.state.withLock { $0.events.append(event) }
    }

    /// The calls so far, in the order in which they came.
    public var calls: [SandboxCall] { storage.state.withLock { $0.calls } }

    /// Forgets the calls so far.
    public func forgetCalls() { storage.state.withLock { $0.calls = [] } }

    /// Makes something go wrong.
    public func inject(_ fault: Fault) { storage.state.withLock { $0.faults.add(fault) } }

    /// Takes back the faults that have not yet come.
    public func clearFaults() { storage.state.withLock { $0.faults.clear() } }
}
