import ArgumentParser
import Daemon

/// `posyncd check`
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the configuration, then ask every feed, account and permission, without changing anything.")

    @OptionGroup var common: ProgramOptions
    @OptionGroup var format: FormatOption

    func run() async throws {
        try await Output.run { () throws(ProgramError) in
            let (report, code) = try await common.program.check()
            format.print(report)
            return code
        }
    }
}

/// `posyncd status`
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show where things stand, from the store alone.")

    @OptionGroup var common: ProgramOptions
    @OptionGroup var format: FormatOption

    func run() async throws {
        try await Output.run { () throws(ProgramError) in
            let report = try await common.program.status()
            format.print(report)
            return .done
        }
    }
}

/// `posyncd explain`
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Show what a PO number, agreement or charge is assigned to, why, and what happens next.")

    @OptionGroup var common: ProgramOptions
    @OptionGroup var format: FormatOption
    @Argument(help: "A PO number, an agreement or a charge.") var id: String

    func run() async throws {
        try await Output.run { () throws(ProgramError) in
            let report = try await common.program.explain(id)
            format.print(report)
            return .done
        }
    }
}

/// `posyncd findings`
struct FindingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "findings", abstract: "Show what people have to know, with what to do and who has to do it.")

    @OptionGroup var common: ProgramOptions
    @OptionGroup var format: FormatOption
    @Flag(help: "Resolved ones too.") var all = false

    func run() async throws {
        try await Output.run { () throws(ProgramError) in
            let report = try await common.program.findings(includingResolved: all)
            format.print(report)
            return .done
        }
    }
}

/// `posyncd export`
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Print the assignments as CSV or JSON.")

    /// The forms of an export; what every read command calls text is CSV here.
    enum Form: String, ExpressibleByArgument, CaseIterable {
        case csv, json, text
    }

    @OptionGroup var common: ProgramOptions
    @Option(help: "csv or json.") var format = Form.csv

    func run() async throws {
        try await Output.run { () throws(ProgramError) in
            let report = try await common.program.export()
            Output.write(format == .json ? report.json : report.text)
            return .done
        }
    }
}
