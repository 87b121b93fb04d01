internal import CurlShim

/// One errand at a server of files: its handle, what has come in, and who waits. Lives on the transfer thread.
final class FileTransfer: CurlTransfer {
    // libcurl 7.88 waits for nothing at all where an FTP server answers EPSV at once on a connection that is used again:
    // the connection for the data is begun by the next call.
    static let longestPause: Int32 = 50

    let id: UInt64
    private let request: FileRequest
    private let policy: AddressPolicy
    private let host: String
    private let answer: @Sendable (Result<[UInt8], TransportError>) -> Void
    /// What the handle dials: libcurl keeps a pointer to it.
    private let url: CheckedURL
    private let handle: EasyHandle
    private let check: UnsafeMutablePointer<posync_address_check>
    private var commands: UnsafeMutablePointer<curl_slist>?
    private var body: [UInt8] = []
    private var refusal: TransportError?

    var curl: UnsafeMutableRawPointer { handle.curl }

    init(
        id: UInt64, request: FileRequest, settings: CurlSettings,
        answer: @escaping @Sendable (Result<[UInt8], TransportError>) -> Void
    ) throws(TransportError) {
        let url = try CheckedURL(request.url, schemes: ["sftp", "ftps", "ftp"])
        self.id = id
        self.request = request
        self.answer = answer
        host = url.host
        policy = AddressPolicy(rule: .standard, namesLoopback: url.namesLoopback)
        handle = try EasyHandle()
        self.url = url
        check = .allocate(capacity: 1)
        let code = configure(settings)
        guard code == CURLE_OK else {
            throw .failed("libcurl refused an option: \(String(cString: curl_easy_strerror(code)))")
        }
    }

    deinit {
        check.deallocate()
        curl_slist_free_all(commands)
    }

    // MARK: - Options

    private func configure(_ settings: CurlSettings) -> CURLcode {
        var codes = [
            posync_set_url(curl, url.handle), posync_set_protocols(curl, url.scheme), posync_set_no_signal(curl),
            posync_set_keepalive(curl), posync_set_proxy(curl, "", ""),
            posync_set_connect_timeout(curl, EasyHandle.milliseconds(request.limits.connect)),
            posync_set_timeout(curl, EasyHandle.milliseconds(request.limits.total)),
            posync_set_low_speed(curl, Self.slowestBytes, Self.slowestSeconds),
        ]
        if url.scheme == "sftp" {
            codes += [posync_set_known_hosts(curl, request.login.knownHosts ?? "/dev/null")]
        } else {
            codes += [posync_set_tls(curl), posync_set_ftp_whole_paths(curl)]
            // With `ftps` TLS comes before anything else anyhow.
            if url.scheme == "ftp" { codes.append(posync_set_ftp_tls_required(curl)) }
            if let authorities = settings.authorities { codes.append(posync_set_authorities(curl, authorities)) }
        }
        codes.append(contentsOf: login())
        switch request.action {
        case .read, .list: break
        case .listForPrograms: codes.append(posync_set_method(curl, "MLSD"))
        case .commands(let texts):
            for text in texts { commands = curl_slist_append(commands, text) ?? commands }
            if let commands { codes.append(posync_set_commands(curl, commands)) }
            codes.append(posync_set_no_transfer(curl))
        }
        codes += connectCallbacks()
        return codes.first { $0 != CURLE_OK } ?? CURLE_OK
    }

    /// Fewer bytes a second for so long end a transfer: a server that trickles holds nobody up.
    private static let slowestBytes = 64
    private static let slowestSeconds = 30

    private func login() -> [CURLcode] {
        let isSFTP = url.scheme == "sftp"
        switch request.login.proof {
        case .password(let password):
            let code = password.withText { posync_set_login(curl, request.login.user, $0) }
            return isSFTP ? [code, posync_set_ssh_password_only(curl)] : [code]
        case .key(let path, let passphrase):
            guard isSFTP else { return [CURLE_UNSUPPORTED_PROTOCOL] }
            let code = (passphrase ?? Secret("")).withText { posync_set_ssh_key_only(curl, path, $0) }
            return [posync_set_login(curl, request.login.user, nil), code]
        }
    }

    /// Points libcurl's callbacks to this object, which outlives the handle's time in the multi handle.
    private func connectCallbacks() -> [CURLcode] {
        let context = Unmanaged.passUnretained(self).toOpaque()
        check.initialize(
            to: posync_address_check(
                callback: { context, address, length in
                    guard let context else { return 1 }
                    let transfer = Unmanaged<FileTransfer>.fromOpaque(context).takeUnretainedValue()
                    return transfer.allows(address, length) ? 0 : 1
                }, context: context))
        return [
            posync_set_address_check(curl, check),
            posync_set_body_callback(
                curl,
                { bytes, size, count, context in
                    guard let context else { return 0 }
                    return Unmanaged<FileTransfer>.fromOpaque(context).takeUnretainedValue().take(bytes, size * count)
                }, context),
            // What an FTP server says goes nowhere.
            posync_set_header_callback(curl, { _, size, count, _ in size * count }, context),
        ]
    }

    // MARK: - What comes in

    private func take(_ bytes: UnsafePointer<CChar>, _ count: Int) -> Int {
        guard body.count + count <= request.limits.bodyBytes else {
            refusal = .tooLarge("\(place) has more than \(request.limits.bodyBytes) bytes")
            return 0
        }
        bytes.withMemoryRebound(to: UInt8.self, capacity: count) {
            body.append(contentsOf: UnsafeBufferPointer(start: $0, count: count))
        }
        return count
    }

    private func allows(_ address: UnsafePointer<sockaddr>, _ length: UInt32) -> Bool {
        if let address = AddressPolicy.Address(address, length: Int(length)), policy.allows(address) { return true }
        refusal = .addressForbidden("\(host) resolves to an address that may not be dialled")
        return false
    }

    /// The address without credentials, which it never has, as it is configured: TLS that is asked for is TLS.
    private var place: String {
        url.scheme == "ftp" ? "ftps" + request.url.dropFirst(3) : request.url
    }

    /// What to look at where a login is refused.
    private var loginRemedy: String {
        let user = "the server refuses the user \(request.login.user)"
        switch request.login.proof {
        case .password: return "\(user) with this password: check `username` and `password`"
        case .key:
            return
                "\(user) with this key: check `username`, `privateKey` and `passphrase`, and that the server has the "
                + "public key; for RSA keys it has to take SHA-1, or libssh2 to be 1.11, else use an Ed25519 key"
        }
    }

    func finish(_ code: CURLcode) {
        answer(code == CURLE_OK ? .success(body) : .failure(refusal ?? failure(code)))
    }

    func abandon() {
        answer(.failure(.cancelled))
    }

    /// The port as `ssh-keyscan` wants it, where it is not the usual one.
    private var portOption: String {
        let authority = request.url.dropFirst("sftp://".count).prefix { $0 != "/" }
        guard let mark = authority.lastIndex(of: ":"), let port = Int(authority[authority.index(after: mark)...]) else {
            return ""
        }
        return port == 22 ? "" : "-p \(port) "
    }

    /// What a code of libcurl means for the caller; total, so that a new code is a failure and nothing worse.
    private func failure(_ code: CURLcode) -> TransportError {
        let said = handle.errorText.isEmpty ? String(cString: curl_easy_strerror(code)) : handle.errorText
        let text = "\(place): \(said)"
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT: return .unreachable(text)
        case CURLE_OPERATION_TIMEDOUT: return .timeout(text)
        case CURLE_PEER_FAILED_VERIFICATION where url.scheme == "sftp":
            return .tls(
                "\(place): the server's host key is not the one in \(request.login.knownHosts ?? "knownHosts"); compare it with "
                    + "`ssh-keyscan \(portOption)\(host)`, ask the server's owner, and only then put it there")
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR:
            return .tls(text)
        case CURLE_USE_SSL_FAILED:
            return .tls(
                "\(place): the server offers no TLS, and without it nothing is sent: ask its owner for FTPS or SFTP")
        case CURLE_LOGIN_DENIED, CURLE_AUTH_ERROR: return .denied("\(text): \(loginRemedy)")
        case CURLE_REMOTE_ACCESS_DENIED: return .denied(text)
        case CURLE_REMOTE_FILE_NOT_FOUND, CURLE_FTP_COULDNT_RETR_FILE, CURLE_QUOTE_ERROR: return reply(text)
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_WEIRD_SERVER_REPLY,
            CURLE_SSL_SHUTDOWN_FAILED, CURLE_FTP_WEIRD_PASV_REPLY, CURLE_FTP_WEIRD_227_FORMAT:
            return .interrupted(text)
        case CURLE_FILESIZE_EXCEEDED: return .tooLarge(text)
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT: return .refused(text)
        default: return .failed(text)
        }
    }

    /// An FTP server's own code (RFC 959), where libcurl has one code for many things.
    private func reply(_ text: String) -> TransportError {
        guard url.scheme != "sftp" else { return .notFound(text) }
        switch posync_response_code(curl) {
        case 500...504: return .refused(text)
        case 530, 532: return .denied(text)
        case 550: return .notFound(text)
        default: return .failed(text)
        }
    }
}
