import Foundation

/// A program of the host that a test needs.
struct Command {
    /// Where it is.
    let path: String

    /// The program of this name, `nil` where the host has none.
    init?(_ name: String) {
        let folders =
            (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":") + ["/usr/sbin", "/usr/bin"]
        let candidates = folders.map { "\($0)/\(name)" }
        guard let path = candidates.first(where: FileManager.default.isExecutableFile(atPath:)) else { return nil }
        self.path = path
    }

    /// Whether the host has a program of this name; says so aloud where it has not.
    static func isPresent(_ name: String) -> Bool {
        if Command(name) != nil { return true }
        FileHandle.standardError.write(Data("SKIPPED: \(name) is missing, so what needs it is not tested\n".utf8))
        return false
    }

    /// A failure of the program.
    struct Failure: Error {
        let arguments: [String]
        let output: String
    }

    /// Runs it to its end.
    func run(_ arguments: [String], in folder: URL) throws {
        let log = folder.appendingPathComponent("output")
        guard shell("\(line(arguments, in: folder)) > \(quoted(log.path)) 2>&1 < /dev/null") == 0 else {
            throw Failure(arguments: arguments, output: try String(contentsOf: log, encoding: .utf8))
        }
    }

    /// Starts it and gives its process number; what it writes goes to a file, since a full pipe would stop it.
    func start(_ arguments: [String], in folder: URL, log: URL) throws -> pid_t {
        let number = folder.appendingPathComponent("pid")
        let command =
            "\(line(arguments, in: folder)) > \(quoted(log.path)) 2>&1 < /dev/null & echo $! > \(quoted(number.path))"
        guard shell(command) == 0,
            let process = pid_t(try String(contentsOf: number, encoding: .utf8).filter(\.isNumber))
        else { throw Failure(arguments: arguments, output: "it does not start") }
        return process
    }

    private func line(_ arguments: [String], in folder: URL) -> String {
        "cd \(quoted(folder.path)) && exec " + ([path] + arguments).map(quoted).joined(separator: " ")
    }

    private func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }

    /// Not `system`, which lets the whole process ignore SIGINT meanwhile: another test may be waiting for one.
    private func shell(_ command: String) -> Int32 {
        let arguments = ["/bin/sh", "-c", "( \(command) )"].map { (text: String) in strdup(text) }
        let variables = ProcessInfo.processInfo.environment.map { (name, value) in strdup("\(name)=\(value)" as String)
        }
        defer { (arguments + variables).forEach { free($0) } }
        var process = pid_t()
        guard posix_spawn(&process, "/bin/sh", nil, nil, arguments + [nil], variables + [nil]) == 0 else { return -1 }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 { if errno != EINTR { return -1 } }
        return status
    }
}
