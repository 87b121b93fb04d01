internal import Documents
internal import Reconciliation

/// Where the rows of one file have their fields: the configuration's columns, found in the file's headings.
struct CSVColumns: Sendable {
    /// Where a field is in a row.
    enum Cell: Sendable, Hashable {
        case column(Int)
        case literal(String)
    }

    /// The number of columns that the headings name; `nil` without headings.
    let count: Int?
    private var cells: [FeedField: [Cell]] = [:]

    /// Finds columns by their headings.
    ///
    /// - Throws: a column that there is not, with those that there are.
    init(
        _ columns: [FeedField: [CSVOptions.Source]], headings: [String]?, isWanted: (FeedField) -> Bool
    ) throws(OrderFault) {
        count = headings?.count
        for (field, sources) in columns where isWanted(field) {
            for source in sources {
                switch source {
                case .literal(let text): cells[field, default: []].append(.literal(text))
                case .column(let name):
                    // Of several columns a file may have one.
                    if sources.count > 1, Self.find(name, in: headings) == nil { continue }
                    cells[field, default: []].append(.column(try Self.place(of: name, in: headings)))
                }
            }
            if cells[field] == nil, let source = sources.first, case .column(let name) = source {
                throw Self.missing(name, headings)
            }
        }
    }

    /// Adds custom fields that are columns of their own name: those that rules read, or all that nothing else is read from.
    ///
    /// - Parameter others: the columns of the same row that other fields are read from.
    mutating func addCustomFields(
        _ wanted: Set<String>?, headings: [String]?, isOfLine: Bool, others: CSVColumns? = nil
    ) {
        let taken = Set(cells.values.joined()).union(others.map { Set($0.cells.values.joined()) } ?? [])
        for (place, heading) in (headings ?? []).enumerated() where !heading.isEmpty {
            let field = FeedField.path(isOfLine ? .lineCustom(heading) : .orderCustom(heading))
            guard cells[field] == nil, wanted?.contains(heading) ?? !taken.contains(.column(place)) else { continue }
            cells[field] = [.column(place)]
        }
    }

    /// The place of a column: by its heading, without regard to case where nothing else is called so, or by its number.
    static func find(_ name: String, in headings: [String]?) -> Int? {
        if let headings {
            if let place = headings.firstIndex(of: name.trimmed) { return place }
            let alike = headings.indices.filter { headings[$0].lowercased() == name.trimmed.lowercased() }
            if alike.count == 1 { return alike[0] }
        }
        guard let number = Int(name), number >= 1, headings.map({ number <= $0.count }) ?? true else { return nil }
        return number - 1
    }

    /// The place of a column that there is once.
    ///
    /// - Throws: a column that there is not, or of which nobody can tell which is meant.
    static func place(of name: String, in headings: [String]?) throws(OrderFault) -> Int {
        guard let place = find(name, in: headings) else { throw missing(name, headings) }
        let alike = (headings ?? []).indices.filter { headings?[$0] == headings?[place] }
        if headings?[place] == name.trimmed, alike.count > 1 {
            let numbers = alike.prefix(10).map { String($0 + 1) }.joined(separator: ", ")
            throw OrderFault(
                reason: "there are \(alike.count) columns \"\(name.prefix(60))\", and which is meant cannot be told; "
                    + "write the number of the right one in `columns`: \(numbers)")
        }
        return place
    }

    /// What to say of a column that there is not.
    static func missing(_ name: String, _ headings: [String]?) -> OrderFault {
        guard let headings else {
            return OrderFault(reason: "\"\(name)\" is no number of a column, and the file has no headings")
        }
        let known = headings.prefix(40).map { "\"\($0.prefix(40))\"" }.joined(separator: ", ")
        let isUndivided = headings.count == 1 && [",", ";", "\t", "|"].contains { headings[0].contains($0) }
        let hint =
            isUndivided
            ? "; set `delimiter`, the file seems to have another one"
            : headings.count == 1 ? "; the headings have to be the first row" : ""
        return OrderFault(reason: "there is no column \"\(name.prefix(60))\"; the file has \(known)\(hint)")
    }

    /// Whether a field is in the file at all.
    func has(_ field: FeedField) -> Bool { cells[field] != nil }

    /// The number of columns that a row must have.
    var needed: Int {
        cells.values.joined().reduce(0) { if case .column(let place) = $1 { max($0, place + 1) } else { $0 } }
    }

    /// The custom fields of orders or lines.
    func customNames(isOfLine: Bool) -> [(name: String, field: FeedField)] {
        cells.keys.compactMap { field in
            switch field {
            case .path(.lineCustom(let name)) where isOfLine: (name, field)
            case .path(.orderCustom(let name)) where !isOfLine: (name, field)
            default: nil
            }
        }
    }

    /// The value of a field in a row, without blanks around it; `nil` where it has none.
    func text(_ field: FeedField, _ row: CSVReader.Row, _ reader: CSVReader) -> String? {
        for cell in cells[field] ?? [] {
            switch cell {
            case .literal(let text): return text
            case .column(let place):
                guard let text = reader.text(row, place) else { continue }
                let value = SpreadsheetDamage.unguarded(text.trimmed).trimmed
                if !value.isEmpty { return value }
            }
        }
        return nil
    }
}
