internal import Foundation
public import Transport

/// A real server of files on loopback, started for a test and ended with it.
public final class FileServer: Sendable {
    /// The servers that tests talk to, by how they are reached.
    public enum Kind: String, CaseIterable, Sendable {
        /// OpenSSH's own, with a key.
        case sftp
        /// asyncssh, with a password.
        case sftpPassword
        /// pyftpdlib, where TLS is asked for first.
        case ftpsExplicit
        /// pyftpdlib, with TLS from the first byte.
        case ftpsImplicit
        /// pyftpdlib, without the listing for programs.
        case ftpsOld

        /// Those that are installed here.
        public static let installed = allCases.filter(\.isInstalled)

        /// Whether the server is on this machine.
        public var isInstalled: Bool {
            switch self {
            case .sftp: Self.hasSFTP
            case .sftpPassword: Self.hasPasswords
            case .ftpsExplicit, .ftpsImplicit, .ftpsOld: Self.hasFTPS
            }
        }

        /// Whether OpenSSH is here.
        public static let hasSFTP = FileManager.default.isExecutableFile(atPath: "/usr/sbin/sshd") && geteuid() == 0
        /// Whether asyncssh is here, and OpenSSH to make keys with.
        public static let hasPasswords =
            (try? FileServer.run("/usr/bin/env", ["python3", "-c", "import asyncssh"])) != nil
            && (try? FileServer.run("/usr/bin/env", ["which", "ssh-keygen"])) != nil
        /// Whether pyftpdlib is here.
        public static let hasFTPS =
            (try? FileServer.run(
                "/usr/bin/env",
                [
                    "python3", "-c",
                    // Earlier ones answer out of turn over TLS 1.3.
                    "import pyftpdlib, OpenSSL; assert int(pyftpdlib.__ver__.split('.')[0]) >= 2",
                ])) != nil
            && (try? FileServer.run("/usr/bin/env", ["openssl", "version"])) != nil
    }

    /// How it is reached.
    public let kind: Kind
    /// The folder that is served.
    public let root: TemporaryFolder
    /// Keys and certificates.
    public let own: TemporaryFolder
    /// Its port.
    public let port: Int
    private let process: Process

    /// The password of FTPS.
    public static let password = "pass word-ü\"'"

    /// Starts a server; waiting for it and for the programs that prepare it holds up a thread that is nobody else's.
    public static func start(_ kind: Kind) async throws -> FileServer {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try FileServer(kind) }) }
        }
    }

    private init(_ kind: Kind) throws {
        self.kind = kind
        root = try TemporaryFolder()
        own = try TemporaryFolder()
        port = try Self.freePort()
        process = Process()
        switch kind {
        case .sftp: try Self.startSFTP(process, own, port)
        case .sftpPassword: try Self.startPasswordSFTP(process, own, port)
        case .ftpsExplicit, .ftpsImplicit, .ftpsOld: try Self.startFTPS(process, kind, own, root, port)
        }
        try Self.untilListening(port, process)
    }

    deinit {
        kill(process.processIdentifier, SIGKILL)
    }

    /// The address of a folder of the server.
    public func url(_ folder: String = "") -> String {
        isSFTP
            ? "sftp://127.0.0.1:\(port)\(root.path)/\(folder)" : "ftps://127.0.0.1:\(port)/\(folder)"
    }

    /// The login that works.
    public var login: FileLogin {
        switch kind {
        case .sftp:
            FileLogin(
                user: NSUserName(), proof: .key(path: "\(own.path)/client", passphrase: nil),
                knownHosts: "\(own.path)/known_hosts")
        case .sftpPassword:
            FileLogin(
                user: "orders", proof: .password(Secret(Self.password)), knownHosts: "\(own.path)/known_hosts")
        case .ftpsExplicit, .ftpsImplicit, .ftpsOld:
            FileLogin(user: "orders", proof: .password(Secret(Self.password)))
        }
    }

    private var isSFTP: Bool { kind == .sftp || kind == .sftpPassword }

    /// What a client needs to trust the server.
    public var settings: CurlSettings {
        CurlSettings(userAgent: "test", authorities: isSFTP ? nil : "\(own.path)/certificate.pem")
    }

    // MARK: - Starting

    @discardableResult
    static func run(_ program: String, _ words: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = words
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(reason: "\(program) \(words) failed") }
        return 0
    }

    /// The server does not start.
    public struct Failure: Error {
        /// Why.
        public let reason: String

        /// A failure for a reason.
        public init(reason: String) { self.reason = reason }
    }

    private static func startSFTP(_ process: Process, _ own: TemporaryFolder, _ port: Int) throws {
        for name in ["host", "client", "other"] {
            try run("/usr/bin/env", ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "\(own.path)/\(name)"])
        }
        try run(
            "/usr/bin/env", ["ssh-keygen", "-q", "-t", "ed25519", "-N", "a phrase", "-f", "\(own.path)/locked"])
        try own.write("authorized_keys", try own.text("client.pub") + (try own.text("locked.pub")))
        try own.write("known_hosts", "[127.0.0.1]:\(port) \(try own.text("host.pub"))")
        try own.write("other_hosts", "[127.0.0.1]:\(port) \(try own.text("other.pub"))")
        try own.write(
            "sshd_config",
            """
            Port \(port)
            ListenAddress 127.0.0.1
            HostKey \(own.path)/host
            AuthorizedKeysFile \(own.path)/authorized_keys
            PidFile none
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin yes
            MaxStartups 200
            Subsystem sftp internal-sftp
            """)
        try FileManager.default.createDirectory(atPath: "/run/sshd", withIntermediateDirectories: true)
        process.executableURL = URL(filePath: "/usr/sbin/sshd")
        process.arguments = ["-D", "-e", "-f", "\(own.path)/sshd_config"]
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    private static func startPasswordSFTP(_ process: Process, _ own: TemporaryFolder, _ port: Int) throws {
        for name in ["host", "other"] {
            try run("/usr/bin/env", ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "\(own.path)/\(name)"])
        }
        try own.write("known_hosts", "[127.0.0.1]:\(port) \(try own.text("host.pub"))")
        try own.write("other_hosts", "[127.0.0.1]:\(port) \(try own.text("other.pub"))")
        try own.write("server.py", passwordScript)
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "\(own.path)/server.py", "\(own.path)/host", String(port), password]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    private static let passwordScript = """
        import asyncio
        import sys
        import asyncssh

        host, port, password = sys.argv[1:]

        class Server(asyncssh.SSHServer):
            def begin_auth(self, user):
                return True
            def password_auth_supported(self):
                return True
            def validate_password(self, user, given):
                return user == "orders" and given == password

        async def main():
            await asyncssh.listen(
                "127.0.0.1", int(port), server_factory=Server, server_host_keys=[host], sftp_factory=asyncssh.SFTPServer)
            await asyncio.Event().wait()

        asyncio.run(main())
        """

    private static func startFTPS(
        _ process: Process, _ kind: Kind, _ own: TemporaryFolder, _ root: TemporaryFolder, _ port: Int
    ) throws {
        try run(
            "/usr/bin/env",
            [
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                "2",
                "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "\(own.path)/key.pem",
                "-out", "\(own.path)/certificate.pem",
            ])
        let certificate = try own.text("certificate.pem")
        try own.write("both.pem", try own.text("key.pem") + certificate)
        try own.write("server.py", script)
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", "\(own.path)/server.py", "\(own.path)/both.pem", root.path, String(port), kind.rawValue,
            password,
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    private static let script = """
        import sys
        from pyftpdlib.authorizers import DummyAuthorizer
        from pyftpdlib.handlers import TLS_FTPHandler
        from pyftpdlib.servers import FTPServer

        certificate, root, port, kind, password = sys.argv[1:]

        class Implicit(TLS_FTPHandler):
            def handle(self):
                self.secure_connection(self.ssl_context)
            def handle_ssl_established(self):
                TLS_FTPHandler.handle(self)
            def ftp_AUTH(self, line):
                self.respond("550 not allowed")

        handler = Implicit if kind == "ftpsImplicit" else TLS_FTPHandler
        handler.certfile = certificate
        handler.auth_failed_timeout = 0
        handler.tls_control_required = handler.tls_data_required = True
        handler.authorizer = DummyAuthorizer()
        handler.authorizer.add_user("orders", password, root, perm="elradfmwMT")
        if kind == "ftpsOld":
            handler.proto_cmds = {k: v for k, v in handler.proto_cmds.items() if k not in ("MLSD", "MLST")}
        FTPServer(("127.0.0.1", int(port)), handler).serve_forever()
        """

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
            }
        }
        guard code == 0 else { throw Failure(reason: "no port is free") }
        return Int(address.sin_port.bigEndian)
    }

    private static func untilListening(_ port: Int, _ process: Process) throws {
        for _ in 0..<1000 {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(descriptor) }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
            address.sin_port = in_port_t(port).bigEndian
            let code = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            if code == 0 { return }
            guard process.isRunning else { throw Failure(reason: "the server ended") }
            usleep(20_000)
        }
        throw Failure(reason: "the server does not listen")
    }
}
