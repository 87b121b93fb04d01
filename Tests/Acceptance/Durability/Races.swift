import Glibc

/// Two daemons start at once on one state directory: one gets it, the other ends with 75 and says who has it.
struct Races {
    let options: Options

    init(_ options: Options) { self.options = options }

    func run() async throws -> Bool {
        try await Bench.run(options) { bench in
            var faults: [String] = []
            var slowest = Duration.zero
            for round in 0..<options.rounds {
                async let one = bench.daemon()
                async let other = bench.daemon()
                let both = try await [one, other]
                let begin = ContinuousClock.now
                // The first to end is the one that was refused.
                let refused = try await withThrowingTaskGroup(of: (Int, Ended).self) { group in
                    for (index, daemon) in both.enumerated() {
                        group.addTask { (index, try await daemon.ended(within: .seconds(30))) }
                    }
                    guard let (index, ended) = try await group.next() else { throw BenchError("nobody ended") }
                    slowest = max(slowest, ContinuousClock.now - begin)
                    let winner = both[1 - index]
                    if ended.code != 75 { faults.append("round \(round): ended with \(ended.code)") }
                    if await !winner.logs("daemon.started", within: .seconds(10)) {
                        faults.append("round \(round): nobody won")
                    }
                    winner.signal(SIGTERM)
                    let last = try await group.next()?.1
                    if last?.code != 0 { faults.append("round \(round): the winner ended with \(last?.code ?? -1)") }
                    return ended
                }
                if !refused.log.contains(where: { $0.contains("in use by another posyncd") }) {
                    faults.append("round \(round): it says \(refused.log)")
                }
            }
            for fault in faults { print("  \(fault)") }
            let milliseconds =
                slowest.components.seconds * 1000 + slowest.components.attoseconds / 1_000_000_000_000_000
            print(
                "races: \(options.rounds) races of two daemons for one state directory: \(faults.count) in which the second did not end "
                    + "with 75; the slowest refusal took \(milliseconds) ms from its start")
            return faults.isEmpty
        }
    }
}
