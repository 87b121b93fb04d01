import Documents
import Procurement
import Reconciliation
import Simulation
import Synchronization
import Transport

/// SAP Ariba for the conformance suite: a view of operational reporting, or the network's orders and items.
final class AribaStage: FeedStage {
    private struct Inside {
        /// By number, the newest state of each order alone.
        var orders: [String: SampleOrder] = [:]
        var isUnreadable = false
        var isBreaking = false
        var isOversized = false
    }

    private let gateway: Gateway
    let feed: any Feed

    init(isNetwork: Bool) {
        let clock = ManualClock(isImpatient: true)
        let gateway = Gateway()
        let transport = ScriptedTransport(time: clock) { request in
            if request.url.hasSuffix("/oauth/token") { return .json(#"{"access_token": "t", "expires_in": 1440}"#) }
            return gateway.answer(request)
        }
        let options = AribaOptions(
            name: "ariba", url: "https://openapi.ariba.com/api/x/v1/prod",
            tokenURL: "https://api.ariba.com/v2/oauth/token",
            clientID: "c", clientSecret: Secret("s"), apiKey: Secret("k"), realm: "acme",
            view: isNetwork ? nil : "View",
            history: .seconds(40 * 86_400), requestsPerSecond: 1000, customFields: [])
        feed = AribaFeed(options, transport: transport, time: clock, entropy: HalfEntropy())
        self.gateway = gateway
    }

    /// What the gateway gives; the transport's script asks it.
    private final class Gateway: Sendable {
        private let inside = Mutex(Inside())
        let event = Event()

        func change(_ body: (inout Inside) -> Void) { inside.withLock { body(&$0) } }

        func answer(_ request: Request) -> ScriptedTransport.Answer {
            let answer = inside.withLock { inside -> ScriptedTransport.Answer in
                if inside.isOversized { return .failure(.tooLarge("the answer has more than 33554432 bytes")) }
                return request.url.contains("/views/") ? view(request, inside) : list(request, inside)
            }
            // Windows without orders come before the one that has some.
            if case .response(let response) = answer, response.body.count > 100 { event.happen() }
            return answer
        }

        private func view(_ request: Request, _ inside: Inside) -> ScriptedTransport.Answer {
            let filters = request.parameter("filters").flatMap { try? JSONReader.read(Array($0.utf8)) }
            let found = orders(inside, filters?["updatedDateFrom"]?.string, filters?["updatedDateTo"]?.string)
            let start = request.parameter("pageToken").flatMap { Int($0) } ?? 0
            if inside.isBreaking, start > 0 { return .failure(.interrupted("reset")) }
            var records = found.dropFirst(start).prefix(40).map(Self.record)
            if inside.isUnreadable, start == 0, !found.isEmpty {
                records.append(["OrderID": "PO-bad", "StatusString": "Ordered", "LineItems": 5])
            }
            var answer = JSONObject()
            answer["Records"] = .array(records)
            if start + 40 < found.count { answer["PageToken"] = .string(String(start + 40)) }
            return .json(JSONValue.object(answer).compactText())
        }

        private static func record(_ order: SampleOrder) -> JSONValue {
            [
                "UniqueName": .string(order.number), "OrderID": .string(order.number),
                "VersionNumber": JSONValue(order.version),
                "StatusString": order.isCancelled ? "Canceled" : "Ordered",
                "TimeUpdated": .string(order.updatedAt.description),
                "LineItems": [
                    [
                        "NumberInCollection": 1,
                        "Amount": ["Amount": .number(order.amount), "Currency": ["UniqueName": "USD"]],
                        "Description": ["SupplierPartAuxiliaryID": .string("agmt-\(order.id)")],
                    ]
                ],
            ]
        }

        private func list(_ request: Request, _ inside: Inside) -> ScriptedTransport.Answer {
            let dates = (request.parameter("$filter") ?? "").split(separator: "'").map(String.init)
            guard dates.count >= 4 else { return .status(400) }
            let found = orders(inside, dates[1], dates[3])
            let start = request.parameter("$skip").flatMap { Int($0) } ?? 0
            if inside.isBreaking, start > 0 { return .failure(.interrupted("reset")) }
            let isItems = request.url.contains("/items?")
            var content = found.dropFirst(start).prefix(100).map { isItems ? Self.item($0) : Self.header($0) }
            if inside.isUnreadable, start == 0, !found.isEmpty, !isItems {
                content.append(["documentNumber": "PO-bad"])
            }
            return .json(
                JSONValue.object(JSONObject(uniqueMembers: [.init(key: "content", value: .array(content))]))
                    .compactText())
        }

        private static func header(_ order: SampleOrder) -> JSONValue {
            [
                "documentNumber": .string(order.number), "status": order.isCancelled ? "Canceled" : "New",
                "created": .string(String(order.updatedAt.description.dropLast())),
                "poAmount": ["amount": .number(order.amount), "currencyCode": "USD"],
            ]
        }

        private static func item(_ order: SampleOrder) -> JSONValue {
            [
                "documentNumber": .string(order.number), "lineNumber": "1", "quantity": 1,
                "unitPrice": ["amount": .number(order.amount), "currencyCode": "USD"],
                "supplierPartAuxiliaryId": .string("agmt-\(order.id)"),
            ]
        }

        private func orders(_ inside: Inside, _ from: String?, _ to: String?) -> [SampleOrder] {
            let from = from.flatMap { Instant(iso: $0) }
            let to = to.flatMap { Instant(iso: $0) }
            return inside.orders.values.filter { order in
                from.map { order.updatedAt >= $0 } ?? false && to.map { order.updatedAt <= $0 } ?? false
            }.sorted { $0.number < $1.number }
        }
    }

    func publish(_ orders: [SampleOrder]) {
        gateway.change { inside in for order in orders { inside.orders[order.number] = order } }
    }

    /// Orders come again by themselves: windows overlap.
    func redeliver(_ orders: [SampleOrder]) {}

    func publishUnreadable() { gateway.change { $0.isUnreadable = true } }

    func publishOversized() { gateway.change { $0.isOversized = true } }

    func clear() { gateway.change { $0.orders = [:] } }

    func breakOff(_ isBreaking: Bool) { gateway.change { $0.isBreaking = isBreaking } }

    func meanwhile(_ body: @escaping @Sendable () -> Void) { gateway.event.plan(body) }
}
