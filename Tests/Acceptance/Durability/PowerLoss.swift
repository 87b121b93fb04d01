import Glibc

/// The power fails at a random moment, on a real file system: what was not synced is gone, the daemon finds its disk dead
/// and ends with 74, and the next start has everything that was acknowledged.
struct PowerLoss {
    let options: Options

    init(_ options: Options) { self.options = options }

    func run() async throws -> Bool {
        try await Bench.run(options, on: { try await Mount.image($0, kind: options.fileSystem) }) { bench, mount in
            var lives = Lives(bench)
            for _ in 0..<options.rounds {
                lives.trade()
                let daemon = try await bench.daemon()
                try await Task.sleep(for: .milliseconds(Int.random(in: 10...600)))
                try mount.failPower()
                // It notices with the next thing that it writes. One that is not up yet would just end by the signal.
                if daemon.log.contains(where: { $0.contains("daemon.started") }) { daemon.signal(SIGUSR1) }
                let ended = try await daemon.ended(within: .seconds(3))
                try await mount.unmount()
                try await mount.mountAgain()
                try await lives.judge(ended, mayFail: true)
            }
            return try await lives.conclude("powerloss: \(options.rounds) power failures on \(options.fileSystem)")
        }
    }
}
