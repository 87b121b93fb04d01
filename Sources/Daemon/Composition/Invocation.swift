internal import Configuration
public import FoundationEssentials

/// How the program was called: files, environment and verbosity.
public struct Invocation: Sendable {
    /// The configuration file.
    public var configurationFile: String
    /// Whether the command line names that file, so that a mistake in it is not passed over.
    public var isConfigurationNamed = false
    /// The state directory, where the command line names one.
    public var state: String?
    /// The environment variables.
    public var environment: [String: String]
    /// The user's home directory.
    public var homeDirectory: String
    /// The least level that is logged.
    public var logLevel: String

    /// The configuration where the command line names none.
    public static let defaultConfigurationFile = "/etc/posyncd/posyncd.yaml"
    /// Where the state is kept unless said otherwise.
    static let defaultState = "/var/lib/posyncd"

    /// A call with these files and this environment.
    public init(
        configurationFile: String, state: String? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment, logLevel: String = "info"
    ) {
        self.configurationFile = configurationFile
        self.state = state
        self.environment = environment
        homeDirectory = environment["HOME"] ?? "/"
        self.logLevel = logLevel
    }

    /// A file of certificate authorities in the place of the system's, from the variables that curl and OpenSSL read: for
    /// systems within a company whose authority is not installed on this host.
    var certificateAuthorities: String? {
        for name in ["CURL_CA_BUNDLE", "SSL_CERT_FILE"] {
            if let path = environment[name], !path.isEmpty { return path }
        }
        return nil
    }

    /// The name of this host, for messages to people.
    var hostName: String { ProcessInfo.processInfo.hostName }

    /// The folder of the configuration file; relative paths in it start there.
    var folder: String {
        let path = configurationFile
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Reads and checks the configuration.
    func configuration() throws(ProgramError) -> Configuration {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: configurationFile))
        } catch {
            throw ProgramError(
                .configuration,
                "the configuration \(configurationFile) cannot be read; name another one with --config, or begin with "
                    + "Config/posyncd.example.yaml")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ProgramError(.configuration, "the configuration \(configurationFile) is not UTF-8 text")
        }
        do {
            return try Configuration.parse(text: text, file: configurationFile)
        } catch {
            throw ProgramError(error)
        }
    }

    /// The state directory: `--state`, else the configuration's, else the service manager's, else the default.
    func stateDirectory(_ configuration: Configuration?) -> String {
        if let state { return state }
        if let state = configuration?.state { return state.hasPrefix("/") ? state : "\(folder)/\(state)" }
        if let states = environment["STATE_DIRECTORY"], let first = states.split(separator: ":").first {
            return String(first)
        }
        return Self.defaultState
    }

    /// A path of the configuration file, relative to its folder.
    func path(_ path: String) -> String { path.hasPrefix("/") ? path : "\(folder)/\(path)" }
}
