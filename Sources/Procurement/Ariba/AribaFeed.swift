public import Documents
public import Reconciliation
public import Transport

/// Purchase orders from SAP Ariba: from a view of operational reporting for procurement, or from the network's purchase
/// orders API for buyers.
///
/// Both take at most a month in one query, so a reading goes window by window. Reporting filters by when an order was
/// changed; the network by when it was received, and there a change or a cancellation by the buyer is received anew.
public struct AribaFeed: Feed {
    /// Records of a page of the purchase orders API.
    static let pageSize = 100
    /// Pages of one window.
    static let pageLimit = 5000
    /// Records that one reporting query gives at most; one that reaches it is asked again in halves.
    static let queryLimit = 10_000

    private let options: AribaOptions
    private let time: any TimeSource
    private let calls: AribaCalls
    private let decoder: RESTDecoder

    public var name: FeedName { options.name }

    /// A full reading goes back so far and no further, so that what it does not show may be older; and the network shows what
    /// was received.
    public var absence: Absence { .nothing }

    public var ledger: JSONValue? { get async { await calls.ledger } }

    /// A feed that sends its requests over `transport`.
    public init(_ options: AribaOptions, transport: any Transport, time: any TimeSource, entropy: any Entropy) {
        self.options = options
        self.time = time
        let limiter = RateLimiter(rate: options.requestsPerSecond, capacity: 1, time: time)
        let http = FeedHTTP(
            transport: transport, limiter: limiter, time: time, entropy: entropy, retriesThrottling: false)
        calls = AribaCalls(options, http)
        let usual = options.view == nil ? AribaFields.network : AribaFields.reporting
        decoder = RESTDecoder(
            RESTOptions(
                name: options.name, request: RESTRequest(url: options.url), records: .root,
                fields: usual.merging(options.fields) { _, given in given },
                lines: .within(JSONPointer("/LineItems") ?? .root), zone: options.zone,
                statuses: options.statuses, customFields: options.customFields),
            statuses: StatusWords(AribaFields.statuses))
    }

    /// How the purchase orders API writes dates: without a zone.
    private static let plain = DatePattern("yyyy-MM-dd'T'HH:mm:ss")

    private var now: Instant { Instant(milliseconds: time.wallMilliseconds()) }

    public func read(
        _ pass: FeedPass, _ take: (FeedPage) async throws(FeedError) -> Void
    ) async throws(FeedError) -> JSONValue? {
        await calls.remember(pass.ledger)
        var watermark = Watermark(pass.cursor, now: now)
        for window in windows(pass, watermark) {
            let watch = { (page: FeedPage) async throws(FeedError) in
                for order in page.orders { watermark.see(order) }
                try await take(page)
            }
            if let view = options.view {
                try await readView(view, window, watch)
            } else {
                try await readNetwork(window, watch)
            }
        }
        return watermark.cursor
    }

    /// What is read: everything, or what has changed, up to tomorrow by our clock, since the windows' dates name no zone and
    /// clocks differ.
    private func windows(_ pass: FeedPass, _ watermark: Watermark) -> [DateWindows.Window] {
        let end = now + .seconds(86_400)
        let oldest = now - options.history
        guard !pass.isFull, let since = watermark.instant else { return DateWindows.windows(from: oldest, to: end) }
        return DateWindows.windows(from: max(since - options.overlap, oldest), to: end)
    }

    public func probe() async throws(FeedError) -> String {
        let window = DateWindows.Window(from: now - .seconds(86_400), to: now)
        if let view = options.view {
            _ = try await viewPage(view, window, token: nil)
            return "the view \(view) can be read"
        }
        _ = try await networkPage("/orders", window, offset: 0)
        return "purchase orders can be read"
    }

    // MARK: - Reporting

    private func readView(
        _ view: String, _ window: DateWindows.Window, _ take: (FeedPage) async throws(FeedError) -> Void
    ) async throws(FeedError) {
        var token: String?
        var seen: Set<String> = []
        var count = 0
        for _ in 0..<Self.pageLimit {
            let (records, next) = try await viewPage(view, window, token: token)
            count += records.count
            if !records.isEmpty {
                try await take(
                    page(records) { record, key in decoder.order(key, record.value, fault: record.fault) })
            }
            // A page may be short, or empty, without being the last: only the missing token ends the list.
            guard let next else {
                guard count >= Self.queryLimit else { return }
                guard let (early, late) = window.halves else {
                    throw FeedError(
                        .malformed, "view \(view) has more than \(Self.queryLimit) orders changed within an hour")
                }
                try await readView(view, early, take)
                try await readView(view, late, take)
                return
            }
            guard seen.insert(next).inserted else {
                throw FeedError(.malformed, "view \(view) gives the same page token again")
            }
            token = next
        }
        throw FeedError(.malformed, "view \(view) gives more than \(Self.pageLimit) pages")
    }

    private func viewPage(
        _ view: String, _ window: DateWindows.Window, token: String?
    ) async throws(FeedError) -> (records: [SourceRecord], next: String?) {
        let filters: JSONValue = [
            "updatedDateFrom": .string(TimeFormat.iso.text(window.from)),
            "updatedDateTo": .string(TimeFormat.iso.text(window.to)),
        ]
        var parameters = [(name: "realm", value: options.realm), ("filters", filters.compactText())]
        if let token { parameters.append(("pageToken", token)) }
        let found = try await calls.get(
            "/views/\(PercentEncoding.encoded(view))", parameters, recordsAt: JSONPointer.root.appending("Records"))
        let answer = found.document
        guard let list = (answer["Records"] ?? answer["records"])?.array else {
            throw FeedError(.malformed, "view \(view) answered without records")
        }
        let following = answer["PageToken"] ?? answer["pageToken"]
        let next = following?.text
        // What says that there is more, and is not understood, must not pass for the end.
        if next == nil, let following, ![.null, .bool(false)].contains(following) {
            throw FeedError(.malformed, "view \(view) gives a page token that is neither text nor number")
        }
        return (SourceRecord.records(list, found.damage), next.flatMap { $0.isEmpty ? nil : $0 })
    }

    // MARK: - The network

    private func readNetwork(
        _ window: DateWindows.Window, _ take: (FeedPage) async throws(FeedError) -> Void
    ) async throws(FeedError) {
        // Lines come in lists of their own; asking for each order's would use up the day's calls.
        var lines: [String: [JSONValue]] = [:]
        var faults: [String: OrderFault] = [:]
        try await walk("/items", window) { (records) throws(FeedError) in
            for record in records {
                guard let number = SourceValue.text(record.value["documentNumber"]) else {
                    guard let damage = record.damage else { continue }
                    // An order must not pass for whole without it, and nobody can tell which one.
                    throw FeedError(.malformed, "\(options.url)/items has an item of no order: \(damage)")
                }
                lines[number, default: []].append(record.value)
                faults[number] = faults[number] ?? record.fault
            }
        }
        try await walk("/orders", window) { (records) throws(FeedError) in
            try await take(
                page(records) { record, key in
                    decoder.order(
                        key, record.value, lines: Self.newest(lines[key.id] ?? []),
                        fault: record.fault ?? faults[key.id])
                })
        }
    }

    /// The lines of an order, each once: a changed order's are listed again with every version.
    private static func newest(_ lines: [JSONValue]) -> [JSONValue] {
        var newest: [JSONValue] = []
        var places: [String: Int] = [:]
        for line in lines {
            let number = SourceValue.text(line["lineNumber"]) ?? String(newest.count)
            if let place = places[number] {
                newest[place] = line
            } else {
                places[number] = newest.count
                newest.append(line)
            }
        }
        return newest
    }

    private func walk(
        _ path: String, _ window: DateWindows.Window, _ take: ([SourceRecord]) async throws(FeedError) -> Void
    ) async throws(FeedError) {
        var offset = 0
        var last: [SourceRecord] = []
        for _ in 0..<Self.pageLimit {
            let records = try await networkPage(path, window, offset: offset)
            guard !records.isEmpty else { return }
            guard records != last else {
                throw FeedError(.malformed, "\(options.url)\(path) gives the same page again")
            }
            try await take(records)
            if records.count < Self.pageSize, !last.isEmpty { return }
            offset += records.count
            last = records
        }
        throw FeedError(.malformed, "\(options.url)\(path) gives more than \(Self.pageLimit) pages")
    }

    private func networkPage(
        _ path: String, _ window: DateWindows.Window, offset: Int
    ) async throws(FeedError) -> [SourceRecord] {
        let form = Self.plain.map { TimeFormat.pattern($0) } ?? .iso
        let filter =
            "startDate eq '\(form.text(window.from, offset: options.zone))' and endDate eq "
            + "'\(form.text(window.to, offset: options.zone))'"
        let answer = try await calls.get(
            path, [("$filter", filter), ("$top", String(Self.pageSize)), ("$skip", String(offset))],
            recordsAt: JSONPointer.root.appending("content"))
        guard let list = answer.document["content"]?.array else {
            throw FeedError(.malformed, "\(options.url)\(path) answered without a list in `content`")
        }
        return SourceRecord.records(list, answer.damage)
    }

    // MARK: - Orders

    private func page(
        _ records: [SourceRecord], _ order: (SourceRecord, OrderKey) -> PurchaseOrder
    ) -> FeedPage {
        var page = FeedPage(orders: [])
        for (index, record) in records.enumerated() {
            if let key = decoder.key(of: record.value) {
                page.orders.append(order(record, key))
            } else {
                let reason = record.damage.map { ": \($0)" } ?? ""
                page.faults.append("record \(index + 1) of a page has no order number\(reason)")
                page.nameless += 1
            }
        }
        return page
    }
}
