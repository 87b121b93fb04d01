import FoundationEssentials
import Glibc
import Sandbox

/// The state directory's file system has 1 MiB and is full: the daemon stays up, writes nothing to AWS, raises one
/// finding, and goes on by itself when there is room.
struct FullDisk {
    let options: Options

    init(_ options: Options) { self.options = options }

    func run() async throws -> Bool {
        try await Bench.run(options, on: { try await Mount.memory($0, bytes: 1 << 20) }, judge)
    }

    private func judge(_ bench: Bench, _ mount: Mount) async throws -> Bool {
        bench.sandbox.change { Works.buy(0, &$0) }
        let daemon = try await bench.daemon()
        var faults: [String] = []
        if await !daemon.logs("cycle.finished", within: .seconds(20)) { faults.append("the first cycle does not end") }
        try fill("\(mount.place)/filler")
        bench.sandbox.change { Works.buy(1, &$0) }
        bench.sandbox.forgetCalls()
        for round in 0..<3 {
            daemon.signal(SIGUSR1)
            let before = daemon.log.count { $0.contains("\"cycle.") && !$0.contains("started") }
            for _ in 0..<500
            where daemon.log.count(where: { $0.contains("\"cycle.") && !$0.contains("started") }) == before {
                try await Task.sleep(for: .milliseconds(20))
            }
            if bench.sandbox.calls.contains(where: { $0.operation == "UpdatePurchaseOrders" }) {
                faults.append("written to AWS while the disk was full, round \(round)")
            }
        }
        if kill(daemon.id, 0) != 0 { faults.append("the daemon is gone") }
        let firing = daemon.log.count { $0.contains("finding.firing") && $0.contains("store-full") }
        if firing != 1 { faults.append("\(firing) findings store-full") }
        unlink("\(mount.place)/filler")
        let begin = ContinuousClock.now
        for _ in 0..<1000 where !bench.isDone { try await Task.sleep(for: .milliseconds(20)) }
        let took = ContinuousClock.now - begin
        if !bench.isDone { faults.append("it does not go on") }
        if await !daemon.logs("finding.resolved", within: .seconds(15)) { faults.append("the finding is not resolved") }
        daemon.signal(SIGTERM)
        let ended = try await daemon.ended(within: .seconds(20))
        if ended.code != 0 { faults.append("ended with \(ended.code)") }
        let verified = try await bench.posyncd("store", "verify")
        if verified.code != 0 { faults.append("store verify: \(verified.output)") }
        for fault in faults { print("  \(fault)") }
        let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
        print(
            "full: 1 MiB file system full over 3 cycles: \(firing) finding, \(faults.count) faults; went on "
                + "\((seconds * 10).rounded() / 10) s after there was room (interval 10 s)")
        return faults.isEmpty
    }

    /// Leaves no byte.
    private func fill(_ path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw BenchError("\(path) cannot be made") }
        defer { close(file) }
        let block = [UInt8](repeating: 1, count: 4096)
        while write(file, block, block.count) > 0 {}
    }
}
