import ArgumentParser
import Daemon

/// The options of every command.
struct ProgramOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The configuration. (default: \(Invocation.defaultConfigurationFile))", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var config: String?

    @Option(help: ArgumentHelp("The state directory.", valueName: "directory"), completion: .directory)
    var state: String?

    @Option(help: ArgumentHelp("debug, info, notice, warning, error or critical.", valueName: "level"))
    var logLevel = "info"

    /// The program as it was called.
    var program: Posyncd {
        var invocation = Invocation(
            configurationFile: config ?? Invocation.defaultConfigurationFile, state: state, logLevel: logLevel)
        invocation.isConfigurationNamed = config != nil
        return Posyncd(invocation)
    }
}

/// How a read command prints.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

/// The option of read commands.
struct FormatOption: ParsableArguments {
    @Option(help: "text or json.")
    var format = OutputFormat.text

    /// Prints a report.
    func print(_ report: some Report) {
        Output.write(format == .json ? report.json : report.text)
    }
}
