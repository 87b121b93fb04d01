import FoundationEssentials
import Glibc
import Sandbox

/// Every secret that the program is given or gets is a canary, looked for wherever something of it may stay behind: what
/// commands print and log, the state directory with its views, the arguments of processes, and the core of one that dies.
struct Canary {
    let options: Options
    /// What the bench's configuration and environment hold, and what the sandbox hands out.
    private static let secrets = [
        Works.keySecret, Works.clientSecret, "sandbox-session-secret", "sandbox-session/", "sandbox-token",
    ]

    init(_ options: Options) { self.options = options }

    func run() async throws -> Bool {
        try await Bench.run(options) { bench in
            var found = Findings()
            for number in 0..<3 { bench.sandbox.change { Works.buy(number, &$0) } }
            try await commands(bench, "at work", &found)
            // What is refused is told of, and must not be told with what was sent.
            for fault in [
                Fault.procurement("*", .error(code: "invalid_client", reason: nil), times: 50),
                .procurement(
                    "*", .status(200, body: "<html>\(Works.clientSecret)</html>", type: "text/html"),
                    times: 50),
                .aws("*", .error(code: "InvalidClientTokenId", reason: nil), times: 50),
                .aws("*", .reset, times: 50),
            ] {
                bench.sandbox.inject(fault)
                try await commands(bench, "with faults", &found)
                bench.sandbox.clearFaults()
            }
            try await life(bench, &found)
            let core = try await core(bench)
            for hit in found.hits { print("  \(hit)") }
            print(
                "canary: \(Self.secrets.count) secrets in \(found.places) outputs, logs, files and argument lists "
                    + "(\(found.bytes >> 10) KiB): \(found.hits.count) hits; core of a process that dies: \(core.text)")
            return found.hits.isEmpty && core.isGood
        }
    }

    /// Where was looked, and what was found there.
    private struct Findings {
        var places = 0
        var bytes = 0
        var hits: [String] = []

        mutating func look(_ place: String, _ data: [UInt8]) {
            places += 1
            bytes += data.count
            let text = String(decoding: data, as: UTF8.self)
            for secret in Canary.secrets where text.contains(secret) { hits.append("\(secret) is in \(place)") }
        }
    }

    private func commands(_ bench: Bench, _ when: String, _ found: inout Findings) async throws {
        for words in [
            ["check"], ["plan"], ["sync", "--log-level", "debug"], ["status", "--format", "json"],
            ["findings", "--all"],
            ["explain", "PO-1-0"], ["queue", "list"], ["export"], ["feed", "preview", "coupa"], ["store", "verify"],
        ] {
            let ended = try await Running.start(bench, [options.posyncd] + words + bench.common).ended()
            let place = "what \(words.joined(separator: " ")) writes \(when)"
            found.look(place, Array(ended.output.utf8))
            found.look("the log: \(place)", Array(ended.log.joined(separator: "\n").utf8))
        }
        files(bench.state, &found)
    }

    private func files(_ folder: String, _ found: inout Findings) {
        for name in (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? [] {
            guard let data = try? Data(contentsOf: URL(filePath: "\(folder)/\(name)")) else { continue }
            found.look("\(name) of the state directory", [UInt8](data))
        }
    }

    /// The daemon while it runs: its arguments are there for every user of the host to read.
    private func life(_ bench: Bench, _ found: inout Findings) async throws {
        let daemon = try await Running.start(bench, [options.posyncd, "run", "--log-level", "debug"] + bench.common)
        guard await daemon.logs("cycle.finished", within: .seconds(30)) else {
            throw BenchError("no cycle; the log ends: \(daemon.log.suffix(3).joined(separator: "\n"))")
        }
        let arguments = try Data(contentsOf: URL(filePath: "/proc/\(daemon.id)/cmdline"))
        if arguments.isEmpty { throw BenchError("the daemon's arguments cannot be read") }
        found.look("the daemon's arguments", [UInt8](arguments))
        daemon.signal(SIGTERM)
        let ended = try await daemon.ended(within: .seconds(20))
        found.look("the daemon's log", Array(ended.log.joined(separator: "\n").utf8))
        files(bench.state, &found)
    }

    /// Whether a process that is aborted leaves a core, with a limit that allows any; and whether another one does, since
    /// otherwise nothing is shown.
    private func core(_ bench: Bench) async throws -> (text: String, isGood: Bool) {
        let pattern = try TextFile.lines("/proc/sys/kernel/core_pattern").first ?? ""
        guard !pattern.contains("/"), !pattern.hasPrefix("|") else {
            return ("NOT LOOKED FOR, this host sends cores to \(pattern)", true)
        }
        let folder = "\(bench.folder)/core"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let unlimited = "cd \(folder) && ulimit -c unlimited && "
        _ = try await Running.start(bench, ["/bin/sh", "-c", unlimited + "exec sh -c 'kill -ABRT $$'"]).ended()
        guard try !cores(folder).isEmpty else { return ("NOT LOOKED FOR, no process of this host leaves one", true) }
        for name in try cores(folder) { try FileManager.default.removeItem(atPath: "\(folder)/\(name)") }
        let binary = URL(filePath: options.posyncd).absoluteURL.path
        let words = ([binary, "run"] + bench.common).map { "'\($0)'" }.joined(separator: " ")
        let daemon = try await Running.start(
            bench, ["/bin/sh", "-c", "\(unlimited)SWIFT_BACKTRACE=enable=no exec \(words)"])
        guard await daemon.logs("cycle.finished", within: .seconds(30)) else {
            throw BenchError("no cycle; the log ends: \(daemon.log.suffix(3).joined(separator: "\n"))")
        }
        daemon.signal(SIGABRT)
        let ended = try await daemon.ended(within: .seconds(20))
        guard ended.code == -SIGABRT else { return ("the daemon ended with \(ended.code) instead", false) }
        let left = try cores(folder)
        return left.isEmpty ? ("none, where another process leaves one", true) : ("\(left)", false)
    }

    private func cores(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("core") }
    }
}
