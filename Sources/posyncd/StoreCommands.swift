import ArgumentParser
import Daemon

/// `posyncd store`
struct StoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store", abstract: "Look at the files of the store, and repair them where they are damaged.",
        subcommands: [VerifyCommand.self, RepairCommand.self])

    /// `posyncd store verify`
    struct VerifyCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Read every file and check every checksum; change nothing.")

        @OptionGroup var common: ProgramOptions
        @OptionGroup var format: FormatOption

        func run() async throws {
            try await Output.run { () throws(ProgramError) in
                let (report, code) = try await common.program.verifyStore()
                format.print(report)
                return code
            }
        }
    }

    /// `posyncd store repair`
    struct RepairCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "repair",
            abstract: "Put damaged files aside, keep what can be read, and say what is lost.")

        @OptionGroup var common: ProgramOptions
        @OptionGroup var format: FormatOption

        func run() async throws {
            try await Output.run { () throws(ProgramError) in
                format.print(try await common.program.repairStore())
                return .done
            }
        }
    }
}
