public import Documents
public import Reconciliation
public import Transport

/// What the configuration says about a feed of any JSON API.
public struct RESTOptions: Sendable {
    /// The feed's name.
    public var name: FeedName
    /// What is asked for purchase orders: the address, with `headers`, `query` and, where there is one, `body`.
    public var request: RESTRequest
    /// What proves who asks.
    public var login: Login
    /// Where an answer has its list of records; the whole answer for the empty pointer.
    public var records: JSONPointer
    /// Where a record, and for fields of lines a line, has each field.
    public var fields: [FeedField: [RESTSource]]
    /// Where the lines are.
    public var lines: Lines
    /// What is asked for each record where lists give no more than ids; its answer takes the record's place.
    public var detail: Subrequest?
    /// How one page leads to the next.
    public var paging: Paging
    /// How to ask for what has changed; everything is read each time without it.
    public var since: Since?
    /// How much before the watermark is read again.
    public var overlap: Duration
    /// How answers write times; of several the first that fits.
    public var dates: [TimeFormat]
    /// Seconds east of UTC for times that name no zone, read or written.
    public var zone: Int64
    /// Requests a second.
    public var requestsPerSecond: Double
    /// What status words mean.
    public var statuses: [OrderState: [String]]
    /// The custom fields that are kept, by name or by pointer; everything that a record has where `nil`.
    public var customFields: Set<String>?

    /// Options for a feed that gives everything at once.
    public init(
        name: FeedName, request: RESTRequest, login: Login = .none, records: JSONPointer,
        fields: [FeedField: [RESTSource]], lines: Lines, detail: Subrequest? = nil, paging: Paging = .none,
        since: Since? = nil, overlap: Duration = .seconds(600), dates: [TimeFormat] = [.iso], zone: Int64 = 0,
        requestsPerSecond: Double = 10, statuses: [OrderState: [String]] = [:], customFields: Set<String>? = nil
    ) {
        self.name = name
        self.request = request
        self.login = login
        self.records = records
        self.fields = fields
        self.lines = lines
        self.detail = detail
        self.paging = paging
        self.since = since
        self.overlap = overlap
        self.dates = dates
        self.zone = zone
        self.requestsPerSecond = requestsPerSecond
        self.statuses = statuses
        self.customFields = customFields
    }

    /// What proves who asks.
    public enum Login: Sendable {
        /// Nothing.
        case none
        /// User and password.
        case basic(user: String, password: SecretSource)
        /// A bearer token.
        case bearer(SecretSource)
        /// A header with a secret after a prefix: `Authorization: token KEY`.
        case header(name: String, prefix: String, value: SecretSource)
        /// OAuth client credentials.
        case oauth(
            tokenURL: String, clientID: String, clientSecret: Secret, scopes: [String], parameters: [String: String],
            sendsSecretInBody: Bool)
    }

    /// Where the lines of an order are.
    public enum Lines: Sendable {
        /// In the record.
        case within(JSONPointer)
        /// In the answer to a request of their own, which is paged as the list is.
        case requested(Subrequest)
    }

    /// A request for one record; `{order.id}` and other fields of the order in its address, query and body are filled in.
    public struct Subrequest: Sendable {
        /// What is asked.
        public var request: RESTRequest
        /// Where the answer has the record, or the list of lines.
        public var records: JSONPointer

        /// A request whose answer has what is wanted at `records`.
        public init(request: RESTRequest, records: JSONPointer) {
            self.request = request
            self.records = records
        }
    }

    /// How one page leads to the next. A parameter that begins with a slash is a place in the body.
    public enum Paging: Sendable, Hashable {
        /// There is one page.
        case none
        /// So many records are passed over.
        case offset(offset: String, limit: String, size: Int)
        /// Pages have numbers.
        case page(page: String, first: Int, limit: String?, size: Int?)
        /// An answer has a token for the next page.
        case cursor(cursor: String, next: JSONPointer, limit: String?, size: Int?)
        /// An answer has the address of the next page: at `next`, or in a `Link` header.
        case link(next: JSONPointer?, limit: String?, size: Int?)
        /// A `Range` header, answered with `Content-Range`.
        case range(unit: String, size: Int)
    }

    /// How to ask for what has changed.
    public struct Since: Sendable, Hashable {
        /// The parameter, which takes the place of one of `query` or of the body.
        public var parameter: String
        /// Its value, with `{since}`, or `{since:PATTERN}` for a part of the moment.
        public var value: String
        /// How `{since}` is written.
        public var format: TimeFormat
        /// Whether the value is sent as base64url (RFC 4648).
        public var isBase64: Bool

        /// A parameter with a value.
        public init(parameter: String, value: String = "{since}", format: TimeFormat = .iso, isBase64: Bool = false) {
            self.parameter = parameter
            self.value = value
            self.format = format
            self.isBase64 = isBase64
        }
    }
}

/// Where a field's value comes from.
public enum RESTSource: Sendable, Hashable {
    /// A place in the record or line.
    case pointer(JSONPointer)
    /// A text that is the same for every record.
    case literal(String)
}
