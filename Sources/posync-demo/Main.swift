import Daemon
import FoundationEssentials
import Glibc
import Sandbox

/// The newcomer's one command: posyncd at work on a small company, all of it on this machine.
@main
enum Main {
    static let usage = """
        usage: posync-demo [--stay]

        Starts a procurement system and AWS endpoints on 127.0.0.1, runs posyncd against them, and shows what it does.
          --stay   keep both running afterwards, until Ctrl-C, to try posyncd's commands on them
        """

    static func main() async {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.allSatisfy({ $0 == "--stay" }) else {
            guard arguments == ["--help"] || arguments == ["-h"] else {
                Terminal.complain(usage)
                exit(64)
            }
            Terminal(environment: [:]).say(usage)
            exit(0)
        }
        do {
            exit(try await run(stays: !arguments.isEmpty))
        } catch {
            Terminal.complain("posync-demo: \(error)")
            exit(1)
        }
    }

    private static func run(stays: Bool) async throws -> Int32 {
        let own = ProcessInfo.processInfo.environment
        let terminal = Terminal(environment: own)
        let sandbox = try await Sandbox.start(DemoWorld.make())
        let folder = try DemoFolder(environment: own)
        try folder.write(procurementURL: await sandbox.address(.procurement))
        let credentials = [
            ("AWS_ACCESS_KEY_ID", DemoWorld.accessKey), ("AWS_SECRET_ACCESS_KEY", "demo-secret"),
            ("AWS_REGION", "us-east-1"), ("AWS_ENDPOINT_URL", await sandbox.address(.aws)),
        ]
        var environment = Dictionary(uniqueKeysWithValues: credentials)
        environment["HOME"] = folder.path
        environment["PATH"] = own["PATH"]
        terminal.say(
            """
            posyncd puts purchase-order numbers onto AWS Marketplace charges, so that they stand on AWS's invoices.
            Here it works for a small company whose procurement system and AWS accounts are played on 127.0.0.1; client,
            store and files are the real ones.
            """)
        var demo = Demo(sandbox, folder, terminal, environment: environment)
        let broken = try await demo.tell()
        guard broken.isEmpty else {
            Terminal.complain("\nposync-demo: this did not go as promised:")
            for promise in broken { Terminal.complain("  \(promise)") }
            Terminal.complain("State and configuration are in \(folder.path).")
            return 1
        }
        goOn(folder, terminal, stays ? credentials : nil)
        if stays { try? await Task.sleep(for: .seconds(86_400 * 365)) }
        await sandbox.stop()
        return 0
    }

    private static func goOn(_ folder: DemoFolder, _ terminal: Terminal, _ credentials: [(String, String)]?) {
        terminal.chapter("Go on from here")
        terminal.table([
            ["configuration", folder.configuration], ["state and views", folder.state + "/"],
        ])
        let run = "swift run posyncd"
        let end = "--config \(folder.configuration)"
        if let credentials {
            terminal.say("\nThe sandbox stays until Ctrl-C. In another terminal:\n")
            terminal.say("  export \(credentials.map { "\($0.0)=\($0.1)" }.joined(separator: " "))")
            terminal.say("  \(run) plan \(end)\n  \(run) sync \(end)")
        } else {
            terminal.say(
                "\nThese read the state alone. For `plan` and `sync` run posync-demo --stay: then the sandbox stays.\n")
        }
        terminal.say(
            """
              \(run) status \(end)
              \(run) findings --all \(end)
              \(run) explain 4501006 \(end)
              \(run) export \(end)
            """)
    }
}
