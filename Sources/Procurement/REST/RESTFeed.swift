public import Documents
public import Reconciliation
public import Transport

/// Purchase orders from any system that gives lists of JSON records over HTTP.
///
/// Which address, how its pages follow one another, how to ask for what has changed and where in a record each field
/// stands is all configuration; examples for common systems are under `Config/feeds/`.
public struct RESTFeed: Feed {
    private let options: RESTOptions
    private let http: FeedHTTP
    private let login: FeedLogin
    private let decoder: RESTDecoder

    public var name: FeedName { options.name }

    /// A feed that sends its requests over `transport`.
    public init(_ options: RESTOptions, transport: any Transport, time: any TimeSource, entropy: any Entropy) {
        self.options = options
        let limiter = RateLimiter(rate: options.requestsPerSecond, time: time)
        http = FeedHTTP(transport: transport, limiter: limiter, time: time, entropy: entropy)
        login = FeedLogin(http: http, proof: Self.proof(options, http))
        decoder = RESTDecoder(options)
    }

    private static func proof(_ options: RESTOptions, _ http: FeedHTTP) -> FeedLogin.Proof {
        switch options.login {
        case .none: return .given({ _ in .none }, nil)
        case .basic(let user, let password):
            return .given({ $0.map { .basic(user: user, password: $0) } ?? .none }, password)
        case .bearer(let token): return .given({ $0.map { .bearer($0) } ?? .none }, token)
        case .header(let name, let prefix, let value):
            return .given(
                { secret in
                    let text = secret.map { $0.withText { Secret(prefix + $0) } }
                    return text.map { .headers([Request.SecretHeader(name, $0)]) } ?? .none
                }, value)
        case .oauth(let tokenURL, let clientID, let secret, let scopes, let parameters, let sendsSecretInBody):
            let client = OAuthClient(
                feed: options.name, tokenURL: tokenURL, clientID: clientID, clientSecret: secret, scopes: scopes,
                parameters: parameters.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
                sendsSecretInBody: sendsSecretInBody)
            return .token(OAuthToken(client, http), beside: [])
        }
    }

    public func read(
        _ pass: FeedPass, _ take: (FeedPage) async throws(FeedError) -> Void
    ) async throws(FeedError) -> JSONValue? {
        var watermark = Watermark(pass.cursor, now: Instant(milliseconds: http.time.wallMilliseconds()))
        var request = options.request
        if !pass.isFull, let since = options.since, let moment = watermark.instant {
            since.apply(moment - options.overlap, zone: options.zone, to: &request)
        }
        try await walk(request, options.records) { (rows) throws(FeedError) in
            for start in stride(from: 0, to: rows.count, by: chunk) {
                let page = try await self.page(Array(rows[start..<min(start + chunk, rows.count)]))
                for order in page.orders { watermark.see(order) }
                try await take(page)
            }
        }
        // Without a way to ask for what has changed there is no reading but a full one.
        return options.since == nil ? nil : watermark.cursor
    }

    public func probe() async throws(FeedError) -> String {
        var walk = PageWalk(options.paging, options.request)
        let rows = try await answer(&walk, options.records).rows
        guard let first = rows.first else { return "no purchase orders yet" }
        let page = try await page([first])
        if let fault = page.faults.first { throw FeedError(.malformed, "\(options.request.url): \(fault)") }
        if let order = page.orders.first, let fault = order.fault {
            return "purchase orders can be read, but \(order.number) not whole: \(fault)"
        }
        return "purchase orders can be read"
    }

    // MARK: - Orders

    /// Records that are taken in at once: where each needs requests of its own, few, so that who wants only some of them does
    /// not have to wait for a page.
    private var chunk: Int {
        if case .requested = options.lines { return 10 }
        return options.detail == nil ? 10_000 : 10
    }

    /// The orders of a page of records.
    private func page(_ rows: [SourceRecord]) async throws(FeedError) -> FeedPage {
        var page = FeedPage(orders: [])
        for (index, row) in rows.enumerated() {
            guard let key = decoder.key(of: row.value) else {
                let reason = row.damage.map { ": \($0)" } ?? ""
                page.faults.append("record \(index + 1) of a page has no order.id and no order.number\(reason)")
                page.nameless += 1
                continue
            }
            if let fault = row.fault {
                page.orders.append(decoder.order(key, row.value, fault: fault))
            } else if let order = try await order(key, row.value) {
                page.orders.append(order)
            }
        }
        return page
    }

    /// The order of a record, with what further requests say about it; `nil` where it is gone since the list was made, or no
    /// order yet.
    private func order(_ key: OrderKey, _ row: JSONValue) async throws(FeedError) -> PurchaseOrder? {
        var record = row
        if let detail = options.detail {
            switch try await self.detail(detail, row) {
            case .record(let found): record = found
            case .gone: return nil
            case .refused(let fault): return decoder.order(key, row, fault: fault)
            }
        }
        if decoder.isUnnumbered(record) { return nil }
        guard case .requested(let lines) = options.lines else { return decoder.order(key, record) }
        var found: [SourceRecord] = []
        try await walk(lines.request.filled { decoder.value($0, record) }, lines.records) { (rows) throws(FeedError) in
            found += rows
        }
        // An order with a line that cannot be read is none without it.
        let fault = found.lazy.compactMap(\.fault).first
        return decoder.order(key, record, lines: found.map(\.value), fault: fault)
    }

    private enum Detail {
        case record(JSONValue)
        case gone
        case refused(OrderFault)
    }

    private func detail(_ detail: RESTOptions.Subrequest, _ row: JSONValue) async throws(FeedError) -> Detail {
        let request = detail.request.filled { decoder.value($0, row) }
        let response = try await login.send(request.wire)
        switch response.status {
        case 200..<300: break
        case 404, 410: return .gone
        case 400, 405, 406, 409, 422:
            let answer = "\(request.url) answers HTTP \(response.status)\(await login.reason(response))"
            return .refused(OrderFault(reason: answer))
        default: throw await refusal(response, request)
        }
        let answer = try FeedHTTP.json(response, recordsAt: detail.records, from: request.url)
        guard let record = detail.records.value(in: answer.document), record.object != nil else {
            throw FeedError(.malformed, "\(request.url) answered without a record at \"\(detail.records)\"")
        }
        if let damage = answer.damage.values.first { return .refused(OrderFault(damage: damage)) }
        return .record(record)
    }

    // MARK: - Lists

    /// Gives each page of a list.
    private func walk(
        _ request: RESTRequest, _ records: JSONPointer, _ take: ([SourceRecord]) async throws(FeedError) -> Void
    ) async throws(FeedError) {
        var walk = PageWalk(options.paging, request)
        while true {
            let (rows, hasMore) = try await answer(&walk, records)
            if !rows.isEmpty { try await take(rows) }
            guard hasMore else { return }
        }
    }

    private func answer(
        _ walk: inout PageWalk, _ records: JSONPointer
    ) async throws(FeedError) -> (rows: [SourceRecord], hasMore: Bool) {
        let request = walk.request
        let response = try await login.send(request.wire)
        if response.status == 204 || walk.isBeyondEnd(response) { return ([], false) }
        guard (200..<300).contains(response.status) else { throw await refusal(response, request) }
        let answer = try FeedHTTP.json(response, recordsAt: records, from: request.url)
        let rows: [JSONValue]
        switch records.value(in: answer.document) {
        case .array(let list): rows = list
        case .null: rows = []
        default:
            throw FeedError(
                .malformed,
                "\(request.url) answered without a list at \"\(records)\"\(await login.reason(response)); see `records`"
            )
        }
        return (SourceRecord.records(rows, answer.damage), try walk.advance(rows, answer.document, response))
    }

    private func refusal(_ response: Response, _ request: RESTRequest) async -> FeedError {
        let answer =
            "\(request.url.prefix { $0 != "?" }) answers HTTP \(response.status)\(await login.reason(response))"
        switch response.status {
        case 401:
            return FeedError(.denied, "\(answer). The credentials are not accepted: check `auth` of feed \(name)")
        case 403:
            return FeedError(.denied, "\(answer). The user of feed \(name) needs the right to read purchase orders")
        case 429: return FeedError(.throttled, "\(answer), and for longer than a cycle waits")
        case 500...: return FeedError(.unreachable, answer)
        case 300..<400:
            return FeedError(.rejected, "\(answer), which leads elsewhere and is not followed: check `url`")
        case 404: return FeedError(.rejected, "\(answer). Check `url` of feed \(name)")
        default: return FeedError(.rejected, "\(answer). Check `url`, `query`, `since` and `paging` of feed \(name)")
        }
    }
}
