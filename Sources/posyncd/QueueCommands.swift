import ArgumentParser
import Daemon

/// `posyncd queue`
struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "Look at the retry queue and its dead letters, and decide about them.",
        subcommands: [ListCommand.self, RetryCommand.self, DiscardCommand.self])

    /// `posyncd queue list`
    struct ListCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Show the queue.")

        @OptionGroup var common: ProgramOptions
        @OptionGroup var format: FormatOption

        func run() async throws {
            try await Output.run { () throws(ProgramError) in
                let report = try await common.program.queue()
                format.print(report)
                return .done
            }
        }
    }

    /// `posyncd queue retry`
    struct RetryCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry",
            abstract: "Try entries again in the next cycle, dead ones too; all of them without ids.")

        @OptionGroup var common: ProgramOptions
        @Argument(help: "ACCOUNT/CHARGE, or the charge alone.") var ids: [String] = []

        func run() async throws {
            try await Output.run { () throws(ProgramError) in
                let changed = try await common.program.retry(ids)
                Output.write(changed.count == 1 ? "1 entry is due now.\n" : "\(changed.count) entries are due now.\n")
                return .done
            }
        }
    }

    /// `posyncd queue discard`
    struct DiscardCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "discard", abstract: "Take entries out of the queue for good.")

        @OptionGroup var common: ProgramOptions
        @Argument(help: "ACCOUNT/CHARGE, or the charge alone.") var ids: [String]
        @Option(help: "Why; it is kept with the entry.") var reason: String

        func run() async throws {
            try await Output.run { () throws(ProgramError) in
                let changed = try await common.program.discard(ids, reason: reason)
                Output.write(
                    changed.count == 1 ? "1 entry is discarded.\n" : "\(changed.count) entries are discarded.\n")
                return .done
            }
        }
    }
}
