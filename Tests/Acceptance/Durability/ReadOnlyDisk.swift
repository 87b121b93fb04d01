import Glibc
import Sandbox

/// A read-only file system: a start is refused with 73 and says why; one that becomes so later ends the daemon with 74,
/// and nothing is written to AWS from then on.
struct ReadOnlyDisk {
    let options: Options

    init(_ options: Options) { self.options = options }

    func run() async throws -> Bool {
        try await Bench.run(options, on: { try await Mount.memory($0, bytes: 16 << 20) }, state: "") { bench, mount in
            var faults: [String] = []
            try await mount.remount("ro")
            let refused = try await bench.posyncd("run")
            if refused.code != 73 { faults.append("a start on it ended with \(refused.code)") }
            try await mount.remount("rw")
            bench.sandbox.change { Works.buy(0, &$0) }
            let daemon = try await bench.daemon()
            if await !daemon.logs("cycle.finished", within: .seconds(20)) {
                faults.append("the first cycle does not end")
            }
            // A file system that has failed, as ext4 does with errors=remount-ro; one with a writer refuses to be asked.
            guard try await Tool.run(["mount", "-o", "remount,ro", mount.place]).code == 0 else {
                daemon.signal(SIGTERM)
                _ = try await daemon.ended()
                return conclude(faults, refused.code, nil)
            }
            bench.sandbox.change { Works.buy(1, &$0) }
            bench.sandbox.forgetCalls()
            daemon.signal(SIGUSR1)
            let ended = try await daemon.ended(within: .seconds(20))
            if ended.code != 74 { faults.append("ended with \(ended.code) when it became read-only") }
            if bench.sandbox.calls.contains(where: { $0.operation == "UpdatePurchaseOrders" }) {
                faults.append("written to AWS afterwards")
            }
            try await mount.remount("rw")
            if try await !bench.settle() || !bench.isDone { faults.append("the next start does not mend it") }
            return conclude(faults, refused.code, ended.code)
        }
    }

    private func conclude(_ faults: [String], _ first: Int32, _ later: Int32?) -> Bool {
        for fault in faults { print("  \(fault)") }
        let end = later.map { "one that becomes so ended it with \($0)" } ?? "one in use cannot be made so here"
        print("readonly: a start on a read-only file system ended with \(first), \(end); \(faults.count) faults")
        return faults.isEmpty
    }
}
