public import Reconciliation

/// A feed of the kind `rest`: any API that gives lists of JSON records over HTTP.
public struct RESTConfiguration: Sendable, Hashable {
    /// `auth`: what proves who asks; nothing where it is absent.
    public var authentication: Authentication?
    /// `headers`, `query` and `body`, with the feed's `url`.
    public var request: RequestConfiguration
    /// `records`: a JSON pointer to the list of records in an answer; absent where the answer itself is the list.
    public var records: String
    /// `fields`: for each field one place or several, of which the first that has a value counts. Places of `order.…` are in
    /// a record, those of `line.…` in a line. A place is a JSON pointer; a text after `=` is itself the value.
    public var fields: [FeedField: [FieldSource]]
    /// `lines`: where the lines are.
    public var lines: Lines
    /// `detail`: what is asked for each record where the list has only ids; the answer takes the record's place.
    public var detail: Subrequest?
    /// `paging`: how one page leads to the next.
    public var paging: Paging
    /// `since`: how to ask for what has changed; everything is read each time without it.
    public var since: Since?
    /// `overlap`: how much before the watermark is read again.
    public var overlap: Duration
    /// `dates`: how answers write times: iso, date, epoch, epochMilliseconds, odata2 or a pattern such as `dd.MM.yyyy`; of
    /// several the first that fits.
    public var dates: [TimeFormat]
    /// `timeZone`: seconds east of UTC for times that name no zone; written `UTC` or `+02:00`.
    public var zone: Int64

    /// `auth`, one of four keys.
    public enum Authentication: Sendable, Hashable {
        /// `basic: {user: …, password: SECRET}`
        case basic(user: String, password: SecretReference)
        /// `bearer: SECRET`
        case bearer(SecretReference)
        /// `header: {name: …, prefix: …, value: SECRET}`
        case header(name: String, prefix: String, value: SecretReference)
        /// `oauth: {tokenURL: …, clientID: …, clientSecret: SECRET, scopes: […], parameters: {…}, sendSecretIn: body | header}`
        case oauth(OAuthConfiguration)
    }

    /// OAuth client credentials.
    public struct OAuthConfiguration: Sendable, Hashable {
        /// `tokenURL`: where tokens are given.
        public var tokenURL: String
        /// `clientID`: the client.
        public var clientID: String
        /// `clientSecret`: its secret.
        public var clientSecret: SecretReference
        /// `scopes`: what is asked for; nothing where it is absent.
        public var scopes: [String]
        /// `parameters`: further fields of the token request, such as `resource` or `audience`.
        public var parameters: [String: String]
        /// `sendSecretIn`: `body`, the default, or `header`.
        public var sendsSecretInBody: Bool
    }

    /// A request: a GET, or a POST where it has a body.
    public struct RequestConfiguration: Sendable, Hashable {
        /// `url`: the address.
        public var url: String
        /// `headers`: headers beside those that posyncd sets.
        public var headers: [String: String]
        /// `query`: parameters; one that stands there with a list is sent once for each entry.
        public var query: [String: [String]]
        /// `body`: JSON, written as YAML.
        public var body: StructuredValue?
    }

    /// A request about one record: `{url, query, headers, body, records}`. `{order.id}`, `{order.number}` and other fields of
    /// the order in it are filled in. Its address has the host of the feed's: the same credentials go there.
    public struct Subrequest: Sendable, Hashable {
        /// What is asked.
        public var request: RequestConfiguration
        /// `records`: a JSON pointer to the record, or to the list of lines, in the answer.
        public var records: String
    }

    /// `lines`: a JSON pointer into the record, or a request whose answer has them.
    public enum Lines: Sendable, Hashable {
        case within(String)
        case requested(Subrequest)
    }

    /// A place of a field.
    public enum FieldSource: Sendable, Hashable {
        /// A JSON pointer.
        case pointer(String)
        /// `=TEXT`: the text itself.
        case literal(String)
    }

    /// `paging`, by its `style`. Names of parameters that begin with a slash are places in the body.
    public enum Paging: Sendable, Hashable {
        /// `style: none`: everything comes at once.
        case none
        /// `{style: offset, offset: offset, limit: limit, size: 100}`
        case offset(offset: String, limit: String, size: Int)
        /// `{style: page, page: page, first: 1, limit: …, size: …}`
        case page(page: String, first: Int, limit: String?, size: Int?)
        /// `{style: cursor, cursor: cursor, next: POINTER, limit: …, size: …}`
        case cursor(cursor: String, next: String, limit: String?, size: Int?)
        /// `{style: link, next: POINTER, limit: …, size: …}`; the `Link` header without `next`.
        case link(next: String?, limit: String?, size: Int?)
        /// `{style: range, unit: items, size: 100}`
        case range(unit: String, size: Int)
    }

    /// `since: {parameter, value, format, encode}`
    public struct Since: Sendable, Hashable {
        /// `parameter`: a query parameter, or with a slash in front a place in the body. It takes the place of what `query`
        /// or `body` have there.
        public var parameter: String
        /// `value`: what is sent, with `{since}` in it; `{since:PATTERN}` is a part of the moment.
        public var value: String
        /// `format`: how `{since}` is written; as `dates`.
        public var format: TimeFormat
        /// `encode: base64url`
        public var isBase64: Bool
    }
}
