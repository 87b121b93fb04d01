internal import CurlShim

/// One libcurl easy handle with what it points to; freed with it. Used on the transfer thread alone.
struct EasyHandle: ~Copyable {
    /// The handle itself.
    let curl: UnsafeMutableRawPointer
    private var headers: UnsafeMutablePointer<curl_slist>?
    private let errorBuffer: UnsafeMutablePointer<CChar>

    init() throws(TransportError) {
        guard let curl = curl_easy_init() else { throw .failed("libcurl gives no handle") }
        self.curl = curl
        errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        _ = posync_set_error_buffer(curl, errorBuffer)
    }

    deinit {
        curl_easy_cleanup(curl)
        curl_slist_free_all(headers)
        errorBuffer.deallocate()
    }

    /// libcurl's words for the last error.
    var errorText: String { String(cString: errorBuffer) }

    /// Sets everything about a request; `context` is what the callbacks get.
    mutating func configure(
        _ request: Request, _ url: borrowing CheckedURL, _ settings: CurlSettings
    ) throws(TransportError) {
        var setup = Setup()
        setup.run(posync_set_url(curl, url.handle))
        setup.run(posync_set_protocols(curl, url.scheme))
        setup.run(posync_set_no_signal(curl))
        setup.run(posync_set_quick_exit(curl))
        setup.run(posync_set_no_redirects(curl))
        setup.run(posync_set_tls(curl))
        setup.run(posync_set_http2(curl))
        setup.run(posync_set_pipewait(curl))
        setup.run(posync_set_keepalive(curl))
        setup.run(posync_set_connection_lifetime(curl, CurlSettings.connectionLifetime))
        // The addresses of these requests are open to them alone: no other request may find their connection.
        if request.addresses == .awsCredentialEndpoint || request.isSentOnce { setup.run(posync_set_single_use(curl)) }
        if request.isCompressed { setup.run(posync_set_gzip(curl)) }
        setup.run(posync_set_announced_limit(curl, Int64(request.limits.bodyBytes)))
        setup.run(posync_set_user_agent(curl, settings.userAgent))
        if let proxy = settings.proxy, !url.staysOnHost {
            let bypass = proxy.bypass.joined(separator: ",")
            setup.run(proxy.url.withText { posync_set_proxy(curl, $0, bypass) })
        } else {
            setup.run(posync_set_proxy(curl, "", ""))
        }
        if let authorities = settings.authorities { setup.run(posync_set_authorities(curl, authorities)) }
        setup.run(posync_set_connect_timeout(curl, Self.milliseconds(request.limits.connect)))
        setup.run(posync_set_timeout(curl, Self.milliseconds(request.limits.total)))
        setup.run(posync_set_low_speed(curl, settings.slowest.bytes, max(1, settings.slowest.seconds)))
        if request.method == .post || request.method == .put {
            setup.run(
                request.body.withUnsafeBytes {
                    posync_set_body(curl, $0.baseAddress ?? .init(errorBuffer), Int64($0.count))
                })
        }
        setup.run(posync_set_method(curl, request.method.rawValue))
        try setHeaders(request, url, &setup)
        guard setup.code == CURLE_OK else {
            throw .failed("libcurl refused an option: \(String(cString: curl_easy_strerror(setup.code)))")
        }
    }

    private struct Setup {
        var code = CURLE_OK
        mutating func run(_ code: CURLcode) {
            if self.code == CURLE_OK { self.code = code }
        }
    }

    private mutating func setHeaders(
        _ request: Request, _ url: borrowing CheckedURL, _ setup: inout Setup
    ) throws(TransportError) {
        for line in try HeaderLines(request, url).lines {
            guard let list = curl_slist_append(headers, line) else { throw .failed("libcurl has no memory left") }
            headers = list
        }
        setup.run(posync_set_headers(curl, headers))
        guard case .awsSignature(let signature) = request.credential else { return }
        let parameters = "aws:amz:\(signature.region):\(signature.service)"
        setup.run(
            signature.secretKey.withText { secret in
                posync_set_aws_signature(curl, parameters, signature.accessKey, secret)
            })
    }

    /// libcurl's unit, within what it takes: a day at most.
    static func milliseconds(_ span: Duration) -> Int {
        let held = min(max(span, .milliseconds(1)), .seconds(86_400))
        return Int(held.components.seconds) * 1000 + Int(held.components.attoseconds / 1_000_000_000_000_000)
    }
}

/// Base64 of RFC 4648, for basic authentication.
enum Base64 {
    static func encode(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = (0..<3).map { start + $0 < bytes.count ? Int(bytes[start + $0]) : 0 }
            let bits = group[0] << 16 | group[1] << 8 | group[2]
            let left = bytes.count - start
            text.append(alphabet[bits >> 18 & 63])
            text.append(alphabet[bits >> 12 & 63])
            text.append(left > 1 ? alphabet[bits >> 6 & 63] : UInt8(ascii: "="))
            text.append(left > 2 ? alphabet[bits & 63] : UInt8(ascii: "="))
        }
        return String(decoding: text, as: UTF8.self)
    }
}
