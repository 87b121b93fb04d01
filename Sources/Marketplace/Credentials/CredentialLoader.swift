internal import Reconciliation
internal import Transport

/// Fetches credentials from where the chain finds them. Files are read anew each time, so that keys which somebody
/// renews there are taken up.
struct CredentialLoader: Sendable {
    let environment: AWSEnvironment
    let tokens: SecurityTokens
    let transport: any Transport
    let time: any TimeSource
    let entropy: any Entropy

    /// The credentials of the first place that has any.
    ///
    /// - Throws: `credentials` where there is none, or it is broken; what the network did where it is only that.
    func load() async throws(MarketplaceError) -> AWSCredentials {
        let profiles = try SharedProfiles(environment: environment)
        let source = try CredentialChain(environment: environment, profiles: profiles).source()
        let credentials = try await load(source)
        let now = Instant(milliseconds: time.wallMilliseconds())
        if let end = credentials.expiresAt, end <= now {
            throw .credentials(
                "the credentials from \(source.name) ran out at \(end). Renew them; if they should be good, see that this "
                    + "host's clock is right: it says \(now)")
        }
        return credentials
    }

    private func load(_ source: CredentialSource) async throws(MarketplaceError) -> AWSCredentials {
        switch source {
        case .keys(let credentials, from: _): return credentials
        case .process(let process): return try await process.credentials(environment, time)
        case .container(let endpoint): return try await ask(endpoint)
        case .instance(let metadata):
            return try await InstanceCredentials(metadata: metadata, transport: transport, time: time, entropy: entropy)
                .load()
        case .role(let request, with: let first):
            let credentials = try await load(first)
            do {
                return try await tokens.assume(request, in: nil, with: credentials)
            } catch {
                throw Self.refusal(error, of: request.role)
            }
        case .webIdentity(let identity):
            do {
                return try await tokens.assume(identity)
            } catch {
                throw Self.refusal(error, of: identity.role)
            }
        }
    }

    /// A refused role leaves no credentials to begin with; an outage does not say that they are wrong.
    private static func refusal(_ error: MarketplaceError, of role: String) -> MarketplaceError {
        switch error.kind {
        case .unreachable, .throttled, .transient, .unknownOutcome, .cancelled: return error
        case .credentials where error.operation == "credentials": return error
        default:
            return .credentials(
                "the role \(role) cannot be assumed: \(error.label)\(error.message.isEmpty ? "" : ": \(error.message)")"
            )
        }
    }

    // MARK: - Container

    private func ask(_ endpoint: ContainerEndpoint) async throws(MarketplaceError) -> AWSCredentials {
        var tries = 1
        while true {
            let reason: String
            let request = try endpoint.request()
            do {
                let response = try await transport.send(request)
                switch Self.read(response) {
                case .success(let credentials): return credentials
                case .failure(let fault): reason = fault.reason
                }
            } catch {
                guard error != .cancelled else { throw .cancelled }
                reason = error.text
            }
            guard tries < ContainerEndpoint.attempts else {
                throw .credentials("the container's credential endpoint \(endpoint.url) fails: \(reason)")
            }
            tries += 1
            do {
                try await time.sleep(for: ContainerEndpoint.pause)
            } catch {
                throw .cancelled
            }
        }
    }

    private static func read(_ response: Response) -> Result<AWSCredentials, CredentialDocument.Fault> {
        guard let document = CredentialDocument(response.body) else {
            return .failure(.init(reason: "HTTP \(response.status) without a JSON object"))
        }
        guard response.status == 200 else {
            let said = document.refusal.map { ": \($0.code): \($0.message)" } ?? ""
            return .failure(.init(reason: "HTTP \(response.status)\(said)"))
        }
        return Result { () throws(CredentialDocument.Fault) in
            try document.credentials(token: "Token", isTemporary: true)
        }
    }
}

extension CredentialSource {
    /// What it is, in a message.
    var name: String {
        switch self {
        case .keys(_, let place): place
        case .role(let request, with: _): "the role \(request.role)"
        case .webIdentity(let identity): "the role \(identity.role)"
        case .process(let process): "credential_process of the profile \"\(process.profile)\""
        case .container(let endpoint): "the container's endpoint \(endpoint.url)"
        case .instance: "the instance metadata"
        }
    }
}

extension MarketplaceError {
    /// The task was cancelled while credentials were fetched.
    static var cancelled: MarketplaceError {
        MarketplaceError(operation: "credentials", kind: .cancelled, message: "the task was cancelled")
    }
}

extension TransportError {
    /// What happened, in words.
    var text: String {
        switch self {
        case .refused(let text), .unreachable(let text), .addressForbidden(let text), .tls(let text),
            .timeout(let text), .interrupted(let text), .tooLarge(let text), .denied(let text), .notFound(let text),
            .failed(let text):
            text
        case .cancelled: "the request was cancelled"
        }
    }
}
