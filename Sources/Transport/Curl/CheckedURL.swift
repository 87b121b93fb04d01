internal import CurlShim

/// A URL as libcurl's own parser reads it, checked against our rules; the same handle is dialled.
struct CheckedURL: ~Copyable {
    let handle: OpaquePointer
    let scheme: String
    let host: String
    let path: String
    let query: String?
    /// Whether the host is written as a loopback address or `localhost`.
    let namesLoopback: Bool
    /// Whether nothing leaves this host's own network, so that no proxy is asked: loopback and AWS's credential endpoints.
    let staysOnHost: Bool

    /// Reads and checks `text`.
    init(
        _ text: String, addresses: Request.AddressRule = .standard, schemes: Set<String> = ["https", "http"]
    ) throws(TransportError) {
        guard !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7f }) else {
            throw .refused("the URL has a blank or a control character in it")
        }
        guard let handle = curl_url() else { throw .failed("libcurl has no memory left") }
        do throws(TransportError) {
            let code = curl_url_set(handle, CURLUPART_URL, text, UInt32(CURLU_DISALLOW_USER))
            guard code == CURLUE_OK else {
                throw TransportError.refused("the URL is not acceptable: \(String(cString: curl_url_strerror(code)))")
            }
            let scheme = Self.part(handle, CURLUPART_SCHEME) ?? ""
            var host = (Self.part(handle, CURLUPART_HOST) ?? "").lowercased()
            if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
            let literal = AddressPolicy.Address(literal: host)
            let isLoopback = host == "localhost" || literal?.isLoopback ?? false
            guard schemes.contains(scheme) else { throw TransportError.refused("the scheme \(scheme) is not allowed") }
            switch scheme {
            case "http":
                guard isLoopback || addresses == .awsCredentialEndpoint else {
                    throw TransportError.refused("plain http is allowed to a loopback address alone, not to \(host)")
                }
            default: break
            }
            // Asked again of whatever a name resolves to; asked here since a proxy does the resolving itself.
            let policy = AddressPolicy(rule: addresses, namesLoopback: isLoopback)
            if let literal, !policy.allows(literal) {
                throw TransportError.addressForbidden("\(host) is an address that may not be dialled")
            }
            self.scheme = scheme
            self.host = host
            path = Self.part(handle, CURLUPART_PATH) ?? "/"
            query = Self.part(handle, CURLUPART_QUERY)
            namesLoopback = isLoopback
            staysOnHost = isLoopback || addresses == .awsCredentialEndpoint
            self.handle = handle
        } catch {
            curl_url_cleanup(handle)
            throw error
        }
    }

    deinit { curl_url_cleanup(handle) }

    private static func part(_ handle: OpaquePointer, _ part: CURLUPart) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, 0) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
