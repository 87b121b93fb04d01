/// Where credentials come from, decided from environment and profiles alone, before anything is asked.
indirect enum CredentialSource: Sendable, Hashable {
    /// Keys that stand in the environment or in a file.
    case keys(AWSCredentials, from: String)
    /// A role that is assumed with other credentials.
    case role(RoleRequest, with: CredentialSource)
    /// A role that is assumed with a token of an identity provider.
    case webIdentity(WebIdentity)
    /// A program that prints them.
    case process(CredentialProcess)
    /// The endpoint that a container has for its task or pod.
    case container(ContainerEndpoint)
    /// The metadata service of the instance; `nil` from the chain's end means that nothing else is configured.
    case instance(InstanceMetadata)
}

/// A role to be assumed (sts:AssumeRole).
struct RoleRequest: Sendable, Hashable {
    /// The role's ARN.
    var role: String
    /// The name that the session has in the account's trail.
    var sessionName = RoleRequest.standardSessionName
    /// What the role's trust policy asks for.
    var externalID: String?
    /// Seconds that the session lasts; STS decides where it is not said.
    var duration: Int?

    /// The session's name where nothing is configured.
    static let standardSessionName = "posyncd"
}

/// A role to be assumed with the token in a file (sts:AssumeRoleWithWebIdentity), read anew each time.
struct WebIdentity: Sendable, Hashable {
    /// The role's ARN.
    var role: String
    /// The name that the session has in the account's trail.
    var sessionName: String
    /// The file that somebody keeps fresh.
    var tokenFile: String
}
