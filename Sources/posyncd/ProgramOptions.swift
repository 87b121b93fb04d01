import ArgumentParser
import Daemon

/// The options of every command.
struct ProgramOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The configuration.", valueName: "file"), completion: .file(extensions: ["yaml", "yml"]))
    var config = "/etc/posyncd/posyncd.yaml"

    @Option(help: ArgumentHelp("The state directory.", valueName: "directory"), completion: .directory)
    var state: String?

    @Option(help: ArgumentHelp("debug, info, notice, warning, error or critical.", valueName: "level"))
    var logLevel = "info"

    /// The program as it was called.
    var program: Posyncd {
        Posyncd(Invocation(configurationFile: config, state: state, logLevel: logLevel))
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
