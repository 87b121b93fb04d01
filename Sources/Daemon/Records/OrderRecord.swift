internal import Documents
internal import Reconciliation

/// How the store keeps a purchase order: a later cycle reads only what changed in the feed.
enum OrderRecord {
    static func key(_ key: OrderKey) -> String { "\(key.feed)/\(key.id)" }

    static func write(_ order: PurchaseOrder, to json: inout JSONComposer) {
        json.text("currency", order.currency)
        json.texts("custom", order.custom)
        json.text("fault", order.fault)
        json.text("feed", order.key.feed)
        json.text("id", order.key.id)
        json.objects("lines", order.lines) { write($1, to: &$0) }
        json.text("number", order.number)
        json.text("state", order.state.rawValue)
        json.text("status", order.status)
        json.text("supplierName", order.supplierName)
        json.text("supplierNumber", order.supplierNumber)
        json.time("updatedAt", order.updatedAt)
        json.number("version", order.version)
    }

    private static func write(_ line: OrderLine, to json: inout JSONComposer) {
        json.text("account", line.account)
        json.amount("amount", line.amount)
        json.text("auxiliaryPart", line.auxiliaryPart)
        json.text("commodity", line.commodity)
        json.text("currency", line.currency)
        json.texts("custom", line.custom)
        json.text("description", line.description)
        json.text("id", line.id)
        json.time("needBy", line.needBy)
        json.text("number", line.number)
        json.text("part", line.part)
    }

    static func decode(_ value: JSONValue) throws(RecordError) -> PurchaseOrder {
        let fields = try RecordFields(value, "a purchase order")
        var lines: [OrderLine] = []
        lines.reserveCapacity(fields.array("lines").count)
        for line in fields.array("lines") { lines.append(try decodeLine(line)) }
        return PurchaseOrder(
            key: OrderKey(feed: FeedName(try fields.needed("feed")), id: try fields.needed("id")),
            number: OrderNumber(try fields.needed("number")), version: fields.integer("version") ?? 1,
            state: try fields.choice("state"), status: fields.text("status") ?? "",
            supplierName: fields.text("supplierName"), supplierNumber: fields.text("supplierNumber"),
            currency: fields.text("currency"), custom: fields.texts("custom"), updatedAt: fields.instant("updatedAt"),
            lines: lines, fault: fields.text("fault"))
    }

    private static func decodeLine(_ value: JSONValue) throws(RecordError) -> OrderLine {
        let fields = try RecordFields(value, "a purchase order line")
        return OrderLine(
            id: try fields.needed("id"), number: try fields.needed("number"), description: fields.text("description"),
            part: fields.text("part"), auxiliaryPart: fields.text("auxiliaryPart"), commodity: fields.text("commodity"),
            account: fields.text("account"), amount: fields.amount("amount"), currency: fields.text("currency"),
            needBy: fields.instant("needBy"), custom: fields.texts("custom"))
    }
}
