internal import FoundationEssentials
internal import Reconciliation

extension NodeReader {
    private static let encodings = [
        "utf-8", "utf-16", "utf-16le", "utf-16be", "iso-8859-1", "latin1", "windows-1252", "us-ascii",
    ]

    /// What a feed of the kind `csv` says beside what every feed says.
    func csv() -> FeedConfiguration.Kind? {
        let folder = folder(files: "*.csv")
        let hasHeadings = flag("headings") ?? true
        let columns = columns(hasHeadings: hasHeadings)
        let delimiter = delimiter()
        var encoding = text("encoding")?.lowercased()
        if let name = encoding, !Self.encodings.contains(name) {
            fail("encoding", "one of \(Self.encodings.joined(separator: ", ")) is expected")
            encoding = nil
        }
        let decimal = decimal()
        let dates = oneOrMore("dates").compactMap { timeFormat("dates", $0) }
        let zoneName = text("timeZone") ?? "UTC"
        let zone = zoneRule("timeZone", zoneName)
        let records = section("records")?.csvRecords()
        if columns[.path(.orderNumber)] == nil, node("columns") != nil { fail("columns", "order.number is missing") }
        guard let folder else { return nil }
        return .csv(
            CSVConfiguration(
                folder: folder, columns: columns, delimiter: delimiter, encoding: encoding, decimal: decimal,
                dates: dates.isEmpty ? [.iso] : dates, zone: zone ?? .fixed(0), zoneName: zoneName, records: records,
                hasHeadings: hasHeadings))
    }

    private func columns(hasHeadings: Bool) -> [FeedField: [CSVConfiguration.Source]] {
        if node("columns") == nil { fail("columns", "it is missing: at least {order.number: HEADING}") }
        var columns: [FeedField: [CSVConfiguration.Source]] = [:]
        for (name, value) in entries("columns") {
            guard let field = FeedField(name) else {
                let known = FeedField.named.map(\.description) + ["order.custom.NAME", "line.custom.NAME"]
                let hint = Spelling.nearest(to: name, among: known).map { "; did you mean \($0)?" }
                value.fail("there is no field \(name.prefix(60))\(hint ?? "; known: \(known.joined(separator: ", "))")")
                continue
            }
            if value.texts.isEmpty { value.fail("a column's heading or number is expected, or a list of them") }
            columns[field] = value.texts.compactMap { text in
                if text.hasPrefix("=") { return .literal(String(text.dropFirst())) }
                if !hasHeadings, Int(text).map({ $0 < 1 }) ?? true {
                    value.fail("with `headings: false` columns have numbers, counted from 1")
                    return nil
                }
                return .column(text)
            }
        }
        return columns
    }

    private func delimiter() -> UInt8 {
        guard let text = text("delimiter") else { return UInt8(ascii: ",") }
        switch text {
        case "tab", "\\t", "\t": return UInt8(ascii: "\t")
        default:
            guard text.utf8.count == 1, let byte = text.utf8.first, byte > 0x20, byte < 0x7f, byte != UInt8(ascii: "\"")
            else {
                fail("delimiter", "one character is expected, such as ';', or tab")
                return UInt8(ascii: ",")
            }
            return byte
        }
    }

    private func decimal() -> CSVConfiguration.Decimal {
        switch text("decimal") {
        case nil: return .plain
        case ".", "point": return .point
        case ",", "comma": return .comma
        default:
            fail("decimal", "'.' or ',' is expected")
            return .plain
        }
    }

    private func csvRecords() -> CSVConfiguration.Records {
        defer { finish() }
        let column = neededText("column")
        let header = oneOrMore("header")
        let line = oneOrMore("line")
        if header.isEmpty { fail("header", "it is missing: what stands in the column for a row of an order") }
        if line.isEmpty { fail("line", "it is missing: what stands in the column for a row of a line") }
        return CSVConfiguration.Records(column: column, header: header, line: line, order: text("order"))
    }

    // MARK: - Time zones

    /// Where the time zone database is.
    static let zoneFolders = ["/usr/share/zoneinfo", "/usr/lib/zoneinfo"]

    /// `UTC`, `+02:00`, or a place of the time zone database.
    func zoneRule(_ key: String, _ name: String) -> TimeZoneRule? {
        if let seconds = ZoneOffset.seconds(name) { return .fixed(seconds) }
        let isName = name.utf8.allSatisfy { byte in
            (65...90).contains(byte) || (97...122).contains(byte) || (48...57).contains(byte)
                || "/_-+".utf8.contains(byte)
        }
        if isName, !name.hasPrefix("/") {
            for folder in Self.zoneFolders {
                guard let data = try? Data(contentsOf: URL(filePath: "\(folder)/\(name)")),
                    let table = TimeZoneTable(Array(data))
                else { continue }
                return .place(table)
            }
        }
        fail(
            key,
            "UTC, a distance from it such as +02:00, or a place such as Europe/Berlin is expected (places need the package "
                + "tzdata)")
        return nil
    }
}
