internal import Configuration
internal import Documents
internal import Store

/// Why a command could not do its work, with the exit code that says so (contract, section 2).
public struct ProgramError: Error, Sendable, CustomStringConvertible {
    /// The process' exit code.
    public let exitCode: ExitCode
    /// What happened, and what to do; nothing in it moves a terminal, whoever's words it repeats.
    public let description: String

    init(_ exitCode: ExitCode, _ description: String) {
        self.exitCode = exitCode
        self.description = description.plainLines
    }
}

/// The exit codes of the program; others rely on them.
public enum ExitCode: Int32, Sendable, CaseIterable {
    /// Done, whatever the findings.
    case done = 0
    /// The cycle was incomplete; what could be done was done.
    case incomplete = 1
    /// The command line is wrong.
    case usage = 64
    /// The store is damaged.
    case damaged = 65
    /// `check` found something refused.
    case refused = 69
    /// A mistake in this program.
    case bug = 70
    /// The state directory cannot be created.
    case cannotCreate = 73
    /// The disk failed.
    case inputOutput = 74
    /// Another process holds the state directory.
    case locked = 75
    /// Credentials are missing or unreadable.
    case credentials = 77
    /// The configuration is invalid.
    case configuration = 78
}

extension ProgramError {
    init(_ error: ConfigurationError) {
        self.init(.configuration, error.description)
    }

    init(_ error: StoreError) {
        self.init(Self.code(error), error.description)
    }

    /// The exit code of a store's error, total.
    private static func code(_ error: StoreError) -> ExitCode {
        switch error {
        case .cannotCreate: .cannotCreate
        case .locked: .locked
        case .damaged, .tooNew, .inconsistent: .damaged
        case .io, .full: .inputOutput
        case .unstorable, .closed: .bug
        }
    }

    init(_ error: SyncError) {
        switch error {
        case .store(let error): self.init(error)
        case .record(let reason):
            self.init(.damaged, "the store holds a record that this version does not know: \(reason)")
        case .stopped: self.init(.incomplete, "the cycle was ended early; what was sent is read back in the next one")
        }
    }
}
