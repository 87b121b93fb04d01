/// Which address each service is called at (AWS SDK, "Service-specific endpoints").
struct Endpoints: Sendable {
    private let environment: [String: String]
    private let region: String

    init(environment: [String: String], region: String) {
        self.environment = environment
        self.region = region
    }

    /// The address of a service, ending in `/` where it has no path of its own.
    func url(_ service: AWSService) -> String {
        let isIgnoring = environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"]?.lowercased() == "true"
        for name in ["AWS_ENDPOINT_URL_\(service.rawValue)", "AWS_ENDPOINT_URL"] where !isIgnoring {
            if let url = environment[name], !url.isEmpty { return Self.rooted(url) }
        }
        return service.endpoint(region: region)
    }

    /// The address with the path `/` where it has none.
    static func rooted(_ url: String) -> String {
        guard let scheme = url.range(ofText: "://") else { return url }
        return url[scheme...].contains("/") ? url : url + "/"
    }
}

extension String {
    /// The place after the first occurrence of `text`.
    func range(ofText text: String) -> String.Index? {
        var rest = self[...]
        while !rest.isEmpty {
            if rest.hasPrefix(text) { return rest.index(rest.startIndex, offsetBy: text.count) }
            rest = rest.dropFirst()
        }
        return nil
    }
}
