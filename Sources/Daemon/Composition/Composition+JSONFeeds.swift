internal import Configuration
internal import Documents
internal import Procurement
internal import Reconciliation
internal import Transport

extension Composition {
    /// What a feed of the kind `rest` is made of.
    func options(
        _ rest: RESTConfiguration, of feed: FeedConfiguration, _ customFields: Set<String>?
    ) throws(ProgramError) -> RESTOptions {
        let lines: RESTOptions.Lines =
            switch rest.lines {
            case .within(let text): .within(try Self.pointer(text))
            case .requested(let request): .requested(try Self.subrequest(request))
            }
        var detail: RESTOptions.Subrequest?
        if let request = rest.detail { detail = try Self.subrequest(request) }
        return RESTOptions(
            name: feed.name, request: Self.request(rest.request), login: try login(rest, of: feed.name),
            records: try Self.pointer(rest.records), fields: try Self.fields(rest.fields), lines: lines, detail: detail,
            paging: try Self.paging(rest.paging),
            since: rest.since.map {
                .init(parameter: $0.parameter, value: $0.value, format: $0.format, isBase64: $0.isBase64)
            }, overlap: rest.overlap, dates: rest.dates, zone: rest.zone, requestsPerSecond: feed.requestsPerSecond,
            statuses: feed.statuses, customFields: customFields)
    }

    /// What a feed of the kind `ariba` is made of.
    func options(
        _ ariba: AribaConfiguration, of feed: FeedConfiguration, _ customFields: Set<String>?
    ) throws(ProgramError) -> AribaOptions {
        AribaOptions(
            name: feed.name, url: feed.url, tokenURL: ariba.tokenURL, clientID: ariba.clientID,
            clientSecret: try secret(ariba.clientSecret, of: "feed \(feed.name)"),
            apiKey: try secret(ariba.apiKey, of: "feed \(feed.name)"), realm: ariba.realm, view: ariba.view,
            history: ariba.history, overlap: ariba.overlap, callsPerDay: ariba.callsPerDay,
            fields: try Self.fields(ariba.fields), zone: ariba.zone, requestsPerSecond: feed.requestsPerSecond,
            statuses: feed.statuses, customFields: customFields)
    }

    private static func fields(
        _ configured: [FeedField: [RESTConfiguration.FieldSource]]
    ) throws(ProgramError) -> [FeedField: [RESTSource]] {
        var fields: [FeedField: [RESTSource]] = [:]
        for (field, sources) in configured {
            for source in sources {
                switch source {
                case .literal(let text): fields[field, default: []].append(.literal(text))
                case .pointer(let text): fields[field, default: []].append(.pointer(try pointer(text)))
                }
            }
        }
        return fields
    }

    private func login(_ rest: RESTConfiguration, of feed: FeedName) throws(ProgramError) -> RESTOptions.Login {
        let place = "feed \(feed)"
        switch rest.authentication {
        case nil: return .none
        case .basic(let user, let password): return .basic(user: user, password: try source(password, of: place))
        case .bearer(let token): return .bearer(try source(token, of: place))
        case .header(let name, let prefix, let value):
            return .header(name: name, prefix: prefix, value: try source(value, of: place))
        case .oauth(let client):
            return .oauth(
                tokenURL: client.tokenURL, clientID: client.clientID,
                clientSecret: try secret(client.clientSecret, of: place), scopes: client.scopes,
                parameters: client.parameters, sendsSecretInBody: client.sendsSecretInBody)
        }
    }

    /// A secret that has to be there now; one in a file is read anew whenever it is needed, since others may renew it.
    private func source(_ reference: SecretReference, of place: String) throws(ProgramError) -> SecretSource {
        let secret = try secret(reference, of: place)
        guard case .file = reference else { return SecretSource(secret) }
        let reader = SecretReader(environment: invocation.environment, folder: invocation.folder)
        return SecretSource { () throws(FeedError) in
            do {
                return Secret(try reader.read(reference))
            } catch {
                throw FeedError(.denied, "\(place): \(error)")
            }
        }
    }

    private static func paging(_ paging: RESTConfiguration.Paging) throws(ProgramError) -> RESTOptions.Paging {
        switch paging {
        case .none: return .none
        case .offset(let offset, let limit, let size): return .offset(offset: offset, limit: limit, size: size)
        case .page(let page, let first, let limit, let size):
            return .page(page: page, first: first, limit: limit, size: size)
        case .cursor(let cursor, let next, let limit, let size):
            return .cursor(cursor: cursor, next: try pointer(next), limit: limit, size: size)
        case .link(let next, let limit, let size):
            guard let next else { return .link(next: nil, limit: limit, size: size) }
            return .link(next: try pointer(next), limit: limit, size: size)
        case .range(let unit, let size): return .range(unit: unit, size: size)
        }
    }

    private static func subrequest(
        _ request: RESTConfiguration.Subrequest
    ) throws(ProgramError) -> RESTOptions.Subrequest {
        RESTOptions.Subrequest(request: self.request(request.request), records: try pointer(request.records))
    }

    private static func request(_ request: RESTConfiguration.RequestConfiguration) -> RESTRequest {
        let query = request.query.sorted { $0.key < $1.key }.flatMap { name, values in
            values.map { RESTRequest.Parameter(name, $0) }
        }
        return RESTRequest(url: request.url, headers: request.headers, query: query, body: request.body?.json)
    }

    private static func pointer(_ text: String) throws(ProgramError) -> JSONPointer {
        guard let pointer = JSONPointer(text) else { throw ProgramError(.configuration, "\(text) is no JSON pointer") }
        return pointer
    }
}

extension StructuredValue {
    /// The value as JSON; of a key that stands there twice the later one counts.
    fileprivate var json: JSONValue {
        switch self {
        case .null: return .null
        case .flag(let flag): return .bool(flag)
        case .number(let text): return .number(text)
        case .text(let text): return .string(text)
        case .list(let values): return .array(values.map(\.json))
        case .mapping(let members):
            var object = JSONObject()
            for member in members { object[member.key] = member.value.json }
            return .object(object)
        }
    }
}

extension AribaConfiguration {
    /// Everything that decides what is read and how, in the same words whenever it is the same.
    var shape: String {
        let fields = fields.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: " ")
        return " \(realm) \(view ?? "") \(fields) \(zone)"
    }
}

extension RESTConfiguration {
    /// Everything that decides what is read and how, in the same words whenever it is the same.
    var shape: String {
        let fields = fields.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: " ")
        let query = request.query.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "&")
        let body = request.body.map { $0.json.compactText() } ?? ""
        return
            " \(query) \(body) \(records) \(fields) \(Self.shape(lines)) \(detail.map(Self.shape) ?? "") \(dates) \(zone)"
    }

    private static func shape(_ lines: Lines) -> String {
        switch lines {
        case .within(let pointer): pointer
        case .requested(let request): shape(request)
        }
    }

    private static func shape(_ request: Subrequest) -> String {
        let query = request.request.query.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "&")
        return "\(request.request.url)?\(query) \(request.request.body?.json.compactText() ?? "") \(request.records)"
    }
}
