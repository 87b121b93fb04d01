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

    /// Writes the fields as the contract names them, with `hold` beside them where something holds the write, and
    /// `renewalOf` where the agreement took the place of the one that the line names.
    static func write(_ assignment: Assignment, to json: inout JSONComposer) {
        json.text("account", assignment.key.account)
        json.text("agreement", assignment.agreement)
        json.text("charge", assignment.key.charge)
        json.number("revision", assignment.revision)
        json.orNull("amount", assignment.amount) { $0.amount($1, $2) }
        json.orNull("currency", assignment.currency) { $0.text($1, $2) }
        json.orNull("time", assignment.time) { $0.time($1, $2) }
        json.object("order") { write(assignment.order, to: &$0) }
        json.orNull("rule", assignment.rule) { $0.text($1, $2) }
        json.text("scope", assignment.scope.rawValue)
        json.text("state", assignment.state.rawValue)
        json.orNull("observed", assignment.observed) { $0.text($1, $2) }
        json.time("since", assignment.since)
        json.orNull("invoice", assignment.invoice) { $0.text($1, $2) }
        json.orNull("finding", assignment.finding) { $0.text($1, $2) }
        json.text("hold", assignment.hold?.rawValue)
        json.text("renewalOf", assignment.renewalOf)
    }

    private static func write(_ order: AssignedOrder, to json: inout JSONComposer) {
        json.text("number", order.number)
        json.text("feed", order.key?.feed)
        json.text("id", order.key?.id)
        json.number("version", order.version)
        json.text("line", order.line)
    }

    /// The assignment as a value, for reports that embed it.
    static func encode(_ assignment: Assignment) -> JSONValue {
        JSONValue { $0.object { write(assignment, to: &$0) } }
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
