/// The seam to the network: sends a request, gives the answer.
///
/// `CurlTransport` is the real one; the simulation has its own. Both pass the same conformance suite.
public protocol Transport: Sendable {
    /// Sends `request` and waits for the whole answer. Cancelling the task ends the transfer.
    func send(_ request: Request) async throws(TransportError) -> Response
    /// Returns as soon as whatever carries requests takes orders: a sign of life. Sends nothing.
    func ping() async
}

extension Transport {
    /// Returns at once: for transports without a thread of their own.
    public func ping() async {}
}

/// Why no answer came. The texts are libcurl's or ours; none contains a credential.
public enum TransportError: Error, Sendable, Hashable {
    /// The address is not acceptable: scheme, plain http to another host than loopback, a header with a control
    /// character, a signature for anything but a POST to `/`.
    case refused(String)
    /// The name did not resolve, the connection was refused or timed out.
    case unreachable(String)
    /// The resolved address is one that may not be dialled.
    case addressForbidden(String)
    /// The certificate or the TLS version was not acceptable.
    case tls(String)
    /// The whole transfer took too long, or bytes came too slowly.
    case timeout(String)
    /// The peer closed or reset before the answer was whole. The request may have been carried out.
    case interrupted(String)
    /// The body or the headers passed their limit.
    case tooLarge(String)
    /// The peer refused the login (file transports).
    case denied(String)
    /// There is no such file or folder (file transports).
    case notFound(String)
    /// The task was cancelled, or the transport was shut down.
    case cancelled
    /// libcurl failed in a way that none of the above names.
    case failed(String)
}
