internal import Documents
internal import Reconciliation

/// Which rows of a file belong to which order. A file is gone through once for this, and once more for the orders, so that
/// no more than a page of them is in memory.
struct CSVIndex: Sendable {
    /// A row to be read again.
    struct Place: Sendable {
        var offset: Int
        var line: Int
        var isOrder: Bool
    }

    /// An order's rows, in the order of the file.
    struct Group: Sendable {
        var key: String
        var places: [Place] = []
        /// A row that seems to be one of the order, and is none.
        var damage: String?
    }

    /// The orders, in the order in which they begin.
    private(set) var groups: [Group] = []
    /// What belongs to no order, by line.
    private(set) var faults: [(line: Int, reason: String)] = []
    /// Faults that are kept.
    static let faultLimit = 1000

    private var indices: [String: Int] = [:]
    private var damaged: [(line: Int, key: String?, reason: String)] = []

    /// Adds a row to its order.
    mutating func add(_ place: Place, to key: String) {
        if let index = indices[key] {
            groups[index].places.append(place)
        } else {
            indices[key] = groups.count
            groups.append(Group(key: key, places: [place]))
        }
    }

    /// Whether an order has a row already.
    func has(_ key: String) -> Bool { indices[key] != nil }

    /// Notes a row that is none; `key` is the order that it seems to be of, which is held then.
    mutating func damage(line: Int, key: String?, reason: String) {
        guard damaged.count < Self.faultLimit else { return }
        damaged.append((line, key, reason))
    }

    /// Notes what belongs to no order.
    mutating func fault(line: Int, reason: String) {
        guard faults.count < Self.faultLimit else { return }
        faults.append((line, reason))
    }

    /// Refuses order numbers that a spreadsheet has damaged, and gives damaged rows to the orders that they seem to be of.
    mutating func finish() {
        let damage = SpreadsheetDamage(numbers: groups.lazy.map(\.key))
        var whole: [Group] = []
        for group in groups {
            guard let reason = damage.reason(group.key) else {
                whole.append(group)
                continue
            }
            // Rows of several orders may have become alike: nobody can tell any more.
            for place in group.places {
                fault(line: place.line, reason: "order.number \"\(group.key.prefix(40))\" \(reason)")
            }
        }
        groups = whole
        indices = Dictionary(groups.indices.map { (groups[$0].key, $0) }) { first, _ in first }
        for (line, key, reason) in damaged {
            guard let key, damage.reason(key) == nil else {
                fault(line: line, reason: reason)
                continue
            }
            // An order of which nothing else is here may be known from another file: it is no more what that says.
            if indices[key] == nil {
                indices[key] = groups.count
                groups.append(Group(key: key))
            }
            guard let index = indices[key] else { continue }
            groups[index].damage = groups[index].damage ?? "line \(line): \(reason)"
        }
        damaged = []
        faults.sort { $0.line < $1.line }
    }
}
