import ArgumentParser
import Daemon
import HeapShim

/// `posyncd run`
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run the daemon: a cycle at every interval, due retries in between.",
        discussion: "SIGHUP reads the configuration again, SIGUSR1 begins a cycle now, SIGTERM and SIGINT stop.")

    @OptionGroup var common: ProgramOptions

    func run() async throws {
        let program = common.program
        try await Output.run(orLog: { program.log($0, of: "run") }) { () throws(ProgramError) in
            // What lives on from a cycle lies between what does not, so the heap's end never comes free by itself.
            try await program.run { heap_return_free_pages() }
            return .done
        }
    }
}

/// `posyncd sync`
struct SyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "sync", abstract: "Run one cycle, then exit.")

    @OptionGroup var common: ProgramOptions
    @OptionGroup var format: FormatOption
    @Flag(help: "Read everything again, not only what has changed.") var full = false
    @Flag(help: "Write a plan that is larger than the limits allow.") var force = false

    func run() async throws {
        let program = common.program
        try await Output.run(orLog: { program.log($0, of: "sync") }) { () throws(ProgramError) in
            let (outcome, code) = try await program.sync(isFull: full, isForced: force)
            format.print(outcome)
            return code
        }
    }
}

/// `posyncd plan`
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Show what sync would do and why; write nothing anywhere.")

    @OptionGroup var common: ProgramOptions
    @OptionGroup var format: FormatOption
    @Flag(help: "Read everything again, not only what has changed.") var full = false

    func run() async throws {
        try await Output.run { () throws(ProgramError) in
            let (report, code) = try await common.program.plan(isFull: full)
            format.print(report)
            return code
        }
    }
}
