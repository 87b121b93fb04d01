internal import Documents
internal import Reconciliation
internal import Store

/// How the store keeps what was written onto a charge: the last few numbers, so that one of ours is known again.
enum WrittenRecord {
    /// Numbers kept for each charge; older ones are no longer told from somebody else's.
    static let limit = 16

    static func write(_ written: [WrittenOrder], to json: inout JSONComposer) {
        json.array(of: written.suffix(limit)) { json, written in
            json.time("at", written.at)
            json.text("order", written.order)
        }
    }

    static func decode(_ value: JSONValue) throws(RecordError) -> [WrittenOrder] {
        var written: [WrittenOrder] = []
        for entry in value.array ?? [] {
            let fields = try RecordFields(entry, "a written number")
            written.append(
                WrittenOrder(order: OrderNumber(try fields.needed("order")), at: try fields.neededInstant("at")))
        }
        return written
    }
}

/// How the store keeps an invoice.
enum InvoiceRecord {
    static func encode(_ invoice: Invoice) -> JSONValue {
        .record([
            ("id", .text(invoice.id)), ("account", .text(invoice.account)), ("issuedAt", .text(invoice.issuedAt)),
            ("amount", .text(invoice.amount)), ("currency", .string(invoice.currency)), ("order", .text(invoice.order)),
        ])
    }

    static func decode(_ value: JSONValue) throws(RecordError) -> Invoice {
        let fields = try RecordFields(value, "an invoice")
        guard let amount = fields.amount("amount") else { throw RecordError(reason: "an invoice has no amount") }
        return Invoice(
            id: InvoiceID(try fields.needed("id")), account: AccountID(try fields.needed("account")),
            issuedAt: try fields.neededInstant("issuedAt"), amount: amount, currency: try fields.needed("currency"),
            order: fields.identifier("order"))
    }
}

/// What the store knows about a feed.
struct FeedRecord: Sendable, Hashable {
    /// Where the next reading begins, in the feed's own words.
    var cursor: JSONValue?
    /// When a reading was last complete.
    var readAt: Instant?
    /// When a reading of everything was last complete.
    var fullReadAt: Instant?
    /// How many records the last reading of everything had.
    var fullRecords: Int?
    /// Orders, by id, that the last reading of everything did not show.
    var missed: Set<String> = []
    /// What of the configuration decides which orders are kept; another text asks for everything again.
    var selection: String?
    /// What the feed has to remember whatever becomes of a reading.
    var ledger: JSONValue?
    /// Which system the feed leads to; not known in stores of old.
    var identity: String?
    /// Under which name the orders of the system stand that it led to before, until it was read whole.
    var former: FeedName?

    /// A feed that was never read.
    init(identity: String? = nil) { self.identity = identity }

    init(_ value: JSONValue) throws(RecordError) {
        let fields = try RecordFields(value, "a feed")
        cursor = fields.object("cursor")
        readAt = fields.instant("readAt")
        fullReadAt = fields.instant("fullReadAt")
        fullRecords = fields.integer("fullRecords")
        missed = Set(fields.array("missed").compactMap(\.string))
        selection = fields.text("selection")
        ledger = fields.object("ledger")
        identity = fields.text("identity")
        former = fields.text("former").map { FeedName($0) }
    }

    /// As many of the missed orders as a record holds; the others are missed in a later reading.
    static func bounded(_ missed: Set<String>) -> Set<String> {
        var room = StoreLimits.recordBytes / 2
        return Set(
            missed.sorted().prefix { id in
                room -= id.utf8.count * 2 + 3
                return room > 0
            })
    }

    func encode() -> JSONValue {
        .record([
            ("cursor", cursor), ("readAt", .text(readAt)), ("fullReadAt", .text(fullReadAt)),
            ("fullRecords", .integer(fullRecords)), ("selection", .text(selection)), ("ledger", ledger),
            ("identity", .text(identity)), ("former", .text(former)),
            ("missed", missed.isEmpty ? nil : .array(missed.sorted().map { .string($0) })),
        ])
    }
}

/// How the store keeps what a feed remembers of a file.
struct FileRecord: Sendable {
    let feed: FeedName
    let name: String
    let text: String

    init(_ value: JSONValue) throws(RecordError) {
        let fields = try RecordFields(value, "a file")
        feed = FeedName(try fields.needed("feed"))
        name = try fields.needed("name")
        text = try fields.needed("text")
    }

    static func key(_ feed: FeedName, _ name: String) -> String { "\(feed)/\(name)" }

    static func encode(_ feed: FeedName, _ name: String, _ text: String) -> JSONValue {
        .record([("feed", .text(feed)), ("name", .string(name)), ("text", .string(text))])
    }
}
