import Documents
import Reconciliation

@testable import Procurement

/// Every row is in an order or a fault, and a whole order has a line for each of its rows.
enum CSVTarget {
    static func run(_ bytes: [UInt8]) throws {
        guard let choice = bytes.first else { return }
        let options = options(choice)
        let file = FileDocument(name: "f.csv", bytes: Array(bytes.dropFirst()), modifiedAt: nil)
        let encoding = options.encoding ?? (TextEncoding.isUTF16(file.bytes) ? .utf16 : .utf8)
        guard let text = try? encoding.utf8(file.bytes), var indexer = try? CSVIndexer(text, options),
            let index = try? indexer.run()
        else { return }
        var reader = CSVOrderReader(
            feed: "f", options: options, statuses: CSVOrderReader.defaultStatuses, orders: indexer.orders,
            lines: indexer.lines, file: file, text: text)
        var orders: [PurchaseOrder] = []
        for group in index.groups {
            let order = reader.order(group)
            orders.append(order)
            guard options.records == nil, order.state != .unreadable else { continue }
            try demand(group.damage == nil, "\(group.key): a damaged row, and yet the order is whole")
            try demand(order.lines.count <= group.places.count, "\(group.key): more lines than rows")
            try demand(!order.lines.isEmpty || group.places.isEmpty, "\(group.key): rows without lines")
        }
        try OrderChecks.check(orders)
        guard options.records == nil else { return }
        let damaged = index.groups.filter { $0.damage != nil }.count
        let kept = index.groups.reduce(0) { $0 + $1.places.count }
        let rows = rows(text, options)
        try demand(
            kept + index.faults.count + damaged <= rows, "more than the \(rows) rows that there are")
        try demand(kept + index.faults.count + damaged > 0 || rows == 0, "\(rows) rows are lost in silence")
    }

    /// Rows behind the headings, broken ones too.
    private static func rows(_ text: [UInt8], _ options: CSVOptions) -> Int {
        var reader = CSVReader(text, delimiter: options.delimiter)
        var row = CSVReader.Row()
        var count = options.hasHeadings ? -1 : 0
        while true {
            do throws(CSVError) {
                guard try reader.next(&row) else { return max(0, count) }
                if !reader.isEmpty(row), row.line > 1 || CSVIndexer.namedDelimiter(text) == nil { count += 1 }
            } catch {
                count += 1
                if error.isFatal { return max(0, count) }
            }
        }
    }

    private static func options(_ choice: UInt8) -> CSVOptions {
        var options = CSVOptions(columns: [
            .path(.orderNumber): [.column("po")], .path(.lineNumber): [.column("line")],
            .path(.amount): [.column("amount")],
            .path(.part): [.column("part")], .path(.needBy): [.column("due")],
        ])
        if choice & 1 != 0 { options.delimiter = UInt8(ascii: ";") }
        options.decimal = [.plain, .point, .comma, .comma][Int(choice >> 1 & 3)]
        if choice & 8 != 0 { options.encoding = choice & 16 != 0 ? .windows1252 : .utf16 }
        if choice & 32 != 0 {
            options.records = CSVOptions.Records(column: "kind", header: ["h"], line: ["l"])
        }
        options.dates = [.iso, DatePattern("dd.MM.yyyy").map { .pattern($0) }].compactMap { $0 }
        return options
    }
}
