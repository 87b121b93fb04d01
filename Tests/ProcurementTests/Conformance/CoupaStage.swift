import Documents
import Procurement
import Reconciliation
import Simulation
import Synchronization
import Transport

/// A Coupa instance for the conformance suite.
final class CoupaStage: FeedStage {
    private struct Inside {
        var rows: [String: JSONValue] = [:]
        var isBreaking = false
        var isOversized = false
    }

    private let instance: Instance
    let feed: any Feed

    /// - Parameter showsDeletedLines: whether the feed asks for deleted lines, of which every order has one.
    init(showsDeletedLines: Bool = false) {
        let clock = ManualClock(isImpatient: true)
        let instance = Instance(hasDeletedLines: showsDeletedLines)
        let transport = ScriptedTransport(time: clock) { request in
            if request.url.hasSuffix("/oauth2/token") { return .json(#"{"access_token": "t", "expires_in": 86399}"#) }
            return instance.answer(request)
        }
        feed = CoupaFeed(
            CoupaOptions(
                name: "coupa", url: "https://acme.coupahost.com", clientID: "c", clientSecret: Secret("s"),
                requestsPerSecond: 1000, showsDeletedLines: showsDeletedLines), transport: transport, time: clock,
            entropy: HalfEntropy())
        self.instance = instance
    }

    /// What the instance holds; the transport's script asks it.
    private final class Instance: Sendable {
        private let inside = Mutex(Inside())
        let event = Event()
        let hasDeletedLines: Bool

        init(hasDeletedLines: Bool) { self.hasDeletedLines = hasDeletedLines }

        func change(_ body: (inout Inside) -> Void) { inside.withLock { body(&$0) } }

        func answer(_ request: Request) -> ScriptedTransport.Answer {
            defer { event.happen() }
            return inside.withLock { inside in
                let query = request.url.drop { $0 != "?" }.dropFirst().split(separator: "&")
                func value(_ name: String) -> String? {
                    query.first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }
                }
                let after = value("id%5Bgt%5D").flatMap { Int($0) } ?? 0
                if inside.isOversized { return .failure(.tooLarge("the answer has more than 33554432 bytes")) }
                if inside.isBreaking, after > 0 { return .failure(.interrupted("reset")) }
                let since = value("updated_at%5Bgt_or_eq%5D").flatMap {
                    Instant(iso: $0.split(separator: "%3A").joined(separator: ":"))
                }
                let rows = inside.rows.values.filter { row in
                    let changed = row["updated-at"]?.string.flatMap { Instant(iso: $0) }
                    return (row["id"]?.integer ?? 0) > after && since.map { (changed ?? $0) >= $0 } ?? true
                }
                var page = Array(rows.sorted { ($0["id"]?.integer ?? 0) < ($1["id"]?.integer ?? 0) }.prefix(50))
                if hasDeletedLines, value("show_deleted_lines") == "true" { page = page.map(Self.withDeletedLine) }
                return .json(JSONValue.array(page).compactText())
            }
        }

        private static func withDeletedLine(_ row: JSONValue) -> JSONValue {
            guard var order = row.object, let lines = order["order-lines"]?.array else { return row }
            let deleted: JSONValue = [
                "id": JSONValue((order["id"]?.integer ?? 0) * 10 + 1), "line-num": "2", "total": "7.00",
                "supp-aux-part-num": "agmt-deleted", "status": "cancelled",
            ]
            order["order-lines"] = .array(lines + [deleted])
            return .object(order)
        }
    }

    func publish(_ orders: [SampleOrder]) {
        instance.change { inside in
            for order in orders {
                inside.rows[order.id] = [
                    "id": JSONValue(Int(order.id) ?? 0), "po-number": .string(order.number),
                    "version": JSONValue(order.version), "status": order.isCancelled ? "cancelled" : "issued",
                    "updated-at": .string(order.updatedAt.description), "currency": ["code": "USD"],
                    "order-lines": [
                        [
                            "id": JSONValue((Int(order.id) ?? 0) * 10), "line-num": "1", "status": "created",
                            "total": .string(order.amount), "supp-aux-part-num": .string("agmt-\(order.id)"),
                        ]
                    ],
                ]
            }
        }
    }

    /// Rows come again by themselves: readings overlap. Coupa does not go back to an old revision.
    func redeliver(_ orders: [SampleOrder]) {}

    func publishUnreadable() {
        instance.change { $0.rows["bad"] = ["id": 77, "po-number": "PO-77", "status": "issued", "order-lines": 5] }
    }

    func publishOversized() { instance.change { $0.isOversized = true } }

    func clear() { instance.change { $0.rows = [:] } }

    func breakOff(_ isBreaking: Bool) { instance.change { $0.isBreaking = isBreaking } }

    func meanwhile(_ body: @escaping @Sendable () -> Void) { instance.event.plan(body) }
}
