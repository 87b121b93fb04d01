import Documents
import Sandbox
import Store

/// Each call on the state directory fails once, at each of its ordinals, with each error that a disk gives: the program
/// ends with 74 (a full disk may also end a cycle incomplete), nothing is written to AWS afterwards, and the next start is
/// clean. A signal that interrupts a call is no error of the disk: nothing is to be seen of it.
struct DiskFaults {
    let options: Options
    private static let calls: KeyValuePairs = [
        "openat": ["EIO", "ENOSPC", "EROFS", "EINTR"], "write": ["EIO", "ENOSPC", "EDQUOT", "EROFS", "EINTR"],
        "fsync": ["EIO", "ENOSPC", "EROFS"], "fdatasync": ["EIO", "ENOSPC", "EDQUOT", "EROFS"],
        "rename": ["EIO", "ENOSPC", "EROFS"], "unlink": ["EIO", "EROFS"], "flock": ["EIO", "EINTR"],
    ]

    init(_ options: Options) { self.options = options }

    func run() async throws -> Bool {
        guard try await Tool.run(["strace", "-V"]).code == 0 else { throw Skip(reason: "strace does not run") }
        return try await Bench.run(options) { bench in
            var matrix = Matrix()
            var bought = 0
            for (call, codes) in Self.calls {
                let count = try await ordinals(of: call, bench, &bought)
                for code in codes {
                    for ordinal in 1...max(1, count) {
                        try await disturb(call, code, ordinal, bench, &bought, &matrix)
                    }
                }
            }
            return matrix.conclude()
        }
    }

    private struct Matrix {
        var cases = 0
        var ends: [Int32: Int] = [:]
        /// The longest life of a program that ended with 74, from its start on.
        var slowestEnd = Duration.zero
        var faults: [String] = []

        func conclude() -> Bool {
            for fault in faults { print("  \(fault)") }
            let codes = ends.sorted { $0.key < $1.key }.map { "\($0.value) with \($0.key)" }.joined(separator: ", ")
            print(
                "faults: \(cases) cases of EIO, ENOSPC, EDQUOT, EROFS and EINTR at each openat, write, fsync, fdatasync, "
                    + "rename, unlink and flock; ended \(codes), those with 74 within "
                    + "\(Int(slowestEnd / .milliseconds(1))) ms of their start; \(faults.count) wrong")
            return faults.isEmpty
        }
    }

    /// Every sync has something new to write, so that all of them make the same calls.
    private func trade(_ bench: Bench, _ bought: inout Int) {
        let number = bought
        bought += 1
        bench.sandbox.change { world in
            // One agreement at a time: the store stays small, and so does the journal.
            world.aws.agreements = []
            world.procurement.orders = []
            Works.buy(number, &world)
        }
    }

    private func strace(_ bench: Bench, _ call: String, _ inject: [String]) -> [String] {
        let names = [
            "", "/lock", "/reserve", "/assignments.json.tmp", "/findings.json.tmp", "/queue.json.tmp",
            "/status.json.tmp",
            "/snapshot-1.json.tmp", "/journal-1.log", "/metrics.prom.tmp",
        ]
        return ["strace", "-f", "-y", "-qq", "-o", "\(bench.folder)/trace"]
            + names.flatMap { ["-P", bench.state + $0] }
            + ["-e", "trace=\(call)"] + inject + [options.posyncd, "sync"] + bench.common
    }

    /// How often a sync makes a call on the state directory.
    private func ordinals(of call: String, _ bench: Bench, _ bought: inout Int) async throws -> Int {
        try await clear(bench)
        trade(bench, &bought)
        let ended = try await Running.start(bench, strace(bench, call, [])).ended()
        guard ended.code == 0 else { throw BenchError("strace sync ended with \(ended.code): \(ended.log.last ?? "")") }
        return try lines(bench).count { $0.contains("\(call)(") }
    }

    private func disturb(
        _ call: String, _ code: String, _ ordinal: Int, _ bench: Bench, _ bought: inout Int, _ matrix: inout Matrix
    ) async throws {
        try await clear(bench)
        trade(bench, &bought)
        bench.sandbox.forgetCalls()
        let inject = ["-e", "inject=\(call):error=\(code):when=\(ordinal)"]
        let begin = ContinuousClock.now
        let ended = try await Running.start(bench, strace(bench, call, inject)).ended()
        let span = ContinuousClock.now - begin
        let place = "\(code) at \(call) number \(ordinal)"
        guard try lines(bench).contains(where: { $0.contains("INJECTED") }) else {
            // The cycle had fewer of them this time.
            return
        }
        matrix.cases += 1
        matrix.ends[ended.code, default: 0] += 1
        // The lock's process id is a courtesy, and an acceptable loss; a lock that is let go of goes with its descriptor.
        let isCourtesy = try lines(bench).contains {
            $0.contains("INJECTED") && ($0.contains("write(") && $0.contains("/lock") || $0.contains("LOCK_UN"))
        }
        if ended.code == 74 { matrix.slowestEnd = max(matrix.slowestEnd, span) }
        if !isCourtesy, !acceptable(ended, code, call) {
            matrix.faults.append("\(place): ended with \(ended.code): \(ended.log.last ?? "")")
        }
        let failedAt = ended.log.firstIndex { $0.contains("store.failed") }
        if let failedAt, ended.log[failedAt...].contains(where: { $0.contains("change.applied") }) {
            matrix.faults.append("\(place): written to AWS after the failure")
        }
        if !Self.isFull(code), ended.code != 0 { try await expectNoWriteAfter(place, bench, ended, &matrix) }
        if try await !bench.settle() || !bench.isDone {
            matrix.faults.append("\(place): the next starts do not mend it")
        }
    }

    private func acceptable(_ ended: Ended, _ code: String, _ call: String) -> Bool {
        switch ended.code {
        case _ where code == "EINTR": ended.code == 0
        case 74: true
        // The state directory could not be created or locked.
        case 73: true
        // A full disk is no end, but for a sync that failed because of it: the cycle says that it is incomplete.
        case 0, 1: Self.isFull(code) && !call.hasSuffix("sync")
        default: false
        }
    }

    private static func isFull(_ code: String) -> Bool { code == "ENOSPC" || code == "EDQUOT" }

    /// What AWS was sent was durable as an intent before, so that a failure after it is known at the next start.
    private func expectNoWriteAfter(_ place: String, _ bench: Bench, _ ended: Ended, _ matrix: inout Matrix)
        async throws
    {
        let sent = bench.sandbox.calls.count { $0.operation == "UpdatePurchaseOrders" && $0.outcome == "done" }
        guard sent > 0 else { return }
        let view = try await bench.view()
        for charge in bench.sandbox.world.aws.agreements.flatMap(\.charges) {
            guard let order = charge.order else { continue }
            let own = view.get(.written, "\(Works.account)/\(charge.id)")?.array ?? []
            if !own.contains(where: { $0["order"]?.string == order }) {
                matrix.faults.append("\(place): \(order) was sent, and is not known as ours")
            }
        }
    }

    private func clear(_ bench: Bench) async throws { _ = try await Tool.run(["rm", "-rf", bench.state]) }

    private func lines(_ bench: Bench) throws -> [String] { try TextFile.lines("\(bench.folder)/trace") }
}
