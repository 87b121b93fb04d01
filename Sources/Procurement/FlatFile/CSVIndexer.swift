internal import Documents
internal import Reconciliation

/// Goes through a file for its headings and for which rows belong to which order.
struct CSVIndexer {
    private let options: CSVOptions
    private var reader: CSVReader
    private var row = CSVReader.Row()
    private var index = CSVIndex()
    /// The columns of orders, and those of lines where these have headings of their own.
    private(set) var orders: CSVColumns
    private(set) var lines: CSVColumns
    private var kindColumn = 0
    private var linkColumn: Int?
    private var current: String?
    /// The headings as they stand in the file, which files put together have once more in their middle.
    private var headings: [[String]] = []

    /// Reads the headings.
    ///
    /// - Throws: a column that there is not.
    init(_ bytes: [UInt8], _ options: CSVOptions) throws(OrderFault) {
        self.options = options
        var reader = CSVReader(bytes, delimiter: options.delimiter)
        var row = CSVReader.Row()
        var headings: [[String]] = []
        var first: CSVReader.Row?
        var line = 1
        var other: UInt8?
        do throws(CSVError) {
            while try reader.next(&row) {
                if reader.isEmpty(row) { continue }
                line = row.line
                if row.line == 1, let delimiter = Self.namedDelimiter(bytes) {
                    if delimiter == options.delimiter { continue }
                    other = delimiter
                    break
                }
                guard options.hasHeadings, Self.isHeading(row, reader, headings, options) else {
                    first = row
                    break
                }
                headings.append((0..<row.count).map { (reader.text(row, $0) ?? "").trimmed })
                if options.records == nil {
                    break
                }
            }
        } catch {
            throw OrderFault(reason: "\(error)")
        }
        if let other {
            let name = String(UnicodeScalar(other))
            throw OrderFault(
                reason: "line 1: the file says that its fields are separated by something else; set "
                    + "`delimiter: \"\(name)\"`")
        }
        if let first { reader.go(to: first.offset, line: first.line) }
        self.reader = reader
        self.headings = headings
        let orderHeadings = headings.first
        let lineHeadings = headings.count > 1 ? headings[1] : headings.first
        do throws(OrderFault) {
            var orders = try CSVColumns(options.columns, headings: orderHeadings) { !$0.isOfLine }
            var lines = try CSVColumns(options.columns, headings: lineHeadings) { $0.isOfLine }
            if options.records != nil || options.customFields != nil {
                orders.addCustomFields(options.customFields, headings: orderHeadings, isOfLine: false)
            }
            lines.addCustomFields(
                options.customFields, headings: lineHeadings, isOfLine: true,
                others: options.records == nil ? orders : nil)
            self.orders = orders
            self.lines = lines
            if let records = options.records {
                kindColumn = try CSVColumns.place(of: records.column, in: orderHeadings)
                linkColumn = try records.order.map { (name) throws(OrderFault) in
                    try CSVColumns.place(of: name, in: lineHeadings)
                }
            }
        } catch {
            throw OrderFault(reason: "line \(line): \(error.reason)")
        }
    }

    /// Whether a row names columns. The first does; where rows are of several kinds, each kind may have one of its own, which
    /// begins as the first does, or with the word for its kind.
    private static func isHeading(
        _ row: CSVReader.Row, _ reader: CSVReader, _ headings: [[String]], _ options: CSVOptions
    ) -> Bool {
        guard let first = headings.first else { return true }
        guard let records = options.records, let kind = CSVColumns.find(records.column, in: first) else { return false }
        let cell = (reader.text(row, kind) ?? "").trimmed
        if cell.lowercased() == first[kind].lowercased(), !records.header.contains(cell.lowercased()) { return true }
        return headings.count == 1 && records.header.contains(first[kind].lowercased())
            && records.line.contains(cell.lowercased())
    }

    /// The delimiter that a first line `sep=;` names, which is meant for spreadsheet programs.
    static func namedDelimiter(_ bytes: [UInt8]) -> UInt8? {
        let line = bytes.prefix { $0 != 0x0a && $0 != 0x0d }.filter { $0 != UInt8(ascii: "\"") }
        guard line.count == 5, String(decoding: line.prefix(4), as: UTF8.self).lowercased() == "sep=",
            let delimiter = line.last, delimiter < 0x80
        else { return nil }
        return delimiter
    }

    // MARK: - Rows

    /// Goes through the rows.
    ///
    /// - Throws: why nobody knows where rows begin.
    mutating func run() throws(OrderFault) -> CSVIndex {
        while true {
            do throws(CSVError) {
                guard try reader.next(&row) else { break }
            } catch {
                if error.isFatal { throw OrderFault(reason: "\(error): nothing of the file is read") }
                index.damage(line: error.line, key: key(ofLine: false), reason: error.reason)
                continue
            }
            if !reader.isEmpty(row), !repeatsHeadings() { take() }
        }
        index.finish()
        return index
    }

    private func repeatsHeadings() -> Bool {
        headings.contains { names in
            names.count == row.count && names.indices.allSatisfy { reader.text(row, $0)?.trimmed == names[$0] }
        }
    }

    private mutating func take() {
        let place = CSVIndex.Place(offset: row.offset, line: row.line, isOrder: true)
        guard let records = options.records else {
            if let count = orders.count, row.count != count, !isPadded(beyond: count) {
                // A field alone is no order's, but what programs write below a table.
                index.damage(
                    line: row.line, key: row.count > 1 ? key(ofLine: false) : nil,
                    reason: "the row has \(row.count) field\(row.count == 1 ? "" : "s"), and the headings \(count)")
                return
            }
            guard let key = key(ofLine: false) else {
                index.fault(
                    line: row.line,
                    reason: hasKey
                        ? "the order number is too long or has unreadable characters"
                        : "the row has no order number")
                return
            }
            index.add(place, to: key)
            return
        }
        let kind = (reader.text(row, kindColumn) ?? "").trimmed.lowercased()
        if records.header.contains(kind) {
            current = row.count < orders.needed ? nil : key(ofLine: false)
            guard let current else {
                index.damage(
                    line: row.line, key: key(ofLine: false),
                    reason: "the order's row has no order number, or too few fields")
                return
            }
            index.add(place, to: current)
        } else if records.line.contains(kind) {
            let key = key(ofLine: true)
            guard row.count >= lines.needed else {
                index.damage(
                    line: row.line, key: key,
                    reason: "the line's row has \(row.count) fields; \(lines.needed) are needed")
                return
            }
            guard let key else {
                index.fault(line: row.line, reason: "the line's row belongs to no order")
                return
            }
            index.add(CSVIndex.Place(offset: row.offset, line: row.line, isOrder: false), to: key)
        }
    }

    /// Whether the fields beyond those with headings are all empty.
    private func isPadded(beyond count: Int) -> Bool {
        row.count > count && (count..<row.count).allSatisfy { reader.text(row, $0)?.isEmpty ?? true }
    }

    /// Whether something stands where the order's number should.
    private var hasKey: Bool {
        [FeedField.path(.orderID), .path(.orderNumber)].contains { orders.text($0, row, reader) != nil }
    }

    /// The order that the row is of, as far as it says.
    private func key(ofLine isLine: Bool) -> String? {
        if isLine {
            guard let linkColumn else { return current }
            let text = (reader.text(row, linkColumn) ?? "").trimmed
            return text.isEmpty ? nil : text
        }
        let key = orders.text(.path(.orderID), row, reader) ?? orders.text(.path(.orderNumber), row, reader)
        return key.flatMap { CoupaDecoder.isName($0) ? $0 : nil }
    }
}
