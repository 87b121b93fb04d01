public import Documents
public import Reconciliation
public import Transport

/// Purchase orders from Coupa's Core REST API.
///
/// Pages of 50 by `id[gt]`, which no edit of a row can shift; where a server passes the filter over, by offset. The
/// watermark is the newest `updated-at` that the server showed, and never after the beginning of the reading.
public struct CoupaFeed: Feed {
    /// Rows of a page: the most that Coupa gives.
    static let pageSize = 50
    /// Pages of one reading: an end that never comes must not hold a cycle up for ever.
    static let pageLimit = 20_000

    let options: CoupaOptions
    private let http: FeedHTTP
    let login: FeedLogin
    private let decoder: CoupaDecoder

    public var name: FeedName { options.name }

    /// A feed that sends its requests over `transport`.
    public init(_ options: CoupaOptions, transport: any Transport, time: any TimeSource, entropy: any Entropy) {
        self.options = options
        let limiter = RateLimiter(rate: options.requestsPerSecond, time: time)
        http = FeedHTTP(transport: transport, limiter: limiter, time: time, entropy: entropy)
        let client = OAuthClient(
            feed: options.name, tokenURL: "\(options.url)/oauth2/token", clientID: options.clientID,
            clientSecret: options.clientSecret, scopes: options.scopes,
            scopeAdvice: "add them to the OAuth client in Coupa, or set `scopes`")
        login = FeedLogin(http: http, proof: .token(OAuthToken(client, http), beside: []), settlesTokens: true)
        decoder = CoupaDecoder(options)
    }

    public func read(
        _ pass: FeedPass, _ take: (FeedPage) async throws(FeedError) -> Void
    ) async throws(FeedError) -> JSONValue? {
        var watermark = Watermark(pass.cursor, now: Instant(milliseconds: http.time.wallMilliseconds()))
        var filter = options.showsDeletedLines ? "&show_deleted_lines=true" : ""
        if !pass.isFull, let since = watermark.instant {
            filter += "&updated_at[gt_or_eq]=\(PercentEncoding.encoded((since - options.overlap).description))"
        }
        var last = 0
        var offset = 0
        var usesOffset = false
        var previous: [JSONValue] = []
        for _ in 0..<Self.pageLimit {
            let place = usesOffset ? "offset=\(offset)" : "id[gt]=\(last)"
            let (rows, damage) = try await list("\(place)&limit=\(Self.pageSize)\(filter)")
            let ids = rows.compactMap { $0["id"]?.text.flatMap { Int($0) } }
            let isPassedOver = last > 0 && ids.min().map { $0 <= last } ?? false
            if !usesOffset, isPassedOver {
                // The filter was passed over: the same rows come again. Offsets count from the rows read so far.
                usesOffset = true
                continue
            }
            if usesOffset, !rows.isEmpty, rows == previous {
                throw FeedError(.malformed, "\(options.url) gives the same purchase orders again and again")
            }
            // By ids one can only go on where they ascend, which is the documented order.
            if ids != ids.sorted() || ids.isEmpty { usesOffset = true }
            previous = rows
            offset += rows.count
            last = max(last, ids.max() ?? last)
            let page = decoder.page(rows, damage: damage)
            for order in page.orders { watermark.see(order) }
            try await take(page)
            if rows.count < Self.pageSize { return Owed(pass.cursor).noted(in: watermark.cursor) }
        }
        throw FeedError(.malformed, "\(options.url) gives more than \(Self.pageLimit) pages")
    }

    public func probe() async throws(FeedError) -> String {
        let rows = try await list("limit=1").rows
        return rows.isEmpty ? "no purchase orders yet" : "purchase orders can be read"
    }

    // MARK: - Requests

    private func list(_ query: String) async throws(FeedError) -> (rows: [JSONValue], damage: [Int: JSONError]) {
        let encoded = query.replacingBrackets
        let answer = try await answer("/api/purchase_orders?\(encoded)")
        guard let rows = answer.document.array else {
            throw FeedError(.malformed, "\(options.url) answered with something else than a list of purchase orders")
        }
        return (rows, answer.damage)
    }

    private func answer(_ path: String) async throws(FeedError) -> JSONRecords {
        let request = Request(
            .get, options.url + path,
            headers: [.init("Accept", "application/json"), .init("Content-Type", "application/json")])
        let response = try await login.send(request)
        guard (200..<300).contains(response.status) else { throw refusal(response, path) }
        return try FeedHTTP.json(response, recordsAt: .root, from: options.url)
    }

    func refusal(_ response: Response, _ path: String) -> FeedError {
        let place = path.prefix { $0 != "?" }
        switch response.status {
        case 401, 403:
            return FeedError(
                .denied,
                "\(options.url)\(place) is denied to client \(options.clientID) (HTTP \(response.status)): its scopes must "
                    + "include core.purchase_order.read")
        case 429:
            return FeedError(.throttled, "\(options.url) asks to slow down (HTTP 429), for longer than a cycle waits")
        case 500...: return FeedError(.unreachable, "\(options.url)\(place) answers HTTP \(response.status)")
        case 300..<400:
            return FeedError(
                .rejected,
                "\(options.url)\(place) redirects elsewhere (HTTP \(response.status)), which is not followed: check `url`"
            )
        default: return FeedError(.rejected, "\(options.url)\(place) answers HTTP \(response.status)")
        }
    }
}

extension String {
    /// Square brackets percent-encoded, as Coupa's guide demands.
    fileprivate var replacingBrackets: String {
        var bytes: [UInt8] = []
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "["): bytes += Array("%5B".utf8)
            case UInt8(ascii: "]"): bytes += Array("%5D".utf8)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
