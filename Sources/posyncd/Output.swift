import ArgumentParser
import Daemon
import Glibc

/// Standard output and the end of the process.
enum Output {
    /// Writes data to standard output; a reader that went away is no error of ours.
    static func write(_ text: String) { write(text, to: STDOUT_FILENO) }

    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Runs a command's work; an error goes to standard error and becomes the exit code.
    ///
    /// - Parameter logs: says an error in the command's log instead, where that is not at a terminal; whether it did.
    static func run(
        orLog logs: (ProgramError) -> Bool = { _ in false },
        _ body: () async throws(ProgramError) -> Daemon.ExitCode
    ) async throws {
        let code: Daemon.ExitCode
        do throws(ProgramError) {
            code = try await body()
        } catch {
            if !logs(error) { write("posyncd: \(error)\n", to: STDERR_FILENO) }
            code = error.exitCode
        }
        if code != .done { throw ArgumentParser.ExitCode(code.rawValue) }
    }
}
