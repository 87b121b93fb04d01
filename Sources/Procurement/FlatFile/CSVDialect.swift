internal import Documents
internal import Reconciliation

/// Files of separated values: a row for each line, or rows of orders and of lines.
struct CSVDialect: FileDialect {
    let feed: FeedName
    let options: CSVOptions

    func begin(notes: [String]) -> any FileDecoding {
        CSVReading(
            feed: feed, options: options,
            statuses: CSVOrderReader.defaultStatuses.overridden(by: options.statuses))
    }
}

/// A reading of files.
private struct CSVReading: FileDecoding {
    let feed: FeedName
    let options: CSVOptions
    let statuses: StatusWords

    /// Orders that are handed over at a time.
    private static let pageSize = 200

    func read(
        _ file: FileDocument, _ take: ([PurchaseOrder]) async throws(FeedError) -> Void
    ) async throws(FeedError) -> FileOutcome {
        if file.bytes.allSatisfy({ $0 <= 0x20 }) { return FileOutcome() }
        let text: [UInt8]
        do {
            if options.encoding == nil, let likely = TextEncoding.likelyUTF16(file.bytes) {
                return FileOutcome(faults: [
                    "\(file.name), line 1: the text looks like UTF-16 without byte order mark; set "
                        + "`encoding: \(likely.rawValue)`"
                ])
            }
            let encoding = options.encoding ?? (TextEncoding.isUTF16(file.bytes) ? .utf16 : .utf8)
            text = try encoding.utf8(file.bytes)
        } catch {
            return FileOutcome(faults: ["\(file.name), \(error); set `encoding` if it is another one"])
        }
        var orders: CSVOrderReader
        let index: CSVIndex
        do throws(OrderFault) {
            var indexer = try CSVIndexer(text, options)
            index = try indexer.run()
            orders = CSVOrderReader(
                feed: feed, options: options, statuses: statuses, orders: indexer.orders, lines: indexer.lines,
                file: file, text: text)
        } catch {
            return FileOutcome(faults: ["\(file.name), \(error.reason)"])
        }
        var page: [PurchaseOrder] = []
        for group in index.groups {
            page.append(orders.order(group))
            guard page.count >= Self.pageSize else { continue }
            try await take(page)
            page.removeAll(keepingCapacity: true)
        }
        if !page.isEmpty { try await take(page) }
        return FileOutcome(faults: index.faults.map { "\(file.name), line \($0.line): \($0.reason)" })
    }
}
