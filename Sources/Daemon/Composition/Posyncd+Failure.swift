internal import Supervision

extension Posyncd {
    /// Says in the log why a command that logs has ended, for programs that read nothing but the log's lines.
    ///
    /// - Parameter command: `run` or `sync`.
    /// - Returns: whether it was said; where people read at a terminal, or there is no log, it is for the caller to say.
    public func log(_ error: ProgramError, of command: String) -> Bool {
        guard let log = try? makeLog(), !log.isReadable else { return false }
        for line in error.description.split(separator: "\n") {
            log.log(
                .critical, .commandFailed, String(line),
                fields: [("command", .text(command)), ("exit.code", .integer(Int(error.exitCode.rawValue)))])
        }
        log.finish()
        return true
    }
}
