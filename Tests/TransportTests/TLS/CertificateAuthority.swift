import Foundation

/// Certificates made for a test by the `openssl` command, in a folder of their own.
struct CertificateAuthority {
    /// How a certificate is to be made.
    struct Shape {
        /// The names and addresses it stands for, in openssl's words.
        var names = "IP:127.0.0.1,DNS:localhost"
        /// Days from now until it ends; negative for one that has ended.
        var days = 10
        /// What it may be used for.
        var usage = "serverAuth"
        /// Whether it may sign others.
        var isAuthority = false
        /// The key, in the words of `openssl genpkey`.
        var key = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
        /// The digest of the signature.
        var digest = "sha256"
    }

    let folder: URL
    private let openssl: Command

    /// A folder with the authority `root`, which a client may trust, and `stranger`, which it does not.
    init() throws {
        guard let openssl = Command("openssl") else { throw CocoaError(.fileNoSuchFile) }
        self.openssl = openssl
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("certificates-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in ["root", "stranger"] { try make(name, Shape(isAuthority: true), signedBy: nil) }
    }

    /// The file of a certificate or, with `.key`, its key.
    func path(_ name: String, _ ending: String = "pem") -> String {
        folder.appendingPathComponent("\(name).\(ending)").path
    }

    /// Makes `NAME.key` and `NAME.pem`.
    ///
    /// - Parameter issuer: who signs; nobody for a certificate that signs itself.
    func make(_ name: String, _ shape: Shape = Shape(), signedBy issuer: String? = "root") throws {
        try openssl.run(["genpkey"] + shape.key + ["-out", "\(name).key"], in: folder)
        try openssl.run(
            ["req", "-new", "-key", "\(name).key", "-subj", "/CN=\(name)", "-out", "\(name).csr"], in: folder)
        let usage = shape.isAuthority ? "keyUsage=critical,keyCertSign" : "extendedKeyUsage=\(shape.usage)"
        let extensions = """
            basicConstraints=critical,CA:\(shape.isAuthority ? "TRUE" : "FALSE")
            subjectAltName=\(shape.names)
            \(usage)
            """
        try extensions.write(
            to: folder.appendingPathComponent("\(name).ext"), atomically: true, encoding: .utf8)
        let signer =
            issuer.map { ["-CA", "\($0).pem", "-CAkey", "\($0).key", "-CAcreateserial"] } ?? [
                "-signkey", "\(name).key",
            ]
        try openssl.run(
            ["x509", "-req", "-in", "\(name).csr", "-out", "\(name).pem", "-days", "\(shape.days)", "-\(shape.digest)"]
                + ["-extfile", "\(name).ext"] + signer, in: folder)
    }

    /// Removes the folder.
    func remove() { try? FileManager.default.removeItem(at: folder) }
}
