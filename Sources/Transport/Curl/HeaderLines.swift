/// The header lines of a request, credentials included, checked byte by byte: libcurl sends what it is given, and a line
/// break in a value would be a second header.
struct HeaderLines {
    /// `Name: value`, in the order sent.
    private(set) var lines: [String] = []

    /// The lines of `request`, whose address is `url`.
    init(_ request: Request, _ url: borrowing CheckedURL) throws(TransportError) {
        for header in request.headers { try append(header.name, header.value) }
        switch request.credential {
        case .none: break
        case .bearer(let token): try append("Authorization", token, prefix: "Bearer ")
        case .basic(let user, let password):
            guard !user.utf8.contains(UInt8(ascii: ":")) else {
                throw .refused("a user name for basic authentication has a colon in it, which RFC 7617 rules out")
            }
            let encoded = password.withText { Base64.encode(Array("\(user):\($0)".utf8)) }
            try append("Authorization", "Basic \(encoded)")
        case .headers(let secrets):
            for header in secrets { try append(header.name, header.value, prefix: "") }
        case .awsSignature(let signature):
            guard request.method == .post, url.path == "/", url.query == nil else {
                throw .refused("AWS requests are signed for POST to / without a query; \(url.host) has another path")
            }
            // These stand in the Authorization header that libcurl builds, between `:`, `/` and `,`.
            for (name, text) in [
                ("region", signature.region), ("service", signature.service), ("access key", signature.accessKey),
            ] {
                guard !text.isEmpty, text.utf8.allSatisfy(Self.isWordByte) else {
                    throw .refused("the AWS \(name) is empty or has a character other than letters, digits, - and _")
                }
            }
            guard signature.secretKey.withText({ !$0.isEmpty && !$0.utf8.contains(0) }) else {
                throw .refused("the AWS secret key is empty or has a NUL in it")
            }
            if let token = signature.sessionToken { try append("X-Amz-Security-Token", token, prefix: "") }
        }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    private mutating func append(_ name: String, _ value: Secret, prefix: String) throws(TransportError) {
        try value.withText { (text) throws(TransportError) in
            guard !text.isEmpty else { throw .refused("the secret for the header \(Self.shown(name)) is empty") }
            try append(name, prefix + text)
        }
    }

    private mutating func append(_ name: String, _ value: String) throws(TransportError) {
        guard !name.isEmpty, name.utf8.allSatisfy(Self.isTokenByte),
            !value.isEmpty, value.utf8.allSatisfy({ ($0 >= 0x20 && $0 != 0x7f) || $0 == 0x09 })
        else {
            throw .refused("the header \(Self.shown(name)) is empty or has a control character in it")
        }
        lines.append("\(name): \(value)")
    }

    /// Whether a byte may stand in a field name (RFC 9110, `tchar`).
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        isWordByte(byte) || "!#$%&'*+.^`|~".utf8.contains(byte)
    }

    private static func shown(_ name: String) -> String {
        String(name.prefix(40).filter { $0.isLetter || $0 == "-" })
    }
}

extension Request {
    /// Checks what is checked before anything is sent: the URL, plain http, the headers, what a signature needs.
    ///
    /// `CurlTransport` does so itself; a stand-in for it does the same by this.
    public func check() throws(TransportError) {
        let url = try CheckedURL(self.url, addresses: addresses)
        _ = try HeaderLines(self, url)
    }
}
