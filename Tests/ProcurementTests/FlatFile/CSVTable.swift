import Reconciliation

@testable import Procurement

/// What tables come to.
struct CSVTable {
    private(set) var orders: [PurchaseOrder] = []
    /// What could not be read and belongs to no order.
    private(set) var faults: [String] = []

    /// The usual columns: number, line, amount and reference.
    static let columns: [FeedField: [CSVOptions.Source]] = [
        .path(.orderNumber): [.column("Number")], .path(.lineNumber): [.column("Line")],
        .path(.amount): [.column("Amount")], .path(.auxiliaryPart): [.column("Reference")],
    ]

    init(_ text: String, _ options: CSVOptions = CSVOptions(columns: columns)) async throws {
        try await self.init(Array(text.utf8), options)
    }

    init(_ bytes: [UInt8], _ options: CSVOptions = CSVOptions(columns: columns)) async throws {
        var decoding = CSVDialect(feed: "table", options: options).begin(notes: [])
        let file = FileDocument(
            name: "t.csv", bytes: bytes, modifiedAt: Instant(iso: "2026-11-23T00:00:00Z"))
        let taken = Orders()
        faults = try await decoding.read(file) { (orders) throws(FeedError) in taken.all += orders }.faults
        orders = taken.all
    }

    /// Everything that is wrong with the table.
    var said: [String] { faults + orders.compactMap(\.fault) }

    /// The lines of all orders.
    var lines: [OrderLine] { orders.flatMap(\.lines) }

    private final class Orders {
        var all: [PurchaseOrder] = []
    }
}

extension CSVOptions {
    /// The usual columns with something else.
    static func usual(_ change: (inout CSVOptions) -> Void) -> CSVOptions {
        var options = CSVOptions(columns: CSVTable.columns)
        change(&options)
        return options
    }
}
