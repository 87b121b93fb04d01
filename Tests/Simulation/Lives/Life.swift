package import Daemon
import Store
import Synchronization
public import Transport

/// One process of the daemon, from its start to its end, and its way to the network.
///
/// It can be killed at any moment. What it does afterwards reaches nobody: no request goes out, no line is logged, and its
/// disk is looked at no more. It is told to stop, so that its tasks end.
public final class Life: Transport {
    /// How a process dies around a write to AWS.
    public enum Death: Sendable, Hashable, CaseIterable {
        /// Before the request goes out.
        case beforeSending
        /// When it went out, before the answer is there.
        case beforeAnswer
        /// When the answer is there, a few changes of the disk later.
        case afterAnswer
    }

    /// How a run of the daemon has ended.
    public enum End: Sendable, Hashable {
        /// It was killed.
        case killed
        /// It was asked to stop.
        case stopped
        /// By itself, with this exit code.
        case failed(Int32, String)
    }

    private struct Inside {
        var image: SimulatedDisk.Image?
        var images: [SimulatedDisk.Image] = []
        /// Changes of the disk after which it dies.
        var left: Int?
        var end: End?
    }

    private let inside = Mutex(Inside())
    private let network: any Transport
    private let disk: SimulatedDisk
    private let death: @Sendable (Request) -> (Death, changes: Int)?
    /// Where it is asked to stop, or to begin a cycle.
    package let inbox = Inbox()

    /// A process on a disk.
    ///
    /// - Parameter death: asked for every request, whether and how the process dies around it.
    public init(
        network: any Transport, disk: SimulatedDisk,
        death: @escaping @Sendable (Request) -> (Death, changes: Int)? = { _ in nil }
    ) {
        self.network = network
        self.disk = disk
        self.death = death
    }

    /// Starts the daemon on the tasks of whoever drives them.
    public func start(
        _ configuration: String, environment: [String: String], time: any TimeSource, entropy: any Entropy,
        log: @escaping @Sendable ([UInt8]) -> Void
    ) {
        let program = Posyncd(Invocation(configurationFile: "/posyncd.yaml", environment: environment))
        let seams = Seams(transport: self, files: disk, time: time, entropy: entropy) { [weak self] line in
            if self?.isDead == false { log(line) }
        }
        let inbox = inbox
        Task.detached { [self] in
            do throws(ProgramError) {
                try await program.run(on: seams, configuration: configuration, inbox: inbox)
                end(.stopped)
            } catch {
                end(.failed(error.exitCode.rawValue, error.description))
            }
        }
    }

    // MARK: - Death

    /// What is left of the disk of a process that was killed.
    public var image: SimulatedDisk.Image? { inside.withLock { $0.image } }

    /// How it has ended, once all of its tasks have.
    public var end: End? { inside.withLock { $0.end } }

    private var isDead: Bool { inside.withLock { $0.image != nil } }

    /// Kills the process now.
    public func kill() { die(disk.image) }

    /// Lets it die where enough has changed on the disk since it was doomed; to be called between any two jobs.
    public func look() {
        guard inside.withLock({ $0.left != nil && $0.image == nil }) else { return }
        let kept = disk.record()
        let image = inside.withLock { inside -> SimulatedDisk.Image? in
            inside.images += kept
            guard let left = inside.left, inside.images.count > left else { return nil }
            return inside.images[left]
        }
        if let image { die(image) }
    }

    /// Lets a doomed process die that has nothing more to change.
    public func lookWhenIdle() {
        if inside.withLock({ $0.left != nil && $0.image == nil }) { die(disk.image) }
    }

    private func die(_ image: SimulatedDisk.Image) {
        let isFirst = inside.withLock { inside in
            guard inside.image == nil, inside.end == nil else { return false }
            inside.image = image
            return true
        }
        if isFirst { inbox.post(.stop("killed")) }
    }

    private func end(_ end: End) {
        inside.withLock { $0.end = $0.image == nil ? end : .killed }
    }

    // MARK: - The network

    public func send(_ request: Request) async throws(TransportError) -> Response {
        look()
        guard !isDead else { throw .cancelled }
        guard let (death, changes) = death(request) else { return try await network.send(request) }
        if death == .beforeSending {
            kill()
            throw .cancelled
        }
        let response = try await network.send(request)
        guard death == .afterAnswer else {
            kill()
            throw .cancelled
        }
        _ = disk.record()
        inside.withLock { $0.left = changes }
        return response
    }
}
