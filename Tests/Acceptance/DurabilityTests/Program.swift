import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// One of the programs that were built beside the tests.
struct Program {
    let name: String

    /// What it printed, and its exit code.
    struct Result {
        let code: Int32
        let text: String
    }

    /// Runs it to its end, in this environment with further variables.
    func run(_ words: String..., further: [String: String] = [:]) async throws -> Result {
        let variables = Dictionary(
            uniqueKeysWithValues: further.map { (Environment.Key(stringLiteral: $0.key), $0.value) })
        let result = try await Subprocess.run(
            .path(FilePath(try Self.folder() + "/" + name)), arguments: Arguments(words),
            environment: .inherit.updating(variables), input: .none,
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        let text = result.standardOutput + result.standardError
        if case .exited(let code) = result.terminationStatus { return Result(code: Int32(code), text: text) }
        return Result(code: -1, text: text)
    }

    /// Where the tests' own program is; its siblings are what it tests.
    private static func folder() throws -> String {
        let own = try #require(CommandLine.arguments.first)
        return own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    }
}
