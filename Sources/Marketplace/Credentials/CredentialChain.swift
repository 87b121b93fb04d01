internal import Transport

/// Where the first credentials come from.
struct CredentialChain: Sendable {
    let environment: [String: String]

    /// The first credentials that are there.
    func credentials() async throws(MarketplaceError) -> AWSCredentials {
        guard let key = value("AWS_ACCESS_KEY_ID") else {
            throw MarketplaceError(
                operation: "credentials", kind: .credentials,
                message: "no AWS credentials are found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
            )
        }
        guard let secret = value("AWS_SECRET_ACCESS_KEY") else {
            throw MarketplaceError(
                operation: "credentials", kind: .credentials,
                message: "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not")
        }
        return AWSCredentials(
            accessKey: key, secretKey: Secret(secret), sessionToken: value("AWS_SESSION_TOKEN").map { Secret($0) })
    }

    private func value(_ name: String) -> String? {
        guard let value = environment[name], !value.isEmpty else { return nil }
        return value
    }
}
