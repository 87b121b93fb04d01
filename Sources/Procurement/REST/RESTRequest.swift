public import Documents
internal import Reconciliation
internal import Transport

/// A request of a JSON API, before it is filled in: a GET, or a POST where it has a body.
public struct RESTRequest: Sendable, Hashable {
    /// The address.
    public var url: String
    /// Headers beside `Accept`.
    public var headers: [String: String]
    /// Query parameters in their order.
    public var query: [Parameter]
    /// The body.
    public var body: JSONValue?

    /// A query parameter.
    public struct Parameter: Sendable, Hashable {
        /// The name.
        public var name: String
        /// The value, unescaped.
        public var value: String

        /// The parameter `name=value`.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// A request to an address.
    public init(url: String, headers: [String: String] = [:], query: [Parameter] = [], body: JSONValue? = nil) {
        self.url = url
        self.headers = headers
        self.query = query
        self.body = body
    }

    /// Sets a parameter of the query, or, where the name begins with a slash, a place in the body.
    mutating func set(_ parameter: String, _ value: JSONValue) {
        if let pointer = parameter.hasPrefix("/") ? JSONPointer(parameter) : nil {
            body = pointer.setting(value, in: body ?? .object(JSONObject())) ?? body
        } else if let text = value.text {
            query.removeAll { $0.name == parameter }
            query.append(Parameter(parameter, text))
        }
    }

    /// What is sent.
    var wire: Request {
        var lines = headers.sorted { $0.key < $1.key }.map { Request.Header($0.key, $0.value) }
        let names = Set(headers.keys.map { $0.lowercased() })
        if !names.contains("accept") { lines.append(.init("Accept", "application/json")) }
        if body != nil, !names.contains("content-type") { lines.append(.init("Content-Type", "application/json")) }
        let address = FeedAddress.adding(query.map { ($0.name, $0.value) }, to: url)
        return Request(body == nil ? .get : .post, address, headers: lines, body: body?.canonicalBytes() ?? [])
    }

    // MARK: - Filling in

    /// The request with every `{FIELD}` filled in.
    ///
    /// - Parameter value: a field's value; what is not known stays as it stands.
    func filled(_ value: (String) -> JSONValue?) -> RESTRequest {
        var filled = self
        filled.url = Template.fill(url) { value($0)?.text.map(PercentEncoding.encoded) }
        filled.query = query.map { Parameter($0.name, Template.fill($0.value) { value($0)?.text }) }
        filled.body = body.map { Self.fill($0, value) }
        return filled
    }

    private static func fill(_ body: JSONValue, _ value: (String) -> JSONValue?) -> JSONValue {
        switch body {
        case .string(let text):
            // A text that is nothing but a placeholder becomes the value itself, a number where it is one.
            if text.hasPrefix("{"), text.hasSuffix("}"), let value = value(String(text.dropFirst().dropLast())) {
                return value
            }
            return .string(Template.fill(text) { value($0)?.text })
        case .array(let elements): return .array(elements.map { fill($0, value) })
        case .object(let object):
            return .object(
                JSONObject(uniqueMembers: object.members.map { .init(key: $0.key, value: fill($0.value, value)) }))
        case .null, .bool, .number: return body
        }
    }
}

/// Texts with `{NAME}` in them.
enum Template {
    /// The text with every name filled in; names that are not known stay as they stand.
    static func fill(_ text: String, _ value: (String) -> String?) -> String {
        var filled = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            filled += rest[..<open]
            rest = rest[open...]
            guard let close = rest.dropFirst().firstIndex(where: { $0 == "}" || $0 == "{" }), rest[close] == "}",
                let found = value(String(rest[rest.index(after: open)..<close]))
            else {
                filled.append("{")
                rest = rest.dropFirst()
                continue
            }
            filled += found
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }
}
