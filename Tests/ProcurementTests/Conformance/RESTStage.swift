import Documents
import Procurement
import Reconciliation
import Simulation
import Synchronization
import Transport

/// A system with a JSON API for the conformance suite: pages by offset, changes by a parameter.
final class RESTStage: FeedStage {
    private struct Inside {
        var rows: [String: JSONValue] = [:]
        var isBreaking = false
        var isOversized = false
    }

    private let system: System
    let feed: any Feed

    init() {
        let clock = ManualClock(isImpatient: true)
        let system = System()
        let transport = ScriptedTransport(time: clock) { system.answer($0) }
        let fields: [FeedField: String] = [
            .path(.orderID): "/id", .path(.orderNumber): "/number", .orderVersion: "/revision", .orderStatus: "/state",
            .orderUpdatedAt: "/changed", .orderCurrency: "/currency", .path(.lineID): "/id", .path(.amount): "/total",
            .path(.auxiliaryPart): "/reference",
        ]
        let options = RESTOptions(
            name: "rest", request: RESTRequest(url: "https://erp.example.com/orders"), records: .root,
            fields: fields.mapValues { [.pointer($0)] }, lines: .within(JSONPointer("/lines") ?? .root),
            paging: .offset(offset: "offset", limit: "limit", size: 50), since: .init(parameter: "since"),
            requestsPerSecond: 1000, customFields: [])
        feed = RESTFeed(options, transport: transport, time: clock, entropy: HalfEntropy())
        self.system = system
    }

    /// What the system holds; the transport's script asks it.
    private final class System: Sendable {
        private let inside = Mutex(Inside())

        func change(_ body: (inout Inside) -> Void) { inside.withLock { body(&$0) } }

        func answer(_ request: Request) -> ScriptedTransport.Answer {
            inside.withLock { inside in
                let offset = request.parameter("offset").flatMap { Int($0) } ?? 0
                if inside.isOversized { return .failure(.tooLarge("the answer has more than 33554432 bytes")) }
                if inside.isBreaking, offset > 0 { return .failure(.interrupted("reset")) }
                let since = request.parameter("since").flatMap { Instant(iso: $0) }
                let rows = inside.rows.sorted { $0.key < $1.key }.map(\.value).filter { row in
                    let changed = row["changed"]?.string.flatMap { Instant(iso: $0) }
                    return since.map { (changed ?? $0) >= $0 } ?? true
                }
                return .json(JSONValue.array(Array(rows.dropFirst(offset).prefix(50))).compactText())
            }
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
}
