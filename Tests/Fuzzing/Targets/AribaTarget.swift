import Documents
import Procurement
import Reconciliation
import Simulation
import Transport

/// Every record of a page is an order or a fault, from either of Ariba's APIs.
enum AribaTarget {
    static func run(_ bytes: [UInt8]) async throws {
        // As the feed reads them: a record that is damaged is a record all the same.
        func read(_ name: String) -> JSONValue? {
            (try? JSONReader.read(bytes, recordsAt: JSONPointer.root.appending(name)))?.document[name]
        }
        try await check(bytes, view: nil, end: #"{"content":[]}"#, read("content")?.array)
        try await check(bytes, view: "v", end: #"{"Records":[]}"#, (read("Records") ?? read("records"))?.array)
    }

    private static func check(_ bytes: [UInt8], view: String?, end: String, _ records: [JSONValue]?) async throws {
        let options = AribaOptions(
            name: "f", url: "https://ariba.example/prod", tokenURL: "https://ariba.example/token", clientID: "c",
            clientSecret: Secret("s"), apiKey: Secret("k"), realm: "r", view: view, history: .seconds(86_400))
        let feed = AribaFeed(
            options, transport: Canned.pages(bytes, end: end), time: ManualClock(isImpatient: true), entropy: Still())
        guard let found = try await feed.everything() else { return }
        try OrderChecks.check(found.orders)
        try demand(
            found.orders.count + found.nameless == records?.count ?? 0,
            "\(records?.count ?? 0) records: \(found.orders.count) orders, \(found.nameless) nameless")
    }
}
