internal import Documents
internal import Transport

/// Goes from one page of a list to the next, whatever leads there; a pure value.
///
/// Totals are never asked: systems count what they filter out later, or give up counting. A page without records ends a
/// list, and one with fewer than an earlier one had. That the first page has fewer than were asked for does not: servers
/// lower the size in silence.
struct PageWalk {
    /// Pages of one list: an end that never comes must not hold a cycle up for ever.
    static let pageLimit = 20_000

    private let paging: RESTOptions.Paging
    private let first: RESTRequest
    private var offset = 0
    private var page: Int
    private var token: String?
    private var pages = 0
    private var fullest = 0
    private var last: [JSONValue] = []
    private var seen: Set<String> = []

    /// What is asked next.
    private(set) var request: RESTRequest

    /// The walk through a list that begins with a request.
    init(_ paging: RESTOptions.Paging, _ request: RESTRequest) {
        self.paging = paging
        first = request
        page = if case .page(_, let first, _, _) = paging { first } else { 0 }
        self.request = request
        place()
    }

    /// Whether an answer's status means that the list ends before it.
    func isBeyondEnd(_ response: Response) -> Bool {
        if case .range = paging { response.status == 416 } else { false }
    }

    /// Takes in a page.
    ///
    /// - Returns: whether there is another one, which `request` then asks for.
    /// - Throws: `malformed` for a list that does not come to an end, `rejected` for a link that leads elsewhere.
    mutating func advance(_ rows: [JSONValue], _ document: JSONValue, _ response: Response) throws(FeedError) -> Bool {
        pages += 1
        guard pages < Self.pageLimit else { throw stuck("gives more than \(Self.pageLimit) pages") }
        defer { last = rows }
        switch paging {
        case .none: return false
        case .offset(let name, _, _): return try count(rows, "its parameter \(name)")
        case .page(let name, _, _, _): return try count(rows, "its parameter \(name)")
        case .range(let unit, _):
            guard try isInRange(response) else { return false }
            return try count(rows, "the header Range of \(unit)")
        case .cursor(let name, let next, _, _):
            let value = next.value(in: document)
            guard let token = value?.text, !token.isEmpty else {
                try checkEnd(value, next)
                return false
            }
            guard seen.insert(token).inserted else { throw stuck("gives the same \(name) again") }
            self.token = token
        case .link(let next, _, _):
            let link = next.map { Link.next(in: $0.value(in: document)) } ?? Link.next(inHeadersOf: response)
            guard let link else {
                if let next { try checkEnd(next.value(in: document), next) }
                return false
            }
            guard let url = FeedAddress.resolve(link, from: request.url) else {
                throw FeedError(
                    .rejected,
                    "\(first.url) links its next page to another host (\(link.prefix(100))), where credentials do not go"
                )
            }
            guard seen.insert(url).inserted else { throw stuck("links to the same page again") }
            token = url
        }
        place()
        return true
    }

    /// Goes on by what was received, where it was something new.
    private mutating func count(_ rows: [JSONValue], _ what: String) throws(FeedError) -> Bool {
        guard !rows.isEmpty, rows.count >= fullest else { return false }
        guard rows != last else {
            throw stuck("gives the same page again: it does not heed \(what); see `paging`")
        }
        fullest = rows.count
        offset += rows.count
        page += 1
        place()
        return true
    }

    /// Whether the answer is the part that was asked for; a server that does not know ranges gives everything at once.
    private func isInRange(_ response: Response) throws(FeedError) -> Bool {
        guard let range = response.header("content-range") else {
            if offset == 0 { return false }
            throw stuck("passes over the header Range after its first page")
        }
        let start = range.drop { $0 != " " }.dropFirst().prefix { $0 != "-" }
        guard Int(start) == offset else { throw stuck("gives \(range.prefix(60)) where \(offset) on was asked for") }
        return true
    }

    /// What says that a list goes on, and is not understood, must not pass for its end.
    private func checkEnd(_ value: JSONValue?, _ place: JSONPointer) throws(FeedError) {
        switch value {
        case nil, .null, .bool(false), .string: return
        case .array(let links)
        where links.allSatisfy({ $0.object != nil && $0["rel"]?.string?.lowercased() != "next" }): return
        case .object(let object) where object.members.allSatisfy({ [.null, .string("")].contains($0.value) }): return
        default:
            throw FeedError(
                .malformed,
                "\(first.url) says at \(place) what the next page is, and not as text or number: see `paging.next`")
        }
    }

    private func stuck(_ what: String) -> FeedError { FeedError(.malformed, "\(first.url) \(what)") }

    private mutating func place() {
        var next = first
        switch paging {
        case .none: break
        case .offset(let name, let limit, let size):
            next.set(name, JSONValue(offset))
            next.set(limit, JSONValue(size))
        case .page(let name, _, let limit, let size):
            next.set(name, JSONValue(page))
            if let limit, let size { next.set(limit, JSONValue(size)) }
        case .cursor(let name, _, let limit, let size):
            if let token { next.set(name, .string(token)) }
            if let limit, let size { next.set(limit, JSONValue(size)) }
        case .link(_, let limit, let size):
            if let token {
                next.url = token
                next.query = []
            } else if let limit, let size {
                next.set(limit, JSONValue(size))
            }
        case .range(let unit, let size):
            // The end is the first record that is not wanted in some systems and the last that is in others: one more
            // does no harm, since the walk goes on by what was received.
            next.headers["Range"] = "\(unit)=\(offset)-\(offset + size)"
        }
        request = next
    }
}
