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
    var place: Int { Self.places[self] ?? 0 }

    private static let places = Dictionary(uniqueKeysWithValues: zip(allCases, 0...))
}
