import Glibc
import Testing

@testable import Supervision

@Suite("The alert command", .timeLimit(.minutes(10)))
struct AlertCommandTests {
    private func script(_ text: String, timeout: Duration = .seconds(20)) -> AlertCommand {
        AlertCommand(
            words: ["/bin/sh", "-c", text], environment: ["PATH": "/usr/bin:/bin", "GIVEN": "yes"], timeout: timeout)
    }

    private func freshPath() -> String {
        "/tmp/posyncd-alert-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    }

    private func contents(_ path: String) -> String {
        defer { unlink(path) }
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 2_000_000)
        let count = fread(&buffer, 1, buffer.count, file)
        return String(decoding: buffer.prefix(count), as: UTF8.self)
    }

    @Test("it gets the whole text on its standard input", arguments: [0, 5, 1_000_000])
    func input(length: Int) async throws {
        let path = freshPath()
        let text = String(repeating: "x", count: length)
        try await AlertCommand(words: ["tee", path], environment: ["PATH": "/usr/bin:/bin"], timeout: .seconds(20))
            .run(input: text)
        #expect(contents(path) == text)
    }

    @Test("words reach it as they are: no shell reads them")
    func noShell() async throws {
        let path = freshPath()
        try await AlertCommand(
            words: ["/bin/sh", "-c", "printf %s \"$1\" > \(path)", "sh", "$(id); `id` 'x'"], environment: [:],
            timeout: .seconds(20)
        ).run(input: "")
        #expect(contents(path) == "$(id); `id` 'x'")
    }

    @Test("it has the variables it is given and no descriptor but the three")
    func environment() async throws {
        let path = freshPath()
        let secret = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { close(secret) }
        try await script(
            "echo \"$GIVEN-$NOTIFY_SOCKET-$HOME\" > \(path); ls /proc/self/fd/3 2>/dev/null >> \(path); true"
        )
        .run(input: "")
        #expect(contents(path) == "yes--\n")
    }

    @Test("a failure says the status and the beginning of what the command said")
    func failure() async {
        await #expect(
            throws: SupervisionError.commandFailed(command: "/bin/sh", status: 3, stderr: "no route to host")
        ) {
            try await script("echo no route to host >&2; exit 3").run(input: "text")
        }
        await #expect(throws: SupervisionError.commandKilled(command: "/bin/sh", signal: SIGKILL, stderr: "")) {
            try await script("kill -9 $$").run(input: "text")
        }
    }

    @Test("a command that is not there is said")
    func missing() async {
        let missing = AlertCommand(words: ["/no/such/command"], environment: [:], timeout: .seconds(5))
        await #expect(
            throws: SupervisionError.commandNotStarted(
                command: "/no/such/command", reason: "No such file or directory")
        ) { try await missing.run(input: "") }
        await #expect(throws: SupervisionError.self) {
            try await AlertCommand(words: [], environment: [:], timeout: .seconds(5)).run(input: "")
        }
    }

    @Test("one that does not end is killed with what it started")
    func timeout() async throws {
        let path = freshPath()
        var sleeper: pid_t?
        // On a busy machine the shell may not even have begun within the shorter times.
        for limit in [Duration.milliseconds(300), .seconds(3), .seconds(15)] where sleeper == nil {
            await #expect(throws: SupervisionError.commandTimedOut(command: "/bin/sh", after: limit)) {
                try await script("sleep 600 & echo $! > \(path); wait", timeout: limit).run(input: "")
            }
            sleeper = pid_t(contents(path).filter { $0.isNumber })
        }
        let id = try #require(sleeper)
        // Killed is not yet gone; the suite's time limit ends the wait for one that was not.
        while isRunning(id) { usleep(1000) }
    }

    /// Whether a process is there, and not dead and waiting to be collected by whoever adopted it.
    private func isRunning(_ id: pid_t) -> Bool {
        let stat = contents("/proc/\(id)/stat")
        return !stat.isEmpty && !stat.contains(") Z ")
    }

    @Test("much on standard error and an unread standard input do not hold it up")
    func noisy() async throws {
        try await script("head -c 3000000 /dev/zero >&2; exec <&-; true").run(
            input: String(repeating: "y", count: 500_000))
    }

    @Test("errors read as sentences")
    func sentences() {
        #expect(
            SupervisionError.commandFailed(command: "mail", status: 1, stderr: "oops").description
                == "the alert command mail ended with status 1; it said: oops")
        #expect(
            SupervisionError.commandTimedOut(command: "mail", after: .seconds(30)).description
                == "the alert command mail did not end within 30.0 seconds and was killed")
    }

    @Test("a command that nobody waits for any more is killed at once, with what it started")
    func cancellation() async throws {
        let path = freshPath()
        let command = script("echo begun > \(path); sleep 20 & wait")
        let clock = ContinuousClock()
        let run = Task { () -> SupervisionError? in
            do throws(SupervisionError) { try await command.run(input: "") } catch { return error }
            return nil
        }
        while access(path, F_OK) != 0 { await Task.yield() }
        let took = await clock.measure {
            run.cancel()
            #expect(await run.value == .commandCutShort(command: "/bin/sh"))
        }
        #expect(took < .seconds(5))
        unlink(path)
    }
}
