import Documents
import Procurement
import Reconciliation
import Simulation
import Transport

/// Every record of a page is an order, a draft without number, or a fault.
enum RESTTarget {
    static func run(_ bytes: [UInt8]) async throws {
        guard let records = JSONPointer("/items"), let lines = JSONPointer("/lines"), let next = JSONPointer("/next")
        else { return }
        let options = RESTOptions(
            name: "f", request: RESTRequest(url: "https://erp.example/orders"), records: records, fields: fields,
            lines: .within(lines), paging: .cursor(cursor: "after", next: next, limit: nil, size: nil),
            dates: [.iso, .odata2, .epoch, DatePattern("dd.MM.yyyy").map { .pattern($0) }].compactMap { $0 })
        let feed = RESTFeed(
            options, transport: Canned.pages(bytes, end: #"{"items":[]}"#), time: ManualClock(isImpatient: true),
            entropy: Still())
        guard let found = try await feed.everything() else { return }
        try OrderChecks.check(found.orders)
        guard let read = (try? JSONReader.read(bytes))?["items"]?.array else { return }
        try demand(found.orders.count + found.nameless <= read.count, "more orders than records")
        let numbered = read.filter { ($0["number"]?.text?.trimmed ?? "") != "" }
        try demand(found.orders.count + found.nameless >= numbered.count, "a record with a number is lost")
        try OrderChecks.check(found.orders, against: read, id: "id", lines: "lines")
    }

    private static let fields: [FeedField: [RESTSource]] = [
        .path(.orderID): at("/id"), .path(.orderNumber): at("/number"), .orderStatus: at("/status"),
        .orderVersion: at("/version"), .orderUpdatedAt: at("/changed"), .path(.supplierName): at("/supplier/name"),
        .path(.supplierNumber): at("/supplier/number"), .orderCurrency: at("/currency"),
        .path(.lineNumber): at("/number"), .path(.lineID): at("/id"), .path(.lineDescription): at("/text"),
        .path(.part): at("/part", "/item/code"), .path(.commodity): at("/commodity"),
        .path(.amount): at("/amount"), .linePrice: at("/price"), .lineQuantity: at("/quantity"),
        .linePriceQuantity: at("/per"), .path(.currency): at("/currency"), .path(.needBy): at("/due"),
    ]

    private static func at(_ places: String...) -> [RESTSource] {
        places.compactMap { JSONPointer($0) }.map { .pointer($0) }
    }
}
