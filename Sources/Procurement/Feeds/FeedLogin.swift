internal import Reconciliation
internal import Transport

/// Sends requests with what the source wants to see of us; a bearer token that is refused is minted anew, once.
struct FeedLogin: Sendable {
    /// What proves who sends a request.
    enum Proof: Sendable {
        /// The same for every request, as long as it is not renewed elsewhere, made of a secret; nothing without one.
        case given(@Sendable (Secret?) -> Request.Credential, SecretSource?)
        /// A bearer token, with further secret headers beside it.
        case token(OAuthToken, beside: [Request.SecretHeader])
    }

    /// How young a token may be for a refusal to mean that it is not known everywhere yet.
    static let settling = Duration.seconds(10)

    let http: FeedHTTP
    let proof: Proof
    /// Whether the source may refuse a token that is only seconds old; then it is given time.
    var settlesTokens = false

    /// The answer, whatever its status.
    func send(_ request: Request, isRead: Bool = true) async throws(FeedError) -> Response {
        var request = request
        guard case .token(let source, let beside) = proof else {
            if case .given(let credential, let kept) = proof { request.credential = credential(try kept?.secret()) }
            return try await http.send(request, isRead: isRead)
        }
        var hasReminted = false
        var waits = 0
        while true {
            let token = try await source.token()
            request.credential = Self.credential(token, beside)
            let response = try await http.send(request, isRead: isRead)
            guard response.status == 401, !hasReminted else { return response }
            if settlesTokens, waits < 3, await source.age < Self.settling {
                waits += 1
                do {
                    try await http.time.sleep(for: .seconds(2))
                } catch {
                    throw FeedError(.cancelled, "the request was cancelled")
                }
            } else {
                hasReminted = true
                await source.forget(token)
            }
        }
    }

    /// What the source says about an answer that is none, for the end of a sentence; without our secrets.
    func reason(_ response: Response) async -> String {
        var secrets: [Secret] = []
        switch proof {
        case .token(let source, let beside): secrets = await source.secrets + beside.map(\.value)
        case .given(_, let kept): secrets = (try? kept?.secret()).map { [$0] } ?? []
        }
        return SourceReason.suffix(response, hiding: secrets)
    }

    private static func credential(_ token: Secret, _ beside: [Request.SecretHeader]) -> Request.Credential {
        guard !beside.isEmpty else { return .bearer(token) }
        let bearer = token.withText { Secret("Bearer \($0)") }
        return .headers([Request.SecretHeader("Authorization", bearer)] + beside)
    }
}
