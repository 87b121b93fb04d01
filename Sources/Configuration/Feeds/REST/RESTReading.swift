internal import Reconciliation
internal import Yams

extension NodeReader {
    /// What a feed of the kind `rest` says beside what every feed says.
    func rest(url: String) -> FeedConfiguration.Kind? {
        let authentication = authentication()
        let request = request(url: url)
        let records = pointer("records") ?? ""
        let fields = fields()
        let lines = restLines(url)
        let detail = section("detail")?.subrequest(of: url)
        let paging = paging()
        let since = section("since")?.since()
        let overlap = duration("overlap", .zero ... .seconds(31 * 86_400))
        let dates = oneOrMore("dates").compactMap { timeFormat("dates", $0) }
        let zone = zone("timeZone")
        if fields[.path(.orderNumber)] == nil { fail("fields", "order.number is missing") }
        if fields[.orderStatus] == nil {
            fail(
                "fields",
                "order.status is missing; write `order.status: =issued` where the system gives released orders alone")
        }
        if since != nil, fields[.orderUpdatedAt] == nil {
            fail("since", "`fields` must have order.updatedAt, so that posyncd knows where the next reading begins")
        }
        guard let lines else { return nil }
        return .rest(
            RESTConfiguration(
                authentication: authentication, request: request, records: records, fields: fields, lines: lines,
                detail: detail, paging: paging ?? .none, since: since, overlap: overlap ?? .seconds(600),
                dates: dates.isEmpty ? [.iso] : dates, zone: zone ?? 0))
    }

    // MARK: - Requests

    private func request(url: String) -> RESTConfiguration.RequestConfiguration {
        var query: [String: [String]] = [:]
        for (name, value) in entries("query") {
            if value.texts.isEmpty { value.fail("a text or a list of texts is expected") }
            query[name] = value.texts
        }
        return RESTConfiguration.RequestConfiguration(
            url: url, headers: headers(), query: query, body: structured("body"))
    }

    private func headers() -> [String: String] {
        var headers: [String: String] = [:]
        for (name, value) in entries("headers") {
            guard let text = value.text else {
                value.fail("a text is expected")
                continue
            }
            if ["authorization", "cookie"].contains(name.lowercased()) {
                value.fail("what proves who asks belongs in `auth`, where secrets are references")
            }
            headers[name] = text
        }
        return headers
    }

    private func subrequest(of feed: String) -> RESTConfiguration.Subrequest {
        defer { finish() }
        let url = address("url")
        if !url.isEmpty, Self.origin(url) != Self.origin(feed) {
            fail("url", "it must have the scheme and host of the feed's `url`, since the same credentials go there")
        }
        let request = request(url: url)
        return RESTConfiguration.Subrequest(request: request, records: pointer("records") ?? "")
    }

    /// An address up to its path.
    private static func origin(_ url: String) -> String {
        let scheme = url.prefix { $0 != ":" } + "://"
        return (scheme + url.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" }).lowercased()
    }

    // MARK: - Fields

    /// `fields`.
    func fields() -> [FeedField: [RESTConfiguration.FieldSource]] {
        if node("fields") == nil { fail("fields", "it is missing: at least order.number and order.status") }
        var fields: [FeedField: [RESTConfiguration.FieldSource]] = [:]
        for (name, value) in entries("fields") {
            guard let field = FeedField(name) else {
                let known = FeedField.named.map(\.description) + ["order.custom.NAME", "line.custom.NAME"]
                let hint = Spelling.nearest(to: name, among: known).map { "; did you mean \($0)?" }
                value.fail("there is no field \(name.prefix(60))\(hint ?? "; known: \(known.joined(separator: ", "))")")
                continue
            }
            if value.texts.isEmpty { value.fail("a JSON pointer such as /number is expected, or a list of them") }
            fields[field] = value.texts.compactMap { text in
                if text.hasPrefix("=") { return .literal(String(text.dropFirst())) }
                if NodeReader.isPointer(text) { return .pointer(text) }
                value.fail(
                    "\"\(text.prefix(60))\" is no JSON pointer: it begins with a slash, as in /number; a fixed text is written =\(text.prefix(20))"
                )
                return nil
            }
        }
        return fields
    }

    private func restLines(_ url: String) -> RESTConfiguration.Lines? {
        guard let value = node("lines") else {
            fail("lines", "it is missing: a JSON pointer such as /lines, or a request {url: …, records: …}")
            return nil
        }
        if value.mapping != nil { return section("lines").map { .requested($0.subrequest(of: url)) } }
        return pointer("lines").map { .within($0) }
    }

    /// A JSON pointer.
    func pointer(_ key: String) -> String? {
        guard let text = text(key) else { return nil }
        if NodeReader.isPointer(text) { return text }
        fail(key, "\"\(text.prefix(60))\" is no JSON pointer: it begins with a slash, as in /items")
        return nil
    }

    private static func isPointer(_ text: String) -> Bool {
        text.wholeMatch(of: /(\/([^~\/]|~[01])*)+/) != nil
    }

    // MARK: - Times

    private func since() -> RESTConfiguration.Since {
        defer { finish() }
        let parameter = neededText("parameter")
        let value = text("value") ?? "{since}"
        if !value.contains("{since") { fail("value", "`{since}` must be in it: the moment goes there") }
        let format = text("format").flatMap { timeFormat("format", $0) }
        let encoding = choice("encode", Encoding.self)
        return RESTConfiguration.Since(
            parameter: parameter, value: value, format: format ?? .iso, isBase64: encoding == .base64url)
    }

    private enum Encoding: String, CaseIterable {
        case base64url
    }

    func timeFormat(_ key: String, _ text: String) -> TimeFormat? {
        if let format = TimeFormat(text) { return format }
        fail(key, "one of \(TimeFormat.names.joined(separator: ", ")) or a pattern such as dd.MM.yyyy is expected")
        return nil
    }

    /// A distance from UTC in seconds.
    func zone(_ key: String) -> Int64? {
        guard let text = text(key) else { return nil }
        if let seconds = ZoneOffset.seconds(text) { return seconds }
        fail(key, "UTC or a distance from it is expected, such as +02:00")
        return nil
    }
}
