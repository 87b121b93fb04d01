/// What is asked of a server of files, over SFTP or FTPS.
public struct FileRequest: Sendable {
    /// The whole address, percent-encoded: `sftp://…`, `ftps://…`, or `ftp://…` for a server that is asked to begin TLS
    /// before anything else is said.
    public var url: String
    /// What is to be done.
    public var action: Action
    /// What this request proves itself with.
    public var login: FileLogin
    /// How much and how long is borne.
    public var limits: Request.Limits

    /// What can be done at a server of files.
    public enum Action: Sendable, Hashable {
        /// Read the file at the address.
        case read
        /// List the folder at the address as `ls -l` does, or however the server does it.
        case list
        /// List the folder at the address for programs: `MLSD` of RFC 3659, FTP alone.
        case listForPrograms
        /// Say these commands, in the words of the protocol.
        case commands([String])
    }

    /// A request with these fields.
    public init(_ action: Action, _ url: String, login: FileLogin, limits: Request.Limits = Request.Limits()) {
        self.url = url
        self.action = action
        self.login = login
        self.limits = limits
    }
}

/// How a server of files is shown who asks, and how it shows that it is the right one.
public struct FileLogin: Sendable {
    /// The user.
    public var user: String
    /// What the user is known by.
    public var proof: Proof
    /// The file with the keys of SFTP servers, as OpenSSH writes it. A server that is not in it is not talked to.
    public var knownHosts: String?

    /// What a user is known by.
    public enum Proof: Sendable {
        /// A password.
        case password(Secret)
        /// A private key in a file, with its passphrase where it has one: SFTP alone.
        case key(path: String, passphrase: Secret?)
    }

    /// A login with these fields.
    public init(user: String, proof: Proof, knownHosts: String? = nil) {
        self.user = user
        self.proof = proof
        self.knownHosts = knownHosts
    }
}

/// The seam to servers of files.
public protocol FileTransport: Sendable {
    /// Does what is asked; the bytes of a file or a listing, nothing for commands.
    ///
    /// - Throws: `refused` also where an FTP server does not know the command.
    func send(_ request: FileRequest) async throws(TransportError) -> [UInt8]
}
