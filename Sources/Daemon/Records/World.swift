internal import Documents
internal import Reconciliation
internal import Store

/// Everything that the store knows, decoded for one cycle; what the cycle learns is written into it, and becomes the
/// changes of one commit.
struct World: Sendable {
    var orders: [OrderKey: PurchaseOrder] = [:]
    var accounts: [AccountID: AccountRecord] = [:]
    var agreements: [AccountID: [Agreement]] = [:]
    /// In the order of accounts and charges, as a plan has them: both are one piece of memory.
    var assignments: [Assignment] = []
    var written: [ChargeKey: [WrittenOrder]] = [:]
    var invoices: [InvoiceID: Invoice] = [:]
    var feeds: [FeedName: FeedRecord] = [:]
    /// What feeds remember of single files.
    var files: [FeedName: [String: String]] = [:]
    /// What was found, by finding id.
    var findings: [String: FindingRecord] = [:]
    /// Findings that people have not been told of yet.
    var alerts = AlertOutbox()
    /// What the last cycles came to.
    var status = StatusRecord()

    /// Nothing is known yet.
    init() {}

    /// Reads everything from the store.
    init(_ view: StoreView) throws(RecordError) {
        orders.reserveCapacity(view.count(.orders))
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
        assignments.reserveCapacity(view.count(.assignments))
        try view.forEach(.assignments) { (_, value) throws(RecordError) in
            assignments.append(try AssignmentRecord.decode(value))
        }
        assignments = assignments.sorted(byKey: \.key)
        written.reserveCapacity(view.count(.written))
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
        findings.reserveCapacity(view.count(.findings))
        try view.forEach(.findings) { (_, value) throws(RecordError) in
            let record = try FindingRecord(value)
            findings[record.finding.id] = record
        }
        if let value = view.get(.meta, "status") { status = try StatusRecord(value) }
        if let value = view.get(.meta, AlertOutbox.key) { alerts = try AlertOutbox(value) }
    }
}
