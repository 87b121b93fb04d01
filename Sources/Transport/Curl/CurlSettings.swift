/// What is the same for every transfer of a transport.
public struct CurlSettings: Sendable, Hashable {
    /// The `User-Agent`.
    public var userAgent: String
    /// A proxy's URL; without one none is used, whatever the environment says.
    public var proxy: String?
    /// A file of certificate authorities in the place of the system's.
    public var authorities: String?
    /// Connections to one host at once.
    public var hostConnections: Int
    /// Connections at once in all.
    public var totalConnections: Int

    /// Fewer bytes a second than this, for `lowSpeedSeconds`, end a transfer: a peer that trickles holds nobody up.
    static let lowSpeedBytes = 64
    static let lowSpeedSeconds = 20
    /// Bytes of all header lines of an answer.
    static let headerBytes = 256 << 10

    /// 8 connections a host and 32 in all unless said otherwise.
    public init(
        userAgent: String, proxy: String? = nil, authorities: String? = nil, hostConnections: Int = 8,
        totalConnections: Int = 32
    ) {
        self.userAgent = userAgent
        self.proxy = proxy
        self.authorities = authorities
        self.hostConnections = hostConnections
        self.totalConnections = totalConnections
    }
}
