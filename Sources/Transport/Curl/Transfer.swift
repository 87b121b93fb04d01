internal import CurlShim

/// One transfer under way: its handle, what has come in, and who waits. Lives on the transfer thread.
final class Transfer: CurlTransfer {
    static let longestPause: Int32 = 60_000

    let id: UInt64
    private let request: Request
    private let policy: AddressPolicy
    private let host: String
    private let answer: @Sendable (Result<Response, TransportError>) -> Void
    /// What the handle dials: libcurl keeps a pointer to it.
    private let url: CheckedURL
    private var handle: EasyHandle
    private let check: UnsafeMutablePointer<posync_address_check>
    private var head = AnswerHead()
    private var body: [UInt8] = []
    /// Why a callback of ours ended the transfer.
    private var refusal: TransportError?
    /// Whether an address was turned down; libcurl may go on to the next.
    private var sawForbiddenAddress = false

    var curl: UnsafeMutableRawPointer { handle.curl }

    init(
        id: UInt64, request: Request, settings: CurlSettings,
        answer: @escaping @Sendable (Result<Response, TransportError>) -> Void
    ) throws(TransportError) {
        let url = try CheckedURL(request.url, addresses: request.addresses)
        self.id = id
        self.request = request
        self.answer = answer
        host = url.host
        policy = AddressPolicy(
            rule: request.addresses, namesLoopback: url.namesLoopback,
            dialsProxy: settings.proxy != nil && !url.staysOnHost)
        var handle = try EasyHandle()
        try handle.configure(request, url, settings)
        self.handle = handle
        self.url = url
        check = .allocate(capacity: 1)
        let code = connectCallbacks()
        guard code == CURLE_OK else {
            throw .failed("libcurl refused a callback: \(String(cString: curl_easy_strerror(code)))")
        }
    }

    deinit { check.deallocate() }

    /// Points libcurl's callbacks to this object, which outlives the handle's time in the multi handle.
    private func connectCallbacks() -> CURLcode {
        let context = Unmanaged.passUnretained(self).toOpaque()
        check.initialize(
            to: posync_address_check(
                callback: { context, address, length in
                    guard let context else { return 1 }
                    let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
                    return transfer.allows(address, length) ? 0 : 1
                }, context: context))
        let codes = [
            posync_set_address_check(curl, check),
            posync_set_private(curl, context),
            posync_set_body_callback(
                curl,
                { bytes, size, count, context in
                    guard let context else { return 0 }
                    return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().takeBody(bytes, size * count)
                }, context),
            posync_set_header_callback(
                curl,
                { bytes, size, count, context in
                    guard let context else { return 0 }
                    return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().takeHeader(bytes, size * count)
                }, context),
        ]
        return codes.first { $0 != CURLE_OK } ?? CURLE_OK
    }

    private func takeBody(_ bytes: UnsafePointer<CChar>, _ count: Int) -> Int {
        guard body.count + count <= request.limits.bodyBytes else {
            refusal = .tooLarge("the answer of \(host) has more than \(request.limits.bodyBytes) bytes")
            body = []
            return 0
        }
        // An array that doubles is there one and a half times while it grows; memory that is not used yet costs nothing.
        if body.count >= 1 << 20, body.count + count > body.capacity {
            body.reserveCapacity(min(body.count * 4, request.limits.bodyBytes))
        }
        bytes.withMemoryRebound(to: UInt8.self, capacity: count) {
            body.append(contentsOf: UnsafeBufferPointer(start: $0, count: count))
        }
        return count
    }

    private func takeHeader(_ bytes: UnsafePointer<CChar>, _ count: Int) -> Int {
        do throws(AnswerHead.Fault) {
            try bytes.withMemoryRebound(to: UInt8.self, capacity: count) { (bytes) throws(AnswerHead.Fault) in
                try head.take(UnsafeBufferPointer(start: bytes, count: count))
            }
            return count
        } catch {
            switch error {
            case .tooLong: refusal = .tooLarge("the answer of \(host) has too many header lines or bytes")
            case .twoLengths: refusal = .interrupted("\(host) announced two different lengths of one answer")
            }
            return 0
        }
    }

    private func allows(_ address: UnsafePointer<sockaddr>, _ length: UInt32) -> Bool {
        if let address = AddressPolicy.Address(address, length: Int(length)), policy.allows(address) { return true }
        sawForbiddenAddress = true
        return false
    }

    /// Tells who waits that the transfer is over.
    func finish(_ code: CURLcode) {
        // Who is answered may send again at once, while this transfer is still there.
        let body = code == CURLE_OK ? self.body : []
        self.body = []
        if code == CURLE_OK, !head.isOver {
            answer(.failure(.interrupted("\(host) closed the connection before the end of the headers")))
        } else if code == CURLE_OK, !request.isCompressed, let encoding = head.encoding {
            answer(.failure(.interrupted("\(host) sent a body in the encoding \(encoding), which was not asked for")))
        } else if code == CURLE_OK {
            answer(.success(Response(status: posync_response_code(curl), headers: head.fields, body: body)))
        } else {
            answer(.failure(refusal ?? failure(code)))
        }
    }

    /// Tells who waits that there will be no answer.
    func abandon() {
        answer(.failure(.cancelled))
    }

    /// What a code of libcurl means for the caller; total, so that a new code is a failure and nothing worse.
    private func failure(_ code: CURLcode) -> TransportError {
        let said = handle.errorText.isEmpty ? String(cString: curl_easy_strerror(code)) : handle.errorText
        let text = "\(host): \(said)"
        let wasSent = posync_was_sent(curl) != 0
        switch code {
        case CURLE_COULDNT_CONNECT where sawForbiddenAddress:
            return .addressForbidden("\(host) resolves to an address that may not be dialled")
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT, CURLE_PROXY:
            return .unreachable(text)
        case CURLE_OPERATION_TIMEDOUT:
            return wasSent ? .timeout(text) : .unreachable(text)
        case CURLE_SSL_CONNECT_ERROR where !said.contains("error:"):
            // One code for a handshake that was refused and one that was cut off; only the first has OpenSSL's words.
            return .unreachable(text)
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_USE_SSL_FAILED,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_CRL_BADFILE, CURLE_SSL_CLIENTCERT:
            return .tls(text)
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2,
            CURLE_HTTP2_STREAM, CURLE_BAD_CONTENT_ENCODING, CURLE_WEIRD_SERVER_REPLY, CURLE_SSL_SHUTDOWN_FAILED,
            CURLE_CHUNK_FAILED:
            return wasSent ? .interrupted(text) : .unreachable(text)
        case CURLE_FILESIZE_EXCEEDED:
            return .tooLarge("the answer of \(host) has more than \(request.limits.bodyBytes) bytes")
        case CURLE_OUT_OF_MEMORY where wasSent:
            // What libcurl says of a single header line beyond its own limit of 100 KB.
            return .tooLarge("the answer of \(host) has a header line that is too long")
        case CURLE_UNSUPPORTED_PROTOCOL where wasSent:
            return .interrupted(text)
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT:
            return .refused(text)
        case CURLE_LOGIN_DENIED, CURLE_REMOTE_ACCESS_DENIED, CURLE_AUTH_ERROR:
            return .denied(text)
        case CURLE_REMOTE_FILE_NOT_FOUND, CURLE_FILE_COULDNT_READ_FILE:
            return .notFound(text)
        case CURLE_ABORTED_BY_CALLBACK:
            return .cancelled
        default:
            return .failed(text)
        }
    }
}
