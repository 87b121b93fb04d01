internal import Transport

/// The endpoint that a container asks for the credentials of its task or pod (AWS SDKs and Tools Reference Guide,
/// "Container credential provider").
struct ContainerEndpoint: Sendable, Hashable {
    /// The whole address.
    let url: String
    /// Where the token is that the request proves itself with; none where none is asked for.
    let token: Token?
    /// Which addresses may be dialled.
    let addresses: Request.AddressRule

    /// Where the authorization token comes from.
    enum Token: Sendable, Hashable {
        /// A file that is read anew each time.
        case file(String)
        case text(Secret)
    }

    /// Seconds for one try, tries in all, and the pause between two.
    static let timeout = Duration.seconds(2)
    static let attempts = 3
    static let pause = Duration.seconds(1)

    /// The hosts, beside loopback addresses, that may be asked over plain http.
    private static let plainHosts: Set<String> = ["localhost", "169.254.170.2", "169.254.170.23", "fd00:ec2::23"]

    /// What the environment says; `nil` where it says nothing.
    ///
    /// - Throws: `credentials` where the address is one that AWS does not allow.
    init?(_ environment: AWSEnvironment) throws(MarketplaceError) {
        if let path = environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] {
            url = "http://169.254.170.2\(path.hasPrefix("/") ? "" : "/")\(path)"
            addresses = .awsCredentialEndpoint
        } else if let full = environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] {
            url = full
            addresses = try Self.addresses(full)
        } else {
            return nil
        }
        if let file = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] {
            token = .file(file)
        } else {
            token = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"].map { .text(Secret($0)) }
        }
    }

    private static func addresses(_ url: String) throws(MarketplaceError) -> Request.AddressRule {
        if url.lowercased().hasPrefix("https://") { return .standard }
        guard url.lowercased().hasPrefix("http://") else {
            throw .credentials("AWS_CONTAINER_CREDENTIALS_FULL_URI is neither an http nor an https address")
        }
        let host = host(url.dropFirst("http://".count))
        guard plainHosts.contains(host) || host == "::1" || isLoopback(host) else {
            throw .credentials(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI names the host \"\(host)\": over plain http only loopback addresses, "
                    + "169.254.170.2, 169.254.170.23 and fd00:ec2::23 are asked")
        }
        return .awsCredentialEndpoint
    }

    private static func host(_ rest: Substring) -> String {
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if authority.hasPrefix("[") { return authority.dropFirst().prefix { $0 != "]" }.lowercased() }
        return authority.prefix { $0 != ":" }.lowercased()
    }

    private static func isLoopback(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// The request; the token is read now.
    func request() throws(MarketplaceError) -> Request {
        var request = Request(
            .get, url, headers: [.init("Accept", "application/json")],
            limits: .init(bodyBytes: CredentialDocument.limit, connect: Self.timeout, total: Self.timeout),
            addresses: addresses)
        if let token = try tokenText() { request.credential = .headers([.init("Authorization", token)]) }
        return request
    }

    private func tokenText() throws(MarketplaceError) -> Secret? {
        switch token {
        case nil: return nil
        case .text(let secret): return try Self.checked(secret, "AWS_CONTAINER_AUTHORIZATION_TOKEN")
        case .file(let path):
            let text: String
            do {
                text = try SmallFile.text(path)
            } catch {
                throw .credentials("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE, \(path), cannot be read: \(error.reason)")
            }
            return try Self.checked(Secret(text), "the file of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE, \(path),")
        }
    }

    private static func checked(_ token: Secret, _ place: String) throws(MarketplaceError) -> Secret {
        let isOneLine = token.withText { $0.utf8.allSatisfy { $0 != 10 && $0 != 13 } }
        guard isOneLine else { throw .credentials("\(place) has a line break in it, which no header may have") }
        return token
    }
}
