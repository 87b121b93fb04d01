internal import Configuration
internal import Documents

/// Which system a feed leads to.
///
/// What is known of one system's orders says nothing about another's, even where a feed keeps its name: its ids and its
/// clock are others. A digest of the kind, the address, and the client or user tells them apart. How something is spelt,
/// what is proven with which secret and how much is asked for make no difference.
enum FeedIdentity {
    /// A digest of what the system is known by, without any secret.
    static func digest(of feed: FeedConfiguration) -> String {
        let parts: [String]
        switch feed.kind {
        case .coupa(let coupa): parts = ["coupa", address(feed.url), coupa.clientID]
        case .ariba(let ariba):
            let side = ariba.view == nil ? "network" : "reporting"
            parts = ["ariba", side, address(feed.url), ariba.clientID, ariba.realm]
        case .rest(let rest): parts = ["rest", address(feed.url), user(rest.authentication)] + tenant(rest.request)
        case .cxml(let cxml): parts = ["cxml", address(feed.url), cxml.folder.login?.user ?? ""]
        case .csv(let csv): parts = ["csv", address(feed.url), csv.folder.login?.user ?? ""]
        }
        let text = JSONValue.array(parts.map { .string($0) }).compactText()
        return String(SHA256.hex(Array(text.utf8)).prefix(32))
    }

    private static func user(_ authentication: RESTConfiguration.Authentication?) -> String {
        switch authentication {
        case .basic(let user, _): user
        case .oauth(let client): client.clientID
        case .bearer, .header, nil: ""
        }
    }

    /// Parameters and headers with which one server is told which of its companies is meant; others say how to read.
    private static func tenant(_ request: RESTConfiguration.RequestConfiguration) -> [String] {
        let query = request.query.map { ($0.key, $0.value.joined(separator: ",")) }
        let headers = request.headers.map { ($0.key, $0.value) }
        return (query + headers).compactMap { name, value in
            let name = name.lowercased()
            let isTenant = ["client", "company", "database", "tenant", "realm"].contains { name.contains($0) }
            return isTenant && !isSecret(name) ? "\(name)=\(value)" : nil
        }.sorted()
    }

    /// Whether a parameter of this name may prove who asks. Such a one belongs in `auth`, and where somebody wrote it
    /// elsewhere all the same, nothing of it is kept.
    private static func isSecret(_ name: some StringProtocol) -> Bool {
        let name = name.lowercased()
        return ["secret", "token", "key", "pass", "pwd", "auth", "sig", "credential"].contains { name.contains($0) }
    }

    /// An address in one spelling: scheme and host in small letters, no usual port, no slash at the end, its parameters in
    /// one order.
    private static func address(_ url: String) -> String {
        guard let mark = url.firstRange(of: "://") else { return url }
        let scheme = url[..<mark.lowerBound].lowercased()
        let rest = url[mark.upperBound...].prefix { $0 != "#" }
        var host = rest.prefix { $0 != "/" && $0 != "?" }.lowercased()
        var path = rest.dropFirst(host.count).prefix { $0 != "?" }
        let query = rest.dropFirst(host.count + path.count).dropFirst().split(separator: "&").sorted()
            .filter { parameter in !isSecret(parameter.prefix { $0 != "=" }) }
        if let port = ["https": ":443", "http": ":80", "sftp": ":22"][scheme], host.hasSuffix(port) {
            host.removeLast(port.count)
        }
        while path.last == "/" { path.removeLast() }
        return "\(scheme)://\(host)\(path)?\(query.joined(separator: "&"))"
    }
}
