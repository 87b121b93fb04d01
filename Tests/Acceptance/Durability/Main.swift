import Glibc

/// Real faults on the real binary: kills, power failures, failing and full disks, races. Upstreams are the sandbox's, on
/// loopback; each command prints its figures, and its exit status says whether they are as promised.
@main
enum Main {
    static let usage = """
        usage: posync-durability WHAT [--rounds N] [--posyncd PATH] [--fs ext4|xfs] [--keep]

          kill       kill -9 at a random moment, N times (20): nothing lost, nothing invented, every start clean
          powerloss  the same by shutting a loop-mounted file system down (20); needs root
          faults     errors and interruptions at each ordinal of each call on the state directory; needs strace
          full       a full file system of 1 MiB: stays up, says so once, goes on; needs root
          readonly   a read-only file system, at the start and later; needs root
          races      two daemons start at once, N times (20): one gets the state directory, the other ends with 75
          replay     100,000 records: time and memory of a start, and of a commit beside a plain fdatasync
          canary     secrets in outputs, logs, files, arguments and cores: none
          poison     hostile text in orders, charges and errors: what is left of it in outputs, logs and files; needs script
          world      a large world on loopback until it is ended, for Tests/Acceptance/speed/run.sh
          readers    read commands beside a daemon that writes
          upstreams  the sandbox alone, with what posyncd needs for it in --folder; does what standard input says

          --posyncd PATH  the binary; the one beside this program unless said otherwise
          --orders N      orders of the large world (20000)
          --keep          leave the folder behind
        """

    static func main() async {
        guard let options = Options(CommandLine.arguments) else { return end(64, usage) }
        do {
            switch options.what {
            case "kill": try await end(Kill(options).run())
            case "powerloss": try await end(PowerLoss(options).run())
            case "faults": try await end(DiskFaults(options).run())
            case "full": try await end(FullDisk(options).run())
            case "readonly": try await end(ReadOnlyDisk(options).run())
            case "races": try await end(Races(options).run())
            case "replay": try await end(Replay(options).run())
            case "replay-child": try await ReplayChild(options).run()
            case "canary": try await end(Canary(options).run())
            case "poison": try await end(Poison(options).run())
            case "world": try await LargeWorld(options).serve()
            case "readers": try await end(Readers(options).run())
            case "upstreams": try await Upstreams(folder: options.folder).run()
            default: end(64, usage)
            }
        } catch let skip as Skip {
            print("\(options.what): SKIPPED, \(skip.reason)")
        } catch {
            end(1, "\(options.what): \(error)")
        }
    }

    private static func end(_ isGood: Bool) { if !isGood { exit(1) } }

    private static func end(_ code: Int32, _ text: String) {
        print(text)
        exit(code)
    }
}

/// What the command line asks for.
struct Options: Sendable {
    let what: String
    var rounds = 20
    var posyncd: String
    var fileSystem = "ext4"
    var isKept = false
    var orders = 20_000
    var folder = ""

    init?(_ arguments: [String]) {
        guard let what = arguments.dropFirst().first else { return nil }
        self.what = what
        let own = arguments[0].split(separator: "/", omittingEmptySubsequences: false).dropLast()
        posyncd = (own + ["posyncd"]).joined(separator: "/")
        var rest = arguments.dropFirst(2)
        while let name = rest.popFirst() {
            if name == "--keep" {
                isKept = true
                continue
            }
            guard let value = rest.popFirst() else { return nil }
            switch name {
            case "--rounds":
                guard let rounds = Int(value) else { return nil }
                self.rounds = rounds
            case "--orders":
                guard let orders = Int(value) else { return nil }
                self.orders = orders
            case "--posyncd": posyncd = value
            case "--fs": fileSystem = value
            case "--folder": folder = value
            default: return nil
            }
        }
    }
}

/// Why something cannot be shown on this machine.
struct Skip: Error {
    let reason: String
}

/// What went wrong with the bench itself.
struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
