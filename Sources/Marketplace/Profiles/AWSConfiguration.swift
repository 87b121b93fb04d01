/// What environment and profile say about how AWS is called: where, and how often.
struct AWSConfiguration: Sendable {
    /// The region of the services that have regions.
    let region: String
    /// Tries of one call in all.
    let attempts: Int
    private let endpoints: [AWSService: String]

    /// Tries in all where nothing is said (AWS SDKs and Tools Reference Guide, "Retry behavior").
    private static let standardAttempts = 3
    /// The partition's region where nothing is said: Marketplace is there alone.
    static let standardRegion = "us-east-1"

    /// Reads the environment first and the chosen profile then.
    ///
    /// - Throws: `credentials` where something that is set has no sense.
    init(environment: AWSEnvironment, profiles: SharedProfiles) throws(MarketplaceError) {
        let profile = profiles.current
        region =
            environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? profile["region"] ?? Self.standardRegion
        // It becomes a part of host names.
        guard region.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }) else {
            throw .credentials("\"\(region)\" is no AWS region: see AWS_REGION, AWS_DEFAULT_REGION and the profile")
        }
        attempts = try Self.attempts(environment["AWS_MAX_ATTEMPTS"] ?? profile["max_attempts"])
        endpoints = try Self.endpoints(environment, profiles)
    }

    private static func attempts(_ text: String?) throws(MarketplaceError) -> Int {
        guard let text else { return standardAttempts }
        guard let number = Int(text), number > 0 else {
            throw .credentials("AWS_MAX_ATTEMPTS is \"\(text)\"; it has to be a whole number above zero")
        }
        return number
    }

    /// The address of a service, ending in `/` where it has no path of its own.
    func url(_ service: AWSService) -> String {
        endpoints[service] ?? service.endpoint(region: region)
    }

    /// The addresses that are configured (AWS SDKs and Tools Reference Guide, "Service-specific endpoints"): the
    /// service's variable, the variable for all, the profile's `services` section, the profile's `endpoint_url`.
    private static func endpoints(
        _ environment: AWSEnvironment, _ profiles: SharedProfiles
    ) throws(MarketplaceError) -> [AWSService: String] {
        let isIgnored =
            environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] ?? profiles.current["ignore_configured_endpoint_urls"]
        guard isIgnored?.lowercased() != "true" else { return [:] }
        var found: [AWSService: String] = [:]
        for service in AWSService.allCases {
            var url = environment["AWS_ENDPOINT_URL_\(service.rawValue)"] ?? environment["AWS_ENDPOINT_URL"]
            if url == nil {
                url = try profiles.serviceOption(service.rawValue.lowercased(), "endpoint_url")
            }
            // One that is named without a value is as good as not named.
            if url?.isEmpty ?? true { url = profiles.current["endpoint_url"] }
            if let url, !url.isEmpty { found[service] = rooted(url) }
        }
        return found
    }

    /// The address with the path `/` where it has none.
    static func rooted(_ url: String) -> String {
        guard let separator = url.firstRange(of: "://") else { return url }
        return url[separator.upperBound...].contains("/") ? url : url + "/"
    }
}
