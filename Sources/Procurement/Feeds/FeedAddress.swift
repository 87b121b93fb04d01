internal import Transport

/// Addresses that requests go to, put together from text.
enum FeedAddress {
    /// An address taken apart.
    private struct Parts {
        /// `https://` or `http://`.
        let scheme: String
        /// The host with its port, as written.
        let host: Substring
        /// From the first slash on, without query and fragment.
        let path: Substring

        init?(_ url: String) {
            let start = url.prefix(8).lowercased()
            guard let scheme = ["https://", "http://"].first(where: { start.hasPrefix($0) }) else { return nil }
            let rest = url.dropFirst(scheme.count)
            let host = rest.prefix { !"/?#\\".contains($0) }
            guard !host.isEmpty, !host.contains("@") else { return nil }
            self.scheme = scheme
            self.host = host
            path = rest.dropFirst(host.count).prefix { $0 != "?" && $0 != "#" }
        }

        /// What tells one origin from another.
        var origin: String {
            let port = scheme == "https://" ? ":443" : ":80"
            return scheme + (host.hasSuffix(port) ? host.dropLast(port.count) : host).lowercased()
        }
    }

    /// Where a link of an answer leads, for links to the origin that answered alone: credentials go with the request.
    ///
    /// - Parameters:
    ///   - link: absolute, or relative to `base`.
    ///   - base: the address that was answered.
    /// - Returns: `nil` for a link to another origin, and for one that is no address.
    static func resolve(_ link: String, from base: String) -> String? {
        let isPlain = !link.utf8.contains { $0 <= 0x20 || $0 == 0x7f || $0 == UInt8(ascii: "\\") }
        guard let parts = Parts(base), isPlain, !link.isEmpty else { return nil }
        let link = String(link.prefix { $0 != "#" })
        if let other = Parts(link) { return other.origin == parts.origin ? link : nil }
        let start = parts.scheme + parts.host
        if link.hasPrefix("/") { return link.hasPrefix("//") ? nil : start + link }
        if link.hasPrefix("?") { return start + parts.path + link }
        let name = link.prefix { $0 != "/" && $0 != "?" }
        guard !name.contains(":") else { return nil }
        let folder = parts.path.lastIndex(of: "/").map { parts.path[...$0] } ?? "/"
        return start + folder + link
    }

    /// An address with query parameters, in their order, percent-encoded.
    static func adding(_ parameters: [(name: String, value: String)], to url: String) -> String {
        guard !parameters.isEmpty else { return url }
        let query = parameters.map { "\(escapeName($0.name))=\(PercentEncoding.encoded($0.value))" }.joined(
            separator: "&")
        return url + (url.contains("?") ? "&" : "?") + query
    }

    /// A parameter's name: `$filter` keeps its sign, since older OData servers know it in no other form.
    private static func escapeName(_ name: String) -> String {
        name.hasPrefix("$") ? "$" + PercentEncoding.encoded(String(name.dropFirst())) : PercentEncoding.encoded(name)
    }
}
