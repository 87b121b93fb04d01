internal import Documents
internal import Reconciliation
internal import Transport

/// Sends a feed's requests: paced, retried within bounds, and answered with JSON or a clear error.
struct FeedHTTP: Sendable {
    /// Tries of one request in all.
    static let attempts = 5
    /// The longest wait that a server's `Retry-After` is granted within a cycle; one that asks for more is left alone
    /// until the next.
    static let longestWait = Duration.seconds(60)

    let transport: any Transport
    let limiter: RateLimiter
    let time: any TimeSource
    let entropy: any Entropy
    /// Whether a request that came too early (HTTP 429) is sent again here; a feed that counts its calls decides itself.
    var retriesThrottling = true

    /// The answer to a request: any status but those that a retry may mend.
    func send(_ request: Request, isRead: Bool = true) async throws(FeedError) -> Response {
        var attempt = 1
        while true {
            do throws(TransportError) {
                try await pace()
                let response = try await transport.send(request)
                let isWorthwhile = response.status >= 500 || (response.status == 429 && retriesThrottling)
                guard isWorthwhile, isRead, attempt < Self.attempts else { return response }
                let asked = RetryAfter.span(response, now: Instant(milliseconds: time.wallMilliseconds()))
                if let asked, asked > Self.longestWait { return response }
                try await wait(attempt, asked: asked)
            } catch {
                let isWorthwhile: Bool
                switch error {
                case .unreachable, .interrupted, .timeout: isWorthwhile = isRead && attempt < 3
                default: isWorthwhile = false
                }
                guard isWorthwhile else { throw Self.failure(error) }
                do throws(TransportError) {
                    try await wait(attempt, asked: nil)
                } catch {
                    throw Self.failure(error)
                }
            }
            attempt += 1
        }
    }

    private func pace() async throws(TransportError) {
        do {
            try await limiter.wait()
        } catch {
            throw .cancelled
        }
    }

    /// Full jitter, or what the server asks for.
    private func wait(_ attempt: Int, asked: Duration?) async throws(TransportError) {
        let jittered = Duration.seconds(entropy.unit() * min(Double(1 << attempt) * 0.5, 20))
        do {
            try await time.sleep(for: asked ?? jittered)
        } catch {
            throw .cancelled
        }
    }

    static func failure(_ error: TransportError) -> FeedError {
        switch error {
        case .unreachable(let text), .timeout(let text), .interrupted(let text): FeedError(.unreachable, text)
        case .tls(let text): FeedError(.unreachable, "TLS failed: \(trusting(text))")
        case .addressForbidden(let text), .refused(let text): FeedError(.rejected, text)
        case .denied(let text): FeedError(.denied, text)
        case .tooLarge(let text): FeedError(.malformed, text)
        case .notFound(let text), .failed(let text): FeedError(.unreachable, text)
        case .cancelled: FeedError(.cancelled, "the request was cancelled")
        }
    }

    /// What went wrong with TLS, with what to do where nobody known vouches for the server.
    static func trusting(_ text: String) -> String {
        let isUnknown = text.contains("self-signed") || text.contains("self signed") || text.contains("local issuer")
        return isUnknown
            ? "\(text); an authority of your own is trusted where SSL_CERT_FILE or CURL_CA_BUNDLE names its certificate"
            : text
    }

    /// The JSON of an answer.
    static func json(_ response: Response, from host: String) throws(FeedError) -> JSONValue {
        do {
            return try JSONReader.read(text(of: response))
        } catch {
            throw malformed(response, from: host, error)
        }
    }

    /// The JSON of an answer with a list of records at a place, of which one that is damaged does not cost the others.
    static func json(
        _ response: Response, recordsAt records: JSONPointer, from host: String
    ) throws(FeedError) -> JSONRecords {
        do {
            return try JSONReader.read(text(of: response), recordsAt: records)
        } catch {
            throw malformed(response, from: host, error)
        }
    }

    /// The body without the byte order mark that some servers put before it (RFC 8259, section 8.1, lets it be passed over).
    private static func text(of response: Response) -> [UInt8] {
        response.body.starts(with: [0xef, 0xbb, 0xbf]) ? Array(response.body.dropFirst(3)) : response.body
    }

    private static func malformed(_ response: Response, from host: String, _ error: JSONError) -> FeedError {
        let type = response.header("content-type") ?? "no content type"
        return FeedError(
            .malformed,
            "\(host) answered HTTP \(response.status) with \(type.prefix(60)), which is not JSON (\(error)): "
                + "\(response.looks); a login or maintenance page may be in the way")
    }
}
