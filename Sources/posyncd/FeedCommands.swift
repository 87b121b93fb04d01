import ArgumentParser
import Daemon

/// `posyncd feed`
struct FeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feed", abstract: "Look at what a feed yields, and try the mapping on it; writes nothing.",
        subcommands: [PreviewCommand.self, MappingCommand.self])

    /// `posyncd feed preview`
    struct PreviewCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "preview", abstract: "Show what a feed yields now: field paths with values.")

        @OptionGroup var common: ProgramOptions
        @OptionGroup var format: FormatOption
        @Argument(help: "The feed's name in the configuration.") var name: String
        @Option(help: "How many purchase orders are shown.") var limit = 20

        func validate() throws {
            if limit < 1 { throw ValidationError("--limit must be 1 or more") }
        }

        func run() async throws {
            try await Output.run { () throws(ProgramError) in
                format.print(try await common.program.preview(feed: name, limit: limit))
                return .done
            }
        }
    }

    /// `posyncd feed test-mapping`
    struct MappingCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "test-mapping",
            abstract: "Show each selected line with the rule that keys it, or why none does.")

        @OptionGroup var common: ProgramOptions
        @OptionGroup var format: FormatOption
        @Argument(help: "The feed's name in the configuration.") var name: String
        @Option(help: "How many purchase orders are read; all of them without it.") var limit: Int?

        func validate() throws {
            if let limit, limit < 1 { throw ValidationError("--limit must be 1 or more") }
        }

        func run() async throws {
            try await Output.run { () throws(ProgramError) in
                format.print(try await common.program.testMapping(feed: name, limit: limit))
                return .done
            }
        }
    }
}
