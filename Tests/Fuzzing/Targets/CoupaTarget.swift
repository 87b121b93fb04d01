import Documents
import Procurement
import Reconciliation
import Simulation
import Transport

/// Every record of a page is an order or a fault.
enum CoupaTarget {
    static func run(_ bytes: [UInt8]) async throws {
        for showsDeletedLines in [false, true] { try await run(bytes, showsDeletedLines: showsDeletedLines) }
    }

    private static func run(_ bytes: [UInt8], showsDeletedLines: Bool) async throws {
        let options = CoupaOptions(
            name: "f", url: "https://coupa.example", clientID: "c", clientSecret: Secret("s"),
            showsDeletedLines: showsDeletedLines)
        let feed = CoupaFeed(
            options, transport: Canned.pages(bytes, end: "[]"), time: ManualClock(isImpatient: true), entropy: Still())
        guard let found = try await feed.everything() else { return }
        try OrderChecks.check(found.orders)
        guard let records = (try? JSONReader.read(bytes))?.array else { return }
        try demand(
            found.orders.count + found.nameless == records.count,
            "\(records.count) records: \(found.orders.count) orders, \(found.nameless) nameless")
        try OrderChecks.check(found.orders, against: records, id: "id", lines: "order-lines")
    }
}
