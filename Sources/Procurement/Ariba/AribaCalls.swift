internal import Documents
internal import Reconciliation
internal import Transport

/// Makes a feed's calls within Ariba's quotas.
actor AribaCalls {
    /// How often one call waits for a quota of a second or minute; more means that somebody else uses the application too.
    static let waits = 5

    private let options: AribaOptions
    private let login: FeedLogin
    private var quota: CallQuota

    init(_ options: AribaOptions, _ http: FeedHTTP) {
        self.options = options
        quota = CallQuota(limit: options.callsPerDay)
        let client = OAuthClient(
            feed: options.name, tokenURL: options.tokenURL, clientID: options.clientID,
            clientSecret: options.clientSecret, sendsSecretInBody: false,
            scopeAdvice: "grant the application access to the API in SAP's developer portal")
        login = FeedLogin(
            http: http,
            proof: .token(OAuthToken(client, http), beside: [Request.SecretHeader("apiKey", options.apiKey)]))
    }

    /// What has to be remembered, so that a restart does not forget the day's calls.
    var ledger: JSONValue { quota.ledger }

    /// Takes in what was remembered.
    func remember(_ ledger: JSONValue?) { quota.remember(ledger) }

    /// The answer to a call, as JSON with its records at a place.
    func get(
        _ path: String, _ parameters: [(name: String, value: String)], recordsAt records: JSONPointer
    ) async throws(FeedError) -> JSONRecords {
        var headers = [Request.Header("Accept", "application/json")]
        if options.view == nil { headers.append(.init("X-ARIBA-NETWORK-ID", options.realm)) }
        let request = Request(.get, FeedAddress.adding(parameters, to: options.url + path), headers: headers)
        var waits = 0
        while true {
            try await begin(&waits)
            let response = try await login.send(request)
            let now = Instant(milliseconds: login.http.time.wallMilliseconds())
            quota.see(response, at: now)
            switch response.status {
            case 200..<300: return try FeedHTTP.json(response, recordsAt: records, from: options.url + path)
            case 429 where waits < Self.waits:
                waits += 1
                // Where the headers say nothing, a minute is the shortest span that SAP documents a quota for.
                if case .wait = peek(now) { continue }
                if case .exhausted = peek(now) { continue }
                try await sleep(.seconds(60))
            default: throw await refusal(response, path)
            }
        }
    }

    /// Waits until a call may be made.
    private func begin(_ waits: inout Int) async throws(FeedError) {
        while true {
            switch quota.take(at: Instant(milliseconds: login.http.time.wallMilliseconds())) {
            case .go: return
            case .exhausted(let until):
                throw FeedError(
                    .throttled,
                    "the quota of SAP Ariba for feed \(options.name) is used up until \(until); nothing was asked")
            case .wait(let span):
                waits += 1
                guard waits <= Self.waits else {
                    throw FeedError(
                        .throttled, "\(options.url) has no quota left for feed \(options.name), again and again")
                }
                try await sleep(span)
            }
        }
    }

    /// What `take` would say, without taking.
    private func peek(_ now: Instant) -> CallQuota.Step {
        var quota = quota
        return quota.take(at: now)
    }

    private func sleep(_ span: Duration) async throws(FeedError) {
        do {
            try await login.http.time.sleep(for: span)
        } catch {
            throw FeedError(.cancelled, "the request was cancelled")
        }
    }

    private func refusal(_ response: Response, _ path: String) async -> FeedError {
        let answer = "\(options.url)\(path) answers HTTP \(response.status)\(await login.reason(response))"
        switch response.status {
        case 400:
            return FeedError(.rejected, "\(answer). Check `apiKey`, `view` and `url` of feed \(options.name)")
        case 401, 403:
            return FeedError(
                .denied,
                "\(answer). Check that `realm` (\(options.realm)) is the one that client \(options.clientID) of feed "
                    + "\(options.name) has access to")
        case 404: return FeedError(.rejected, "\(answer). Check `url` and `view` of feed \(options.name)")
        case 429: return FeedError(.throttled, "\(answer), and for longer than a cycle waits")
        case 500...: return FeedError(.unreachable, answer)
        default: return FeedError(.rejected, answer)
        }
    }
}
