import Documents
import Procurement
import Reconciliation
import Simulation
import Synchronization
import Transport

/// A system with a JSON API for the conformance suite: pages of 50 in each style, changes by a parameter.
final class RESTStage: FeedStage {
    private struct Inside {
        var rows: [String: JSONValue] = [:]
        var isBreaking = false
        var isOversized = false
    }

    private let system: System
    let feed: any Feed

    /// Where an answer names the next page.
    static let next = JSONPointer("/next") ?? .root

    init(_ paging: RESTOptions.Paging) {
        let clock = ManualClock(isImpatient: true)
        let system = System(paging)
        let transport = ScriptedTransport(time: clock) { system.answer($0) }
        let fields: [FeedField: String] = [
            .path(.orderID): "/id", .path(.orderNumber): "/number", .orderVersion: "/revision", .orderStatus: "/state",
            .orderUpdatedAt: "/changed", .orderCurrency: "/currency", .path(.lineID): "/id", .path(.amount): "/total",
            .path(.auxiliaryPart): "/reference",
        ]
        let options = RESTOptions(
            name: "rest", request: RESTRequest(url: "https://erp.example.com/orders"),
            records: JSONPointer("/items") ?? .root,
            fields: fields.mapValues { [.pointer($0)] }, lines: .within(JSONPointer("/lines") ?? .root),
            paging: paging, since: .init(parameter: "since"),
            requestsPerSecond: 1000, customFields: [])
        feed = RESTFeed(options, transport: transport, time: clock, entropy: HalfEntropy())
        self.system = system
    }

    /// What the system holds; the transport's script asks it.
    private final class System: Sendable {
        private let inside = Mutex(Inside())
        private let paging: RESTOptions.Paging
        let event = Event()

        init(_ paging: RESTOptions.Paging) { self.paging = paging }

        func change(_ body: (inout Inside) -> Void) { inside.withLock { body(&$0) } }

        func answer(_ request: Request) -> ScriptedTransport.Answer {
            defer { event.happen() }
            return inside.withLock { inside in
                if inside.isOversized { return .failure(.tooLarge("the answer has more than 33554432 bytes")) }
                let since = request.parameter("since").flatMap { Instant(iso: $0) }
                let rows = inside.rows.sorted { $0.key < $1.key }.filter { row in
                    let changed = row.value["changed"]?.string.flatMap { Instant(iso: $0) }
                    return since.map { (changed ?? $0) >= $0 } ?? true
                }
                let start = start(request, rows.map(\.key))
                if inside.isBreaking, start > 0 { return .failure(.interrupted("reset")) }
                return page(rows.dropFirst(start).prefix(50), of: rows.count, request)
            }
        }

        /// The place of the first row that is asked for.
        private func start(_ request: Request, _ keys: [String]) -> Int {
            let number = { (name: String) in request.parameter(name).flatMap { Int($0) } ?? 0 }
            switch paging {
            case .offset: return number("offset")
            case .page: return (number("page") - 1) * 50
            case .range:
                let range = request.headers.first { $0.name.lowercased() == "range" }?.value ?? ""
                return Int(range.drop { $0 != "=" }.dropFirst().prefix { $0 != "-" }) ?? 0
            case .cursor, .link, .none:
                let after = request.parameter("cursor") ?? ""
                return keys.firstIndex { $0 > after } ?? keys.count
            }
        }

        private func page(
            _ rows: ArraySlice<(key: String, value: JSONValue)>, of total: Int, _ request: Request
        ) -> ScriptedTransport.Answer {
            var document = JSONObject()
            document["items"] = .array(rows.map(\.value))
            var headers = [Request.Header("Content-Type", "application/json")]
            var status = 200
            if let last = rows.last, rows.endIndex < total {
                document["next"] = .string(last.key)
                if case .link = paging {
                    let since = request.parameter("since").map { "&since=\($0)" } ?? ""
                    headers.append(
                        .init("Link", "<https://erp.example.com/orders?cursor=\(last.key)\(since)>; rel=\"next\""))
                }
            }
            if case .range = paging {
                if rows.isEmpty { return .status(416) }
                status = 206
                headers.append(.init("Content-Range", "items \(rows.startIndex)-\(rows.endIndex - 1)/\(total)"))
            }
            let body = Array(JSONValue.object(document).compactText().utf8)
            return .response(Response(status: status, headers: headers, body: body))
        }
    }

    func publish(_ orders: [SampleOrder]) {
        system.change { inside in
            for order in orders {
                inside.rows[order.id] = [
                    "id": .string(order.id), "number": .string(order.number), "revision": JSONValue(order.version),
                    "state": order.isCancelled ? "cancelled" : "issued",
                    "changed": .string(order.updatedAt.description),
                    "currency": "USD",
                    "lines": [["id": 1, "total": .number(order.amount), "reference": .string("agmt-\(order.id)")]],
                ]
            }
        }
    }

    /// Rows come again by themselves: readings overlap.
    func redeliver(_ orders: [SampleOrder]) {}

    func publishUnreadable() {
        system.change { $0.rows["bad"] = ["id": "bad", "number": "PO-bad", "state": "issued", "lines": 5] }
    }

    func publishOversized() { system.change { $0.isOversized = true } }

    func clear() { system.change { $0.rows = [:] } }

    func breakOff(_ isBreaking: Bool) { system.change { $0.isBreaking = isBreaking } }

    func meanwhile(_ body: @escaping @Sendable () -> Void) { system.event.plan(body) }
}
