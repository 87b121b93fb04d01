import Glibc
import Sandbox

/// Read commands beside a daemon that writes all the time: none waits for it, each sees a whole cycle.
struct Readers {
    let options: Options
    private static let commands = [["status"], ["findings"], ["queue", "list"], ["export"], ["store", "verify"]]

    init(_ options: Options) { self.options = options }

    func run() async throws -> Bool {
        try await Bench.run(options) { bench in
            bench.sandbox.change { world in for number in 0..<20 { Works.buy(number, &world) } }
            guard try await bench.settle() else { throw BenchError("the first cycle is not complete") }
            let alone = try await measure(bench)
            let daemon = try await bench.daemon()
            guard await daemon.logs("daemon.started", within: .seconds(10)) else { throw BenchError("no daemon") }
            let stirring = Task {
                var number = 20
                while !Task.isCancelled {
                    let next = number
                    bench.sandbox.change { Works.buy(next, &$0) }
                    daemon.signal(SIGUSR1)
                    number += 1
                    try await Task.sleep(for: .milliseconds(100))
                }
            }
            let beside = try await measure(bench)
            stirring.cancel()
            daemon.signal(SIGTERM)
            let ended = try await daemon.ended(within: .seconds(20))
            let cycles = ended.log.count { $0.contains("cycle.finished") }
            print(
                "readers: \(beside.count) read commands beside a daemon in its cycles (\(cycles)): median "
                    + "\(beside.median) ms, slowest \(beside.slowest) ms, \(beside.failed) failed; without it median "
                    + "\(alone.median) ms, slowest \(alone.slowest) ms")
            if ended.code != 0 { print("  the daemon ended with \(ended.code)") }
            return beside.failed == 0 && ended.code == 0 && beside.median <= 3 * alone.median + 50
        }
    }

    private func measure(_ bench: Bench) async throws -> (count: Int, median: Int, slowest: Int, failed: Int) {
        var spans: [Int] = []
        var failed = 0
        for round in 0..<options.rounds {
            let words = Self.commands[round % Self.commands.count]
            let begin = ContinuousClock.now
            let ended = try await Running.start(bench, [options.posyncd] + words + bench.common).ended()
            let took = ContinuousClock.now - begin
            if ended.code != 0 {
                failed += 1
                print("  \(words.joined(separator: " ")) ended with \(ended.code): \(ended.log.last ?? "")")
            }
            spans.append(Int(took.components.seconds * 1000 + took.components.attoseconds / 1_000_000_000_000_000))
        }
        spans.sort()
        return (spans.count, spans[spans.count / 2], spans.last ?? 0, failed)
    }
}
