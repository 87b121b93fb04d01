import Testing

@testable import Marketplace

/// A chain over the texts of the two shared files.
func chain(
    _ environment: [String: String] = [:], config: String = "", credentials: String = ""
) throws -> CredentialChain {
    let environment = AWSEnvironment(environment)
    return CredentialChain(
        environment: environment,
        profiles: try SharedProfiles(
            environment: environment, config: INIText(config).sections, credentials: INIText(credentials).sections))
}

/// The error of a chain that has to fail.
func chainError(
    _ environment: [String: String] = [:], config: String = "", credentials: String = ""
) throws -> MarketplaceError {
    try #require(throws: MarketplaceError.self) {
        try chain(environment, config: config, credentials: credentials).source()
    }
}

extension CredentialSource {
    /// What kind it is, with what tells it from others.
    var short: String {
        switch self {
        case .keys(let credentials, _): credentials.accessKey
        case .role(let request, let first): "\(request.role)<\(first.short)"
        case .webIdentity(let identity): "\(identity.role)@\(identity.tokenFile)"
        case .process(let process): process.words.joined(separator: " ")
        case .container(let endpoint): endpoint.url
        case .instance(let metadata): metadata.base
        }
    }
}
