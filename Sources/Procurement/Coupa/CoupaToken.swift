internal import Documents
internal import Reconciliation
internal import Transport

/// The bearer token of a Coupa client: minted once at a time, renewed at 80 % of its life.
actor CoupaToken {
    private let options: CoupaOptions
    private let http: FeedHTTP
    private var current: (token: Secret, mintedAt: Duration, renewAt: Duration)?
    private var minting: Task<Result<Secret, FeedError>, Never>?

    init(_ options: CoupaOptions, _ http: FeedHTTP) {
        self.options = options
        self.http = http
    }

    /// A token that is good for now.
    func token() async throws(FeedError) -> Secret {
        if let current, http.time.monotonic() < current.renewAt { return current.token }
        if let minting { return try await minting.value.get() }
        let task = Task { () -> Result<Secret, FeedError> in
            do throws(FeedError) {
                return .success(try await self.mint())
            } catch {
                return .failure(error)
            }
        }
        minting = task
        let result = await task.value
        minting = nil
        return try result.get()
    }

    /// How old the token is; Coupa may refuse one that is only seconds old.
    var age: Duration { current.map { http.time.monotonic() - $0.mintedAt } ?? .seconds(3600) }

    /// Forgets a token that was refused.
    func forget() { current = nil }

    private func mint() async throws(FeedError) -> Secret {
        let fields: [(String, String)] = [
            ("grant_type", "client_credentials"), ("client_id", options.clientID),
            ("scope", options.scopes.joined(separator: " ")),
        ]
        let body = fields.map { "\($0.0)=\(FeedHTTP.escape($0.1))" }.joined(separator: "&")
        let secret = options.clientSecret.withText { FeedHTTP.escape($0) }
        let response = try await http.send(
            Request(
                .post, "\(options.url)/oauth2/token",
                headers: [
                    .init("Content-Type", "application/x-www-form-urlencoded"), .init("Accept", "application/json"),
                ], body: Array("\(body)&client_secret=\(secret)".utf8)))
        guard (200..<300).contains(response.status) else { throw refusal(response) }
        let answer = try FeedHTTP.json(response, from: options.url)
        guard let token = answer.object?["access_token"]?.string, !token.isEmpty else {
            throw FeedError(.malformed, "\(options.url) answered without an access token")
        }
        let life = answer.object?["expires_in"]?.integer ?? 3600
        let now = http.time.monotonic()
        let minted = Secret(token)
        current = (minted, now, now + .seconds(max(life, 10) * 8 / 10))
        return minted
    }

    private func refusal(_ response: Response) -> FeedError {
        let answer = try? JSONReader.read(response.body)
        let word = answer?.object?["error"]?.string ?? "HTTP \(response.status)"
        switch word {
        case "invalid_scope":
            return FeedError(
                .denied,
                "\(options.url) does not grant the scopes \(options.scopes.joined(separator: ", ")) to client "
                    + "\(options.clientID): add them to the OAuth client in Coupa, or set `scopes`")
        case "invalid_client", "unauthorized_client", "access_denied", "invalid_grant":
            return FeedError(
                .denied,
                "\(options.url) does not accept client \(options.clientID) with its secret (\(word)): check `clientID` and "
                    + "`clientSecret` of feed \(options.name)")
        default:
            if response.status == 429 { return FeedError(.throttled, "\(options.url) asks to slow down (HTTP 429)") }
            if response.status >= 500 {
                return FeedError(.unreachable, "\(options.url) answers HTTP \(response.status) to the token request")
            }
            if response.status == 401 || response.status == 403 {
                return FeedError(
                    .denied,
                    "\(options.url) does not accept client \(options.clientID) with its secret (HTTP \(response.status)): "
                        + "check `clientID` and `clientSecret` of feed \(options.name)")
            }
            return FeedError(.rejected, "\(options.url) refuses the token request: \(word.prefix(100))")
        }
    }
}
