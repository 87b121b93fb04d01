import FoundationEssentials
import Glibc

/// The folder that the demo leaves behind: configuration, secret and state.
struct DemoFolder {
    let path: String

    var configuration: String { "\(path)/posyncd.yaml" }
    var state: String { "\(path)/state" }

    /// Makes a new folder, for this user alone.
    init(environment: [String: String]) throws(DemoError) {
        let parent = environment["TMPDIR"].map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 } ?? "/tmp"
        var template = Array("\(parent)/posync-demo.XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        guard let made else { throw DemoError("no folder can be made in \(parent); set TMPDIR to another one") }
        path = made
    }

    /// Writes what a user of posyncd writes: the configuration and, beside it, the secret.
    func write(procurementURL: String) throws(DemoError) {
        try write(Self.text(procurementURL), to: configuration)
        try write(DemoWorld.clientSecret + "\n", to: "\(path)/coupa-secret")
    }

    private func write(_ text: String, to file: String) throws(DemoError) {
        do {
            try Data(text.utf8).write(to: URL(filePath: file))
        } catch {
            throw DemoError("\(file) cannot be written: \(error)")
        }
        chmod(file, 0o600)
    }

    /// The whole configuration: what the demo's company had to write.
    static func text(_ url: String) -> String {
        """
        policy: assign-missing
        interval: 15m
        state: state
        feeds:
          - name: coupa
            kind: coupa
            url: \(url)
            clientID: posyncd
            clientSecret: {file: coupa-secret}
            select:
              supplierNames: [Amazon Web Services]
        mapping:
          - {name: agreement-in-part, from: line.auxiliaryPart, pattern: 'agmt-[a-z0-9]+', to: agreement}
        marketplace:
          management: {account: "111111111111"}
          accounts: {discover: organization, role: \(DemoWorld.role)}

        """
    }
}

/// Why the demo cannot go on.
struct DemoError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
