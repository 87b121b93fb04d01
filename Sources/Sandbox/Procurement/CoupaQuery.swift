internal import FoundationEssentials

/// The query of a list of purchase orders: conditions, all of which hold, and the page.
struct CoupaQuery: Sendable {
    /// Records of a page: the most that Coupa gives, and what it gives unasked.
    static let pageSize = 50

    /// Conditions that cannot be understood.
    private(set) var problems: [String] = []
    /// Whether deleted lines are asked for.
    private(set) var showsDeletedLines = false
    private var conditions: [@Sendable (ProcurementWorld.Order) -> Bool] = []
    private var offset = 0
    private var limit = Self.pageSize
    private let filtersById: Bool

    init(_ query: String, filtersById: Bool) {
        self.filtersById = filtersById
        if query.contains("[") || query.contains("]") { problems.append("square brackets have to be escaped") }
        for (name, value) in FormFields(query).fields { read(name, value) }
    }

    /// The orders of the page, by id.
    func page(of orders: [ProcurementWorld.Order]) -> [ProcurementWorld.Order] {
        let found = orders.filter { order in conditions.allSatisfy { $0(order) } }.sorted { $0.id < $1.id }
        return Array(found.dropFirst(offset).prefix(limit))
    }

    private mutating func read(_ name: String, _ value: String) {
        let parts = name.split(separator: "[", maxSplits: 1)
        let attribute = (parts.first ?? "").replacing("-", with: "_")
        let comparison = parts.count == 2 ? String(parts[1].dropLast()) : "eq"
        switch attribute {
        case "offset": number(name, value) { $0.offset = $1 }
        case "limit": number(name, value) { $0.limit = max(1, min($1, Self.pageSize)) }
        case "id":
            guard filtersById || comparison == "eq" else { return }
            number(name, value) { query, number in query.compare(name, comparison, number) { $0.id } }
        case "version": number(name, value) { query, number in query.compare(name, comparison, number) { $0.version } }
        case "updated_at":
            guard let date = Date(iso: value) else {
                problems.append("\(name): \(value) is no time with an offset")
                return
            }
            compare(name, comparison, date) { $0.updated }
        case "status":
            let words = Set(value.split(separator: ",").map(String.init))
            conditions.append { words.contains($0.status) }
        case "po_number": conditions.append { $0.number == value }
        case "exported": conditions.append { $0.isExported == (value == "true") }
        case "show_deleted_lines":
            if value != "true", value != "false" { problems.append("\(name): \(value) is neither true nor false") }
            showsDeletedLines = value == "true"
        case "fields", "return_object", "order_by", "dir": break
        default: problems.append("\(name) is no attribute of a purchase order")
        }
    }

    private mutating func number(_ name: String, _ value: String, _ take: (inout CoupaQuery, Int) -> Void) {
        guard let number = Int(value), number >= 0 else {
            problems.append("\(name): \(value) is no number")
            return
        }
        take(&self, number)
    }

    private mutating func compare<Value: Comparable & Sendable>(
        _ name: String, _ comparison: String, _ value: Value,
        _ attribute: @escaping @Sendable (ProcurementWorld.Order) -> Value
    ) {
        switch comparison {
        case "eq": conditions.append { attribute($0) == value }
        case "gt": conditions.append { attribute($0) > value }
        case "lt": conditions.append { attribute($0) < value }
        case "gt_or_eq": conditions.append { attribute($0) >= value }
        case "lt_or_eq": conditions.append { attribute($0) <= value }
        default: problems.append("\(name): there is no operator \(comparison)")
        }
    }
}
