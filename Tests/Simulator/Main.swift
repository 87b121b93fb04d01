import FoundationEssentials
import Glibc
import Simulation

/// Simulations of the whole daemon: Swift's tasks on one thread, clock, disk, network and chance in memory.
///
/// Each prints its figures and the seed; the same seed gives the same run. The exit status says whether all was as it has
/// to be.
@main
enum Main {
    static let usage = """
        usage: posync-simulate WHAT [--seed N] [--seeds N] [--days N] [--interval SPAN] [--log]

          year     polling with outages, faults, crashes, full disks and set clocks (--days, 365; --interval, 30m)
          outage   both upstreams down for an hour: how often each is asked
          crashes  a crash around every write, over and over (--seeds, 100): what AWS has in the end

          --seed N   the seed, or the first of them (1)
          --log      print the log to standard error

        Build it without --static-swift-stdlib (`swift run -c release posync-simulate year`): it drives Swift's tasks itself,
        through a hook that only the shared runtime shows.
        """

    private static let simulations: [String: @Sendable (Options) -> Bool] = [
        "year": { Year($0).run() }, "outage": { Outage($0).run() }, "crashes": { Crashes($0).run() },
    ]

    static func main() {
        // The order of dictionaries is part of what has to come again.
        guard ProcessInfo.processInfo.environment["SWIFT_DETERMINISTIC_HASHING"] != nil else {
            setenv("SWIFT_DETERMINISTIC_HASHING", "1", 1)
            var arguments = CommandLine.arguments.map { strdup($0) } + [nil]
            execv("/proc/self/exe", &arguments)
            fail("cannot begin anew with deterministic hashing")
        }
        let options = Options(CommandLine.arguments)
        guard let simulation = simulations[options.what] else { fail(usage) }
        guard JobQueue.takeOver() else {
            fail(
                "posync-simulate drives Swift's tasks itself, which the Swift runtime in this build does not allow: build it "
                    + "without --static-swift-stdlib, as `swift run -c release posync-simulate \(options.what)` does")
        }
        exit(simulation(options) ? 0 : 1)
    }

    private static func fail(_ text: String) -> Never {
        FileHandle.complain(text)
        exit(64)
    }
}

/// What the command line asks for.
struct Options {
    var what = ""
    var seed: UInt64 = 1
    var seeds: UInt64 = 100
    var days = 365
    var interval = "30m"
    var printsLog = false

    init(_ arguments: [String]) {
        what = arguments.dropFirst().first ?? ""
        var rest = arguments.dropFirst(2)
        while let name = rest.popFirst() {
            switch name {
            case "--log": printsLog = true
            case "--seed": seed = rest.popFirst().flatMap { UInt64($0) } ?? seed
            case "--seeds": seeds = rest.popFirst().flatMap { UInt64($0) } ?? seeds
            case "--interval": interval = rest.popFirst() ?? interval
            case "--days": days = rest.popFirst().flatMap { Int($0) } ?? days
            default: what = ""
            }
        }
    }
}

/// Standard error.
enum FileHandle {
    static func complain(_ text: String) {
        let bytes = Array((text + "\n").utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
