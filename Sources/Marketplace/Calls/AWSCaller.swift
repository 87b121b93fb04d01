internal import Documents
internal import Reconciliation
internal import Transport

/// Sends one call to AWS: paced, signed, classified, and retried as the SDKs' standard mode does.
actor AWSCaller {
    /// Tries of one call in all (`AWS_MAX_ATTEMPTS`).
    private let attempts: Int
    private let transport: any Transport
    private let time: any TimeSource
    private let entropy: any Entropy
    private let endpoints: Endpoints
    private let region: String
    private let rates: [String: Double]
    private let tally: CallTally
    private var limiters: [String: RateLimiter] = [:]
    /// Tokens for retries, shared by all calls, so that an outage is not amplified.
    private var retryTokens = 500

    init(
        transport: any Transport, time: any TimeSource, entropy: any Entropy, environment: [String: String],
        region: String, rates: [String: Double], tally: CallTally
    ) {
        self.transport = transport
        self.time = time
        self.entropy = entropy
        self.region = region
        self.rates = rates
        self.tally = tally
        endpoints = Endpoints(environment: environment, region: region)
        attempts = max(1, environment["AWS_MAX_ATTEMPTS"].flatMap { Int($0) } ?? 3)
    }

    /// One call and its context.
    struct Call: Sendable {
        var service: AWSService
        var operation: String
        var account: AccountID?
        var body: [UInt8]
        /// Whether the call changes something: it is not sent again where its outcome is unknown.
        var isChange = false
    }

    /// Where a service is called.
    nonisolated func address(of service: AWSService) -> String { endpoints.url(service) }

    /// The body of the answer.
    func send(_ call: Call, _ credentials: AWSCredentials?) async throws(MarketplaceError) -> [UInt8] {
        var attempt = 1
        while true {
            do {
                return try await once(call, credentials)
            } catch {
                guard attempt < attempts, isWorthRetrying(error, call) else { throw error }
                let cost = error.kind == .throttled ? 5 : 10
                guard retryTokens >= cost else { throw error }
                retryTokens -= cost
                var wait = Duration.seconds(entropy.unit() * min(Double(1 << (attempt - 1)), 20))
                if error.kind == .throttled { wait = max(wait, .milliseconds(300)) }
                if let asked = error.retryAfter { wait = max(wait, min(asked, .seconds(20))) }
                do {
                    try await time.sleep(for: wait)
                } catch {
                    throw failure(call, .cancelled, "the task was cancelled")
                }
                attempt += 1
            }
        }
    }

    private func isWorthRetrying(_ error: MarketplaceError, _ call: Call) -> Bool {
        switch error.kind {
        case .throttled: true
        case .transient, .unreachable: true
        case .unknownOutcome: !call.isChange
        default: false
        }
    }

    private func once(_ call: Call, _ credentials: AWSCredentials?) async throws(MarketplaceError) -> [UInt8] {
        let limiter = limiter(call)
        do {
            try await limiter.wait()
        } catch {
            throw failure(call, .cancelled, "the task was cancelled")
        }
        tally.count(call.operation)
        var headers = [Request.Header("Content-Type", call.service.contentType)]
        if let target = call.service.target { headers.append(.init("X-Amz-Target", "\(target).\(call.operation)")) }
        var credential = Request.Credential.none
        if let credentials {
            credential = .awsSignature(
                .init(
                    region: call.service.signingRegion(region), service: call.service.signingName,
                    accessKey: credentials.accessKey, secretKey: credentials.secretKey,
                    sessionToken: credentials.sessionToken))
        }
        let request = Request(
            .post, endpoints.url(call.service), headers: headers, credential: credential, body: call.body)
        let response: Response
        do {
            response = try await transport.send(request)
        } catch {
            throw failure(error, call)
        }
        if (200..<300).contains(response.status) {
            retryTokens = min(500, retryTokens + 1)
            return response.body
        }
        let error = failure(response, call)
        if error.kind == .throttled {
            tally.countThrottle(call.operation)
            await limiter.pause(for: .milliseconds(500))
        }
        throw error
    }

    private func limiter(_ call: Call) -> RateLimiter {
        let key = "\(call.operation) \(call.account?.text ?? "")"
        if let known = limiters[key] { return known }
        let rate = rates[call.operation] ?? 5
        // Half a second's worth at once: AWS counts by its own clock, and a full burst at its edge is throttled.
        let limiter = RateLimiter(rate: rate, capacity: max(1, rate / 2), time: time)
        limiters[key] = limiter
        return limiter
    }

    // MARK: - What went wrong

    private func failure(_ call: Call, _ kind: MarketplaceError.Kind, _ message: String) -> MarketplaceError {
        MarketplaceError(operation: call.operation, account: call.account, kind: kind, message: message)
    }

    private func failure(_ error: TransportError, _ call: Call) -> MarketplaceError {
        switch error {
        case .unreachable(let text), .addressForbidden(let text), .tls(let text), .refused(let text):
            failure(call, .unreachable, text)
        case .timeout(let text), .interrupted(let text):
            failure(call, .unknownOutcome, text)
        case .tooLarge(let text), .denied(let text), .notFound(let text), .failed(let text):
            failure(call, .malformed, text)
        case .cancelled:
            failure(call, .cancelled, "the request was cancelled")
        }
    }

    private func failure(_ response: Response, _ call: Call) -> MarketplaceError {
        let fault = AWSFault(response, isXML: call.service.target == nil)
        guard let fault else {
            let beginning = String(decoding: response.body.prefix(80), as: UTF8.self)
            let kind: MarketplaceError.Kind = response.status >= 500 ? .transient : .malformed
            return failure(
                call, call.isChange && kind == .transient ? .unknownOutcome : kind,
                "the answer (HTTP \(response.status)) is not AWS's: \(beginning.debugDescription)")
        }
        var kind = ErrorClass.kind(code: fault.code, status: response.status)
        if kind == .transient, call.isChange { kind = .unknownOutcome }
        return MarketplaceError(
            operation: call.operation, account: call.account, kind: kind, code: fault.code, reason: fault.reason,
            message: fault.message, retryAfter: fault.retryAfter,
            action: kind == .denied ? "\(call.service.actionPrefix):\(call.operation)" : nil)
    }
}

/// The error in an answer of AWS.
struct AWSFault {
    let code: String
    let reason: String?
    let message: String
    let retryAfter: Duration?

    /// Reads the error of a JSON or XML service; `nil` where the body is neither.
    init?(_ response: Response, isXML: Bool) {
        retryAfter = response.header("retry-after").flatMap { Int($0) }.map { .seconds(min($0, 3600)) }
        if isXML {
            let text = String(decoding: response.body, as: UTF8.self)
            guard let code = SimpleXML.text("Code", in: text) else { return nil }
            self.code = code
            reason = nil
            message = SimpleXML.text("Message", in: text) ?? ""
            return
        }
        guard let object = (try? JSONReader.read(response.body))?.object else { return nil }
        let type = object["__type"]?.string ?? object["code"]?.string ?? response.header("x-amzn-errortype") ?? ""
        code = Self.name(type)
        guard !code.isEmpty else { return nil }
        reason = object["reason"]?.string
        message = object["message"]?.string ?? object["Message"]?.string ?? ""
    }

    /// `com.amazonaws…#ValidationException:http://…` is `ValidationException`.
    private static func name(_ type: String) -> String {
        let tail = type.split(separator: "#").last ?? ""
        return String(tail.split(separator: ":").first ?? "")
    }
}
