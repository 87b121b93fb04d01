/// What is to be sent, to one destination.
public struct Request: Sendable {
    /// The HTTP methods in use.
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
    }

    /// The method.
    public var method: Method
    /// The whole address. Read by libcurl's own URL parser alone, so that what is checked is what is dialled.
    public var url: String
    /// Headers without credentials. A name or value with a control character is refused before anything is sent.
    public var headers: [Header]
    /// What this request proves itself with; bound to the origin of `url`.
    public var credential: Credential
    /// The body of a POST or PUT; empty for none.
    public var body: [UInt8]
    /// How much and how long is borne.
    public var limits: Limits
    /// Which addresses may be dialled.
    public var addresses: AddressRule
    /// Whether a compressed answer is asked for and unpacked. libcurl does not tell a compressed body that was cut short
    /// from a whole one, so this is to be off where the document itself does not show its end (CSV).
    public var isCompressed = true
    /// Whether it must not be sent twice. libcurl sends a request again by itself where a connection that was used before
    /// closes without an answer, though the peer may have carried it out; such a request has a connection of its own.
    public var isSentOnce = false

    /// One header line.
    public struct Header: Sendable, Hashable {
        /// The field name.
        public var name: String
        /// The field value.
        public var value: String

        /// The header `name: value`.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// How a request proves who sends it.
    public enum Credential: Sendable {
        /// Not at all.
        case none
        /// `Authorization: Bearer …`.
        case bearer(Secret)
        /// `Authorization: Basic …`.
        case basic(user: String, password: Secret)
        /// One or more secret headers, each sent as it is (`apiKey: …`, `Authorization: …`).
        case headers([SecretHeader])
        /// AWS Signature Version 4, by libcurl: only for a POST to `/` without a query.
        case awsSignature(AWSSignature)
    }

    /// A header whose value is a secret.
    public struct SecretHeader: Sendable {
        /// The field name.
        public var name: String
        /// The field value.
        public var value: Secret

        /// The header `name: value`.
        public init(_ name: String, _ value: Secret) {
            self.name = name
            self.value = value
        }
    }

    /// What AWS Signature Version 4 is computed from.
    public struct AWSSignature: Sendable {
        /// The region in the credential scope, such as `us-east-1`.
        public var region: String
        /// The service in the credential scope, such as `aws-marketplace`.
        public var service: String
        /// The access key id.
        public var accessKey: String
        /// The secret access key.
        public var secretKey: Secret
        /// The session token of temporary credentials; it is sent, and signed, as `X-Amz-Security-Token`.
        public var sessionToken: Secret?

        /// A signature for `service` in `region` with these keys.
        public init(region: String, service: String, accessKey: String, secretKey: Secret, sessionToken: Secret?) {
            self.region = region
            self.service = service
            self.accessKey = accessKey
            self.secretKey = secretKey
            self.sessionToken = sessionToken
        }
    }

    /// The bounds of one transfer.
    public struct Limits: Sendable {
        /// Bytes of body, after decompression. More ends the transfer with `bodyTooLarge`.
        public var bodyBytes: Int
        /// Time to connect, TLS included.
        public var connect: Duration
        /// Time for the whole transfer.
        public var total: Duration

        /// 32 MiB, 10 s and 60 s unless said otherwise.
        public init(bodyBytes: Int = 32 << 20, connect: Duration = .seconds(10), total: Duration = .seconds(60)) {
            self.bodyBytes = bodyBytes
            self.connect = connect
            self.total = total
        }
    }

    /// Which resolved addresses a transfer may be opened to.
    public enum AddressRule: Sendable, Hashable {
        /// Anything that the URL's own rules allow: https to a public or private address; plain http or https to a
        /// loopback address only where the URL itself names loopback. Link-local and metadata addresses never.
        case standard
        /// Exactly the credential endpoints that AWS defines (169.254.169.254, 169.254.170.2, 169.254.170.23,
        /// fd00:ec2::23, fd00:ec2::254) and loopback, over plain http.
        case awsCredentialEndpoint
    }

    /// A request with the usual limits and addresses.
    public init(
        _ method: Method, _ url: String, headers: [Header] = [], credential: Credential = .none, body: [UInt8] = [],
        limits: Limits = Limits(), addresses: AddressRule = .standard
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.credential = credential
        self.body = body
        self.limits = limits
        self.addresses = addresses
    }
}

/// What came back: any HTTP status; a redirect is an answer like any other and is not followed.
public struct Response: Sendable {
    /// The HTTP status code.
    public var status: Int
    /// The headers in the order received, names in lower case.
    public var headers: [Request.Header]
    /// The body, decompressed.
    public var body: [UInt8]

    /// An answer made of these parts.
    public init(status: Int, headers: [Request.Header], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The value of the first header of this name, which is given in lower case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name == name }?.value
    }
}
