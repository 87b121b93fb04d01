public import Reconciliation
public import Transport

/// Keys that sign requests.
public struct AWSCredentials: Sendable, Hashable {
    /// The access key id.
    public var accessKey: String
    /// The secret access key.
    public var secretKey: Secret
    /// The session token of temporary credentials.
    public var sessionToken: Secret?
    /// When they run out; none for lasting ones.
    public var expiresAt: Instant?

    /// Credentials of these parts.
    public init(accessKey: String, secretKey: Secret, sessionToken: Secret? = nil, expiresAt: Instant? = nil) {
        self.accessKey = accessKey
        self.secretKey = secretKey
        self.sessionToken = sessionToken
        self.expiresAt = expiresAt
    }
}
