internal import Documents
internal import Reconciliation
internal import Store

/// Everything that the store knows, decoded for one cycle; what the cycle learns is written into it, and becomes the
/// changes of one commit.
struct World: Sendable {
    var orders: [OrderKey: PurchaseOrder] = [:]
    var accounts: [AccountID: AccountRecord] = [:]
    var agreements: [AccountID: [Agreement]] = [:]
    var assignments: [ChargeKey: Assignment] = [:]
    var written: [ChargeKey: [WrittenOrder]] = [:]
    var invoices: [InvoiceID: Invoice] = [:]
    var feeds: [FeedName: FeedRecord] = [:]
    /// What feeds remember of single files.
    var files: [FeedName: [String: String]] = [:]
    var findings: [FindingRecord] = []
    /// Findings that people have not been told of yet.
    var alerts = AlertOutbox()
    /// What the last cycles came to.
    var status = StatusRecord()

    /// Nothing is known yet.
    init() {}

    /// Reads everything from the store.
    init(_ view: StoreView) throws(RecordError) {
        try view.forEach(.orders) { (_, value) throws(RecordError) in
            let order = try OrderRecord.decode(value)
            orders[order.key] = order
        }
        try view.forEach(.accounts) { (key, value) throws(RecordError) in
            accounts[AccountID(key)] = try AccountRecord(value)
        }
        try view.forEach(.agreements) { (_, value) throws(RecordError) in
            let agreement = try AgreementRecord.decode(value)
            agreements[agreement.account, default: []].append(agreement)
        }
        try view.forEach(.assignments) { (_, value) throws(RecordError) in
            let assignment = try AssignmentRecord.decode(value)
            assignments[assignment.key] = assignment
        }
        try view.forEach(.written) { (key, value) throws(RecordError) in
            if let charge = AssignmentRecord.charge(key) { written[charge] = try WrittenRecord.decode(value) }
        }
        try view.forEach(.invoices) { (key, value) throws(RecordError) in
            invoices[InvoiceID(key)] = try InvoiceRecord.decode(value)
        }
        try view.forEach(.feeds) { (key, value) throws(RecordError) in
            feeds[FeedName(key)] = try FeedRecord(value)
        }
        try view.forEach(.files) { (_, value) throws(RecordError) in
            let file = try FileRecord(value)
            files[file.feed, default: [:]][file.name] = file.text
        }
        try view.forEach(.findings) { (_, value) throws(RecordError) in
            findings.append(try FindingRecord(value))
        }
        if let value = view.get(.meta, "status") { status = try StatusRecord(value) }
        if let value = view.get(.meta, AlertOutbox.key) { alerts = try AlertOutbox(value) }
    }

    /// What has to be changed in the store for it to know what this world knows.
    func changes(since old: World) -> [StoreChange] {
        var changes: [StoreChange] = []
        Self.compare(orders, old.orders, .orders, OrderRecord.key, OrderRecord.encode, &changes)
        Self.compare(accounts, old.accounts, .accounts, \.text, { $0.encode() }, &changes)
        Self.compare(
            keyed(agreements), keyed(old.agreements), .agreements, { $0 }, AgreementRecord.encode, &changes)
        Self.compare(
            assignments, old.assignments, .assignments, AssignmentRecord.key, AssignmentRecord.encode, &changes)
        Self.compare(written, old.written, .written, AssignmentRecord.key, WrittenRecord.encode, &changes)
        Self.compare(invoices, old.invoices, .invoices, \.text, InvoiceRecord.encode, &changes)
        Self.compare(feeds, old.feeds, .feeds, \.text, { $0.encode() }, &changes)
        for feed in Set(files.keys).union(old.files.keys) {
            Self.compare(
                files[feed] ?? [:], old.files[feed] ?? [:], .files, { FileRecord.key(feed, $0) },
                { FileRecord.encode(feed, $0, $1) }, &changes)
        }
        let now = Dictionary(findings.map { ($0.finding.id, $0) }) { first, _ in first }
        let before = Dictionary(old.findings.map { ($0.finding.id, $0) }) { first, _ in first }
        Self.compare(now, before, .findings, { $0 }, { $0.encode() }, &changes)
        if alerts != old.alerts {
            changes.append(
                alerts.notices.isEmpty
                    ? .remove(.meta, AlertOutbox.key) : .put(.meta, AlertOutbox.key, alerts.encode()))
        }
        if status != old.status { changes.append(.put(.meta, "status", status.encode())) }
        return changes
    }

    private func keyed(_ agreements: [AccountID: [Agreement]]) -> [String: Agreement] {
        Dictionary(agreements.values.joined().map { (AgreementRecord.key($0), $0) }) { first, _ in first }
    }

    private static func compare<Key: Hashable, Value: Equatable>(
        _ now: [Key: Value], _ before: [Key: Value], _ table: Table, _ name: (Key) -> String,
        _ encode: (Value) -> JSONValue, _ changes: inout [StoreChange]
    ) {
        compare(now, before, table, name, { encode($1) }, &changes)
    }

    private static func compare<Key: Hashable, Value: Equatable>(
        _ now: [Key: Value], _ before: [Key: Value], _ table: Table, _ name: (Key) -> String,
        _ encode: (Key, Value) -> JSONValue, _ changes: inout [StoreChange]
    ) {
        for (key, value) in now where before[key] != value {
            changes.append(.put(table, name(key), encode(key, value)))
        }
        for key in before.keys where now[key] == nil { changes.append(.remove(table, name(key))) }
    }
}
