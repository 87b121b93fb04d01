/// The tables of the store. Their order is the order in a snapshot.
public enum Table: String, CaseIterable, Sendable, Hashable {
    /// Purchase orders as they were last read, by feed and source id.
    case orders
    /// Agreements with their charges as they were last read.
    case agreements
    /// The organization's accounts.
    case accounts
    /// What each charge is assigned to.
    case assignments
    /// What this program wrote on each charge.
    case written
    /// The retry queue, by account and charge.
    case queue
    /// Findings, firing and resolved.
    case findings
    /// Invoices as they were last read.
    case invoices
    /// Watermarks and quotas, by feed.
    case feeds
    /// Files of a feed that were read already.
    case files
    /// What there is one of: counters, the cycle's number, breakers.
    case meta

    /// The place in a snapshot.
    var place: Int {
        switch self {
        case .orders: 0
        case .agreements: 1
        case .accounts: 2
        case .assignments: 3
        case .written: 4
        case .queue: 5
        case .findings: 6
        case .invoices: 7
        case .feeds: 8
        case .files: 9
        case .meta: 10
        }
    }

    /// The table whose name these bytes are; `nil` where there is none.
    init?(named bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        let name = bytes[range]
        guard let table = Self.names.first(where: { $0.bytes.elementsEqual(name) })?.table else { return nil }
        self = table
    }

    private static let names = allCases.map { (table: $0, bytes: Array($0.rawValue.utf8)) }
}
