internal import Documents
internal import Reconciliation

/// What `posyncd export` prints: the assignments, and the money of each PO.
public struct ExportReport: Report {
    private let assignments: [Assignment]
    private let ledgers: [Ledger]
    private let cycle: Int
    private let now: Instant

    init(_ world: World, ledgers: [Ledger], now: Instant) {
        assignments = world.assignments
        self.ledgers = ledgers
        cycle = world.status.cycle
        self.now = now
    }

    /// The object of `assignments.json`, with the ledgers beside it.
    public var json: String {
        let listing = ViewDocuments.assignments(
            assignments, cycle: cycle, at: now, besides: [("ledgers", .array(ledgers.map(ExplainReport.ledger)))])
        return String(decoding: listing.bytes, as: UTF8.self)
    }

    /// The assignments as CSV, RFC 4180: a line for each, whatever stands in it.
    public var text: String {
        let header = [
            "account", "agreement", "charge", "revision", "amount", "currency", "time", "order", "feed", "order_id",
            "version", "line", "rule", "scope", "state", "observed", "since", "invoice", "finding", "renewal_of",
        ]
        let rows = assignments.map { each -> [String] in
            [
                each.key.account.text, each.agreement.text, each.key.charge.text, String(each.revision),
                each.amount?.description ?? "", each.currency ?? "", each.time?.description ?? "",
                each.order.number.text, each.order.key?.feed.text ?? "", each.order.key?.id ?? "",
                each.order.version.map(String.init) ?? "", each.order.line ?? "", each.rule ?? "", each.scope.rawValue,
                each.state.rawValue, each.observed?.text ?? "", each.since.description, each.invoice?.text ?? "",
                each.finding ?? "", each.renewalOf?.text ?? "",
            ]
        }
        return ([header] + rows).map { $0.map(SpreadsheetCell.text).joined(separator: ",") + "\r\n" }.joined()
    }
}
