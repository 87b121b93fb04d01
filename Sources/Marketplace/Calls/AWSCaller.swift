internal import Documents
internal import Reconciliation
internal import Transport

/// Sends one call to AWS: paced, signed, classified, and retried as the SDKs' standard mode does.
actor AWSCaller {
    /// The longest wait before a retry, in seconds, and how much longer a service may ask to wait.
    private static let longestWait = 20.0
    private static let longestExtra = Duration.seconds(5)
    /// A clock that is further off than this is named as a cause: AWS bears at least 5 minutes.
    private static let clockTolerance = Duration.seconds(4 * 60)

    private let configuration: Result<AWSConfiguration, MarketplaceError>
    private let transport: any Transport
    private let time: any TimeSource
    private let entropy: any Entropy
    private let lanes: CallLanes
    private let tally: CallTally
    private var quota = RetryQuota()

    init(
        configuration: Result<AWSConfiguration, MarketplaceError>, transport: any Transport, time: any TimeSource,
        entropy: any Entropy, rates: [String: Double], tally: CallTally
    ) {
        self.configuration = configuration
        self.transport = transport
        self.time = time
        self.entropy = entropy
        self.tally = tally
        lanes = CallLanes(rates: rates, time: time)
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

    /// Where a service is called; its own address where the configuration cannot be read.
    nonisolated func address(of service: AWSService) -> String {
        (try? configuration.get())?.url(service) ?? service.endpoint(region: AWSConfiguration.standardRegion)
    }

    /// A failed try.
    private struct Setback: Error {
        var error: MarketplaceError
        /// Whether another try may help, and can do no harm.
        var isRetryable: Bool
        var isTimeout = false
    }

    /// The body of the answer.
    func send(_ call: Call, _ credentials: AWSCredentials?) async throws(MarketplaceError) -> [UInt8] {
        let configuration = try configuration.get()
        let request = request(call, credentials, configuration)
        var attempt = 1
        var cost: Int?
        while true {
            do throws(Setback) {
                let body = try await once(call, request)
                quota.giveBack(cost)
                return body
            } catch {
                guard error.isRetryable, attempt < configuration.attempts,
                    let price = quota.take(afterTimeout: error.isTimeout)
                else { throw error.error }
                cost = price
                do {
                    try await time.sleep(for: wait(after: attempt, asked: error.error.retryAfter))
                } catch {
                    throw Self.cancelled(call)
                }
                attempt += 1
            }
        }
    }

    /// Full jitter over twice the time of the last try; what the service asks for counts within bounds.
    private func wait(after attempt: Int, asked: Duration?) -> Duration {
        let most = min(Double(1 << min(attempt - 1, 10)), Self.longestWait)
        let wait = Duration.seconds(entropy.unit() * most)
        guard let asked else { return wait }
        return max(wait, min(asked, wait + Self.longestExtra))
    }

    private func request(_ call: Call, _ credentials: AWSCredentials?, _ configuration: AWSConfiguration) -> Request {
        var headers = [Request.Header("Content-Type", call.service.contentType)]
        if let target = call.service.target { headers.append(.init("X-Amz-Target", "\(target).\(call.operation)")) }
        var credential = Request.Credential.none
        if let credentials {
            credential = .awsSignature(
                .init(
                    region: call.service.signingRegion(configuration.region), service: call.service.signingName,
                    accessKey: credentials.accessKey, secretKey: credentials.secretKey,
                    sessionToken: credentials.sessionToken))
        }
        var request = Request(
            .post, configuration.url(call.service), headers: headers, credential: credential, body: call.body)
        request.isSentOnce = call.isChange
        return request
    }

    private func once(_ call: Call, _ request: Request) async throws(Setback) -> [UInt8] {
        let lane = await lanes.lane(call.operation, call.account)
        do {
            try await lane.wait()
        } catch {
            throw Setback(error: Self.cancelled(call), isRetryable: false)
        }
        tally.count(call.operation)
        let response: Response
        do {
            response = try await transport.send(request)
        } catch {
            throw setback(error, call)
        }
        if (200..<300).contains(response.status), response.isPage {
            throw foreign(response, call)
        }
        if (200..<300).contains(response.status) {
            await lane.succeeded()
            return response.body
        }
        let setback = setback(response, call, request)
        if setback.error.kind == .throttled {
            tally.countThrottle(call.operation)
            await lane.throttled()
        }
        throw setback
    }

    // MARK: - What went wrong

    private static func cancelled(_ call: Call) -> MarketplaceError {
        MarketplaceError(
            operation: call.operation, account: call.account, kind: .cancelled, message: "the task was cancelled")
    }

    private func setback(_ error: TransportError, _ call: Call) -> Setback {
        var isRetryable = false
        let kind: MarketplaceError.Kind
        switch error {
        case .unreachable, .tls:
            // Nothing was sent.
            kind = .unreachable
            isRetryable = true
        case .refused, .addressForbidden: kind = .unreachable
        case .timeout, .interrupted:
            kind = .unknownOutcome
            isRetryable = !call.isChange
        case .tooLarge, .denied, .notFound, .failed: kind = call.isChange ? .unknownOutcome : .malformed
        case .cancelled: kind = .cancelled
        }
        var isTimeout = false
        if case .timeout = error { isTimeout = true }
        return Setback(
            error: MarketplaceError(operation: call.operation, account: call.account, kind: kind, message: error.text),
            isRetryable: isRetryable, isTimeout: isTimeout)
    }

    private func setback(_ response: Response, _ call: Call, _ request: Request) -> Setback {
        guard let fault = AWSFault(response) else { return foreign(response, call) }
        let message = Self.safe(fault.message, request)
        let kind = ErrorClass.kind(code: fault.code, status: response.status)
        // An error of the service's own says nothing about whether a change was made.
        let isUnknown = kind == .transient && call.isChange
        var error = MarketplaceError(
            operation: call.operation, account: call.account, kind: isUnknown ? .unknownOutcome : kind,
            code: fault.code, reason: fault.reason, message: message, retryAfter: response.retryAfter,
            action: kind == .denied ? "\(call.service.actionPrefix):\(call.operation)" : nil)
        if ErrorClass.clock.contains(fault.code), let words = clockWords(response, fault.code) {
            error = error.saying("\(words) AWS says: \(message)")
        }
        return Setback(error: error, isRetryable: kind == .throttled || (kind == .transient && !call.isChange))
    }

    /// A message without what the request was signed with: where a signature does not match, services repeat the request
    /// that they would have signed, the session token with it.
    private static func safe(_ message: String, _ request: Request) -> String {
        guard case .awsSignature(let signature) = request.credential else { return message }
        return [signature.secretKey, signature.sessionToken].compactMap { $0 }.reduce(message) { $1.redacted(in: $0) }
    }

    /// An answer that is not AWS's: a proxy's page, or a service of another kind.
    private func foreign(_ response: Response, _ call: Call) -> Setback {
        let isFailing = response.status >= 500
        let kind: MarketplaceError.Kind =
            switch response.status {
            case 429: .throttled
            case 500...: call.isChange ? .unknownOutcome : .transient
            default: .malformed
            }
        return Setback(
            error: MarketplaceError(
                operation: call.operation, account: call.account, kind: kind,
                message: "the answer (HTTP \(response.status)) is not AWS's: it is \(response.looks)"
                    + (response.isPage ? "; a proxy or a login page may be in the way" : ""),
                retryAfter: response.retryAfter),
            isRetryable: kind == .throttled || (isFailing && !call.isChange))
    }

    /// What the answer's date says about this host's clock, where that may be why AWS refuses the signature.
    private func clockWords(_ response: Response, _ code: String) -> String? {
        let now = Instant(milliseconds: time.wallMilliseconds())
        guard let lead = response.clockLead(at: now), lead >= Self.clockTolerance || lead <= .zero - Self.clockTolerance
        else {
            return code == "RequestExpired" ? "The request was too old when it arrived; see this host's clock." : nil
        }
        let minutes = abs(lead.milliseconds) / 60_000
        return "This host's clock is \(minutes) min \(lead > .zero ? "ahead of" : "behind") AWS's: set it (NTP)."
    }
}

extension MarketplaceError {
    /// The same error with other words.
    func saying(_ message: String) -> MarketplaceError {
        MarketplaceError(
            operation: operation, account: account, kind: kind, code: code, reason: reason, message: message,
            retryAfter: retryAfter, action: action)
    }
}
