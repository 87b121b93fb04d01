internal import Documents
internal import Reconciliation
internal import Transport

/// How a bearer token is asked for (RFC 6749, section 4.4).
struct OAuthClient: Sendable {
    /// The feed, for messages.
    var feed: FeedName
    /// Where tokens are given.
    var tokenURL: String
    /// The client.
    var clientID: String
    /// Its secret.
    var clientSecret: Secret
    /// The scopes asked for; none to get what the server gives.
    var scopes: [String] = []
    /// Further fields of the request, such as `resource` or `audience`.
    var parameters: [(name: String, value: String)] = []
    /// Whether id and secret go into the body; otherwise into the `Authorization` header.
    var sendsSecretInBody = true
    /// Where the scopes are granted, for messages.
    var scopeAdvice = "grant them to the OAuth client, or set `scopes`"
}

/// The bearer token of a client: minted once at a time, renewed at 80 % of its life.
actor OAuthToken {
    private let client: OAuthClient
    private let http: FeedHTTP
    private var current: (token: Secret, mintedAt: Duration, renewAt: Duration)?
    private let minting = SharedCall<Secret, FeedError> { $0.kind == .cancelled }

    init(_ client: OAuthClient, _ http: FeedHTTP) {
        self.client = client
        self.http = http
    }

    /// A token that is good for now.
    func token() async throws(FeedError) -> Secret {
        if let current, http.time.monotonic() < current.renewAt { return current.token }
        return try await minting.value { () async throws(FeedError) -> Secret in try await self.renewed() }
    }

    private func renewed() async throws(FeedError) -> Secret {
        // Somebody else's request may have been answered since it was asked for.
        if let current, http.time.monotonic() < current.renewAt { return current.token }
        return try await mint()
    }

    /// What must not be repeated in messages.
    var secrets: [Secret] { [client.clientSecret] + (current.map { [$0.token] } ?? []) }

    /// How old the token is; some servers refuse one that is only seconds old.
    var age: Duration { current.map { http.time.monotonic() - $0.mintedAt } ?? .seconds(3600) }

    /// Forgets a token that was refused, unless it was replaced since.
    func forget(_ refused: Secret) {
        if current?.token == refused { current = nil }
    }

    private func mint() async throws(FeedError) -> Secret {
        var fields = [("grant_type", "client_credentials")]
        if !client.scopes.isEmpty { fields.append(("scope", client.scopes.joined(separator: " "))) }
        fields += client.parameters.map { ($0.name, $0.value) }
        var credential = Request.Credential.none
        if client.sendsSecretInBody {
            fields.append(("client_id", client.clientID))
        } else {
            credential = .basic(user: client.clientID, password: client.clientSecret)
        }
        var body = fields.map { "\(PercentEncoding.encoded($0.0))=\(PercentEncoding.encoded($0.1))" }.joined(
            separator: "&")
        if client.sendsSecretInBody {
            body += client.clientSecret.withText { "&client_secret=\(PercentEncoding.encoded($0))" }
        }
        let response = try await http.send(
            Request(
                .post, client.tokenURL,
                headers: [
                    .init("Content-Type", "application/x-www-form-urlencoded"), .init("Accept", "application/json"),
                ], credential: credential, body: Array(body.utf8)))
        guard (200..<300).contains(response.status) else { throw refusal(response) }
        let answer = try FeedHTTP.json(response, from: client.tokenURL)
        guard let token = answer["access_token"]?.string, !token.isEmpty else {
            throw FeedError(.malformed, "\(client.tokenURL) answered without an access token")
        }
        let life = answer["expires_in"]?.text.flatMap { Int($0) } ?? 3600
        let now = http.time.monotonic()
        let minted = Secret(token)
        current = (minted, now, now + .seconds(min(max(life, 10), 86_400) * 8 / 10))
        return minted
    }

    private func refusal(_ response: Response) -> FeedError {
        let answer = try? JSONReader.read(response.body)
        let client = client
        let said = answer?["error"]?.string.map { client.clientSecret.redacted(in: $0) }
        let word = said ?? "HTTP \(response.status)"
        switch word {
        case "invalid_scope":
            return FeedError(
                .denied,
                "\(client.tokenURL) does not grant the scopes \(client.scopes.joined(separator: ", ")) to client "
                    + "\(client.clientID): \(client.scopeAdvice)")
        case "invalid_client", "unauthorized_client", "access_denied", "invalid_grant": return unaccepted(word)
        default:
            switch response.status {
            case 429: return FeedError(.throttled, "\(client.tokenURL) asks to slow down (HTTP 429)")
            case 500...:
                return FeedError(
                    .unreachable, "\(client.tokenURL) answers HTTP \(response.status) to the token request")
            case 401, 403: return unaccepted(word)
            default:
                return FeedError(
                    .rejected, "\(client.tokenURL) refuses the token request: \(word.prefix(100)); check the address")
            }
        }
    }

    private func unaccepted(_ word: String) -> FeedError {
        FeedError(
            .denied,
            "\(client.tokenURL) does not accept client \(client.clientID) with its secret (\(word)): check `clientID` and "
                + "`clientSecret` of feed \(client.feed)")
    }
}
