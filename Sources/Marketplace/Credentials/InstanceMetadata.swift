internal import Transport

/// The metadata service of an EC2 instance, and how it may be asked (EC2 User Guide, "Instance metadata service version
/// 2"; AWS SDKs and Tools Reference Guide, "IMDS credential provider").
struct InstanceMetadata: Sendable, Hashable {
    /// Its address, ending in `/`.
    let base: String
    /// Time for one try.
    let timeout: Duration
    /// Tries of each request in all.
    let attempts: Int
    /// Whether it is not asked at all.
    let isDisabled: Bool
    /// Whether it may be asked without a session token.
    let allowsVersion1: Bool

    /// Seconds that a session token lasts: the longest there is, though each reading takes a new one.
    private static let tokenSeconds = "21600"

    /// What environment and profile say.
    ///
    /// - Throws: `credentials` where something that is set has no sense.
    init(_ environment: AWSEnvironment, _ profile: SharedProfiles.Profile) throws(MarketplaceError) {
        func setting(_ variable: String, _ option: String) -> String? { environment[variable] ?? profile[option] }
        let endpoint = setting("AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint")
        let mode = setting("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode")?.lowercased()
        guard mode == nil || mode == "ipv4" || mode == "ipv6" else {
            throw .credentials("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE is \"\(mode ?? "")\"; known are IPv4 and IPv6")
        }
        let standard = mode == "ipv6" ? "http://[fd00:ec2::254]" : "http://169.254.169.254"
        let address = endpoint ?? standard
        base = address.hasSuffix("/") ? address : address + "/"
        timeout = .seconds(
            try Self.number(
                setting("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout"), "AWS_METADATA_SERVICE_TIMEOUT"))
        attempts = try Self.number(
            setting("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts"),
            "AWS_METADATA_SERVICE_NUM_ATTEMPTS")
        isDisabled = environment.isTrue("AWS_EC2_METADATA_DISABLED")
        allowsVersion1 =
            setting("AWS_EC2_METADATA_V1_DISABLED", "ec2_metadata_v1_disabled")?.lowercased() != "true"
    }

    /// One, unless a whole number from 1 to 60 is given.
    private static func number(_ text: String?, _ name: String) throws(MarketplaceError) -> Int {
        guard let text else { return 1 }
        guard let number = Int(text), (1...60).contains(number) else {
            throw .credentials("\(name) is \"\(text)\"; it has to be a whole number from 1 to 60")
        }
        return number
    }

    /// Asks for a session token.
    var tokenRequest: Request {
        Request(
            .put, base + "latest/api/token",
            headers: [.init("X-aws-ec2-metadata-token-ttl-seconds", Self.tokenSeconds)], limits: limits,
            addresses: .awsCredentialEndpoint)
    }

    /// Asks for the name of the instance's role, or for the credentials of that role.
    func credentialsRequest(role: String?, token: Secret?) -> Request {
        Request(
            .get, base + "latest/meta-data/iam/security-credentials/" + (role ?? ""),
            credential: token.map { .headers([.init("X-aws-ec2-metadata-token", $0)]) } ?? .none, limits: limits,
            addresses: .awsCredentialEndpoint)
    }

    private var limits: Request.Limits {
        .init(bodyBytes: CredentialDocument.limit, connect: timeout, total: timeout)
    }
}
