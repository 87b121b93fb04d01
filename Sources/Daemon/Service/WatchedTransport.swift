internal import Supervision
internal import Transport

/// Shows the watchdog that work goes on: each request that ends, well or not, is progress.
struct WatchedTransport: Transport {
    let base: any Transport
    let liveness: Liveness

    func send(_ request: Request) async throws(TransportError) -> Response {
        defer { liveness.beat(Heartbeat.work, nextWithin: Heartbeat.longestSilence) }
        return try await base.send(request)
    }

    func ping() async { await base.ping() }
}

/// The same for servers of files.
struct WatchedFileTransport: FileTransport {
    let base: any FileTransport
    let liveness: Liveness

    func send(_ request: FileRequest) async throws(TransportError) -> [UInt8] {
        defer { liveness.beat(Heartbeat.work, nextWithin: Heartbeat.longestSilence) }
        return try await base.send(request)
    }
}

/// The names and promises of what goes on in the daemon for longer.
enum Heartbeat {
    /// The loop that waits for due times and commands.
    static let loop = "loop"
    /// A cycle or a retry under way.
    static let work = "work"
    /// Longer than any single request with its waits (60 s, and as much again where a server asks for it) and than any
    /// single decision.
    static let longestSilence = Duration.seconds(180)
    /// Longer than a cycle of the largest organization takes at AWS's quotas.
    static let longestCycle = Duration.seconds(12 * 3600)
}
