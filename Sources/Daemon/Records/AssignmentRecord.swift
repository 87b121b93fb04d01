internal import Documents
internal import Reconciliation

/// How the store and the view `assignments.json` keep an assignment (contract, section 5).
enum AssignmentRecord {
    static func key(_ key: ChargeKey) -> String { "\(key.account)/\(key.charge)" }

    /// The charge of a key; `nil` for one that this version does not write.
    static func charge(_ key: String) -> ChargeKey? {
        guard let slash = key.firstIndex(of: "/") else { return nil }
        return ChargeKey(
            account: AccountID(String(key[..<slash])), charge: ChargeID(String(key[key.index(after: slash)...])))
    }

    /// The fields as the contract names them, with `hold` beside them where something holds the write, and `renewalOf`
    /// where the agreement took the place of the one that the line names.
    static func encode(_ assignment: Assignment) -> JSONValue {
        let order = assignment.order
        var fields: [(String, JSONValue?)] = [
            ("account", .text(assignment.key.account)), ("agreement", .text(assignment.agreement)),
            ("charge", .text(assignment.key.charge)), ("revision", .integer(assignment.revision)),
            ("amount", .text(assignment.amount)), ("currency", .text(assignment.currency)),
            ("time", .text(assignment.time)), ("order", encode(order)), ("rule", .text(assignment.rule)),
            ("scope", .string(assignment.scope.rawValue)), ("state", .string(assignment.state.rawValue)),
            ("observed", .text(assignment.observed)), ("since", .text(assignment.since)),
            ("invoice", .text(assignment.invoice)), ("finding", .text(assignment.finding)),
        ]
        if let hold = assignment.hold { fields.append(("hold", .string(hold.rawValue))) }
        if let old = assignment.renewalOf { fields.append(("renewalOf", .text(old))) }
        return .document(fields)
    }

    private static func encode(_ order: AssignedOrder) -> JSONValue {
        .record([
            ("number", .text(order.number)), ("feed", .text(order.key?.feed)), ("id", .text(order.key?.id)),
            ("version", .integer(order.version)), ("line", .text(order.line)),
        ])
    }

    static func decode(_ value: JSONValue) throws(RecordError) -> Assignment {
        let fields = try RecordFields(value, "an assignment")
        guard let order = fields.object("order") else { throw RecordError(reason: "an assignment has no order") }
        return Assignment(
            key: ChargeKey(
                account: AccountID(try fields.needed("account")), charge: ChargeID(try fields.needed("charge"))),
            agreement: AgreementID(try fields.needed("agreement")), revision: fields.integer("revision") ?? 1,
            amount: fields.amount("amount"), currency: fields.text("currency"), time: fields.instant("time"),
            order: try decodeOrder(order), rule: fields.text("rule"), scope: try fields.choice("scope"),
            state: try fields.choice("state"), observed: fields.identifier("observed"),
            since: try fields.neededInstant("since"), invoice: fields.identifier("invoice"),
            finding: fields.text("finding"), hold: fields.text("hold").flatMap(Hold.init(rawValue:)),
            renewalOf: fields.identifier("renewalOf"))
    }

    private static func decodeOrder(_ value: JSONValue) throws(RecordError) -> AssignedOrder {
        let fields = try RecordFields(value, "an assigned order")
        var key: OrderKey?
        if let feed = fields.text("feed"), let id = fields.text("id") { key = OrderKey(feed: FeedName(feed), id: id) }
        return AssignedOrder(
            number: OrderNumber(try fields.needed("number")), key: key, version: fields.integer("version"),
            line: fields.text("line"))
    }
}
