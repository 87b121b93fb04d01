import FoundationEssentials
import Glibc
import Sandbox

/// The sandbox alone, for scripts that run posyncd themselves: as a service, behind a monitoring system.
///
/// Writes configuration, secret and the variables for AWS into a folder, says `ready`, and then does what the lines on
/// standard input ask for; each is answered by one line. Ends with standard input.
struct Upstreams {
    let folder: String

    func run() async throws {
        let sandbox = try await Sandbox.start(Works.make())
        try write("coupa", Works.clientSecret + "\n")
        try write("posyncd.yaml", Works.configuration(await sandbox.address(.procurement), nil))
        try write(
            "environment",
            """
            AWS_REGION=us-east-1
            AWS_ENDPOINT_URL=\(await sandbox.address(.aws))

            """)
        try write(
            "aws",
            """
            [default]
            aws_access_key_id = \(Works.accessKey)
            aws_secret_access_key = \(Works.keySecret)

            """)
        say("ready")
        while let line = readLine() {
            let words = line.split(separator: " ").map(String.init)
            say(await answer(words.first ?? "", Array(words.dropFirst()), sandbox))
        }
        await sandbox.stop()
    }

    private func answer(_ verb: String, _ words: [String], _ sandbox: Sandbox) async -> String {
        let first = words.first ?? ""
        switch verb {
        case "buy":
            guard let number = Int(first) else { return "which?" }
            sandbox.change { Works.buy(number, &$0) }
        case "replace":
            guard let number = Int(first) else { return "which?" }
            sandbox.change { Works.replace(number, &$0) }
        case "integration":
            sandbox.change { $0.aws.serviceRoles = first == "on" ? ["111111111111": [.billingIntegration]] : [:] }
        case "hang":
            // The procurement system's operations are written small: token, list, get, put.
            let isProcurement = first.first?.isLowercase ?? false
            sandbox.inject(
                isProcurement ? .procurement(first, .hang, times: .max) : .aws(first, .hang, times: .max))
        case "heal":
            sandbox.clearFaults()
        case "carried":
            return sandbox.world.aws.orders.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                .joined(separator: " ")
        case "calls":
            return String(sandbox.calls.count { first.isEmpty || $0.operation == first })
        default:
            return "buy N, replace N, integration on|off, hang OPERATION, heal, carried or calls [OPERATION]"
        }
        return "done"
    }

    private func write(_ name: String, _ text: String) throws {
        let path = "\(folder)/\(name)"
        try Data(text.utf8).write(to: URL(filePath: path))
        chmod(path, 0o600)
    }

    private func say(_ line: String) {
        print(line)
        fflush(nil)
    }
}
