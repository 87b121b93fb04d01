import Glibc
import Sandbox

/// `kill -9` at a random moment of the daemon's life, again and again on the same state directory.
struct Kill {
    let options: Options

    init(_ options: Options) { self.options = options }

    func run() async throws -> Bool {
        try await Bench.run(options) { bench in
            var lives = Lives(bench)
            for _ in 0..<options.rounds {
                lives.trade()
                let daemon = try await bench.daemon()
                try await Task.sleep(for: .milliseconds(Int.random(in: 10...600)))
                daemon.signal(SIGKILL)
                try await lives.judge(try await daemon.ended())
            }
            return try await lives.conclude("kill: \(options.rounds) rounds of kill -9")
        }
    }
}

/// The lives of a daemon that end violently, on one state directory, and what has to be true after each.
struct Lives {
    private let bench: Bench
    private var ledger = Ledger()
    private var bought = 0
    private var failedStarts: [String] = []
    private var busy = 0

    init(_ bench: Bench) { self.bench = bench }

    /// Something is bought, or an order replaced, so that there is something to write.
    mutating func trade() {
        let number = bought
        let replaced = bought > 3 && Bool.random() ? Int.random(in: 0..<bought) : nil
        if replaced == nil { bought += 1 }
        bench.sandbox.change { world in
            if let replaced { Works.replace(replaced, &world) } else { Works.buy(number, &world) }
        }
    }

    /// Looks at what a life has left.
    ///
    /// - Parameter mayFail: whether it may have ended by itself, with an I/O error or because its directory was dead before
    ///   it had begun.
    mutating func judge(_ ended: Ended, mayFail: Bool = false) async throws {
        if ended.code != -SIGKILL, !(mayFail && (ended.code == 74 || ended.code == 73)) {
            failedStarts.append("ended with \(ended.code): \(ended.log.last ?? "")")
        }
        ledger.read(ended.log)
        if ended.log.contains(where: { $0.contains("cycle.started") }),
            !ended.log.contains(where: { $0.contains("cycle.finished") })
        {
            busy += 1
        }
        let verified = try await bench.posyncd("store", "verify")
        if verified.code != 0 { failedStarts.append("store verify ended with \(verified.code): \(verified.output)") }
        ledger.compare(try await bench.view(), bench.sandbox.world)
    }

    /// A last cycle without disturbance; prints the figures.
    func conclude(_ title: String) async throws -> Bool {
        let isSettled = try await bench.settle()
        for fault in ledger.lost + ledger.invented + failedStarts { print("  \(fault)") }
        let writes = bench.sandbox.calls.count { $0.operation == "UpdatePurchaseOrders" && $0.outcome == "done" }
        let isDone = bench.isDone
        print(
            "\(title), \(busy) of them within a cycle, \(writes) writes: \(ledger.lost.count) lost, "
                + "\(ledger.invented.count) invented, \(failedStarts.count) failed starts; "
                + (isSettled && isDone ? "every charge is right in the end" : "NOT every charge is right in the end"))
        return ledger.lost.isEmpty && ledger.invented.isEmpty && failedStarts.isEmpty && isSettled && isDone
    }
}
