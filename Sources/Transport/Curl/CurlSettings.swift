/// What is the same for every transfer of a transport.
public struct CurlSettings: Sendable, Hashable {
    /// The `User-Agent`.
    public var userAgent: String
    /// The proxy for what is not on this host; without one none is used, whatever the environment says.
    public var proxy: Proxy?
    /// A file of certificate authorities in PEM, in the place of the system's file. Debian's libcurl goes on reading the
    /// system's folder, so there it adds to what the system trusts.
    public var authorities: String?
    /// Connections to one host at once.
    public var hostConnections: Int
    /// Connections at once in all.
    public var totalConnections: Int
    /// A slower peer than this is given up.
    public var slowest: Pace

    /// An HTTP proxy.
    public struct Proxy: Sendable, Hashable {
        /// Its URL; a secret, since a password may stand in it.
        public var url: Secret
        /// Hosts and domains that are reached without it; a domain stands for its subdomains too.
        public var bypass: [String]

        /// The proxy at `url`.
        public init(url: Secret, bypass: [String] = []) {
            self.url = url
            self.bypass = bypass
        }
    }

    /// A speed, held over a time: a peer that trickles holds nobody up.
    public struct Pace: Sendable, Hashable {
        /// Bytes a second, headers included.
        public var bytes: Int
        /// How long it may be slower, in seconds; at least one.
        public var seconds: Int

        /// 100 bytes a second over 20 s unless said otherwise.
        public init(bytes: Int = 100, seconds: Int = 20) {
            self.bytes = bytes
            self.seconds = seconds
        }
    }

    /// Bytes of all header lines of an answer, interim answers included.
    static let headerBytes = 64 << 10
    /// Header lines of an answer, interim answers included.
    static let headerLines = 200
    /// Seconds after which a connection is not used again.
    static let connectionLifetime = 300

    /// 8 connections a host and 32 in all unless said otherwise.
    public init(
        userAgent: String, proxy: Proxy? = nil, authorities: String? = nil, hostConnections: Int = 8,
        totalConnections: Int = 32, slowest: Pace = Pace()
    ) {
        self.userAgent = userAgent
        self.proxy = proxy
        self.authorities = authorities
        self.hostConnections = hostConnections
        self.totalConnections = totalConnections
        self.slowest = slowest
    }
}
