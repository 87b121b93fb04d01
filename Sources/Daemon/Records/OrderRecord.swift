internal import Documents
internal import Reconciliation

/// How the store keeps a purchase order: a later cycle reads only what changed in the feed.
enum OrderRecord {
    static func key(_ key: OrderKey) -> String { "\(key.feed)/\(key.id)" }

    static func encode(_ order: PurchaseOrder) -> JSONValue {
        .record([
            ("feed", .text(order.key.feed)), ("id", .string(order.key.id)), ("number", .text(order.number)),
            ("version", .integer(order.version)), ("state", .string(order.state.rawValue)),
            ("status", .string(order.status)), ("supplierName", .text(order.supplierName)),
            ("supplierNumber", .text(order.supplierNumber)), ("currency", .text(order.currency)),
            ("custom", .texts(order.custom)), ("updatedAt", .text(order.updatedAt)), ("fault", .text(order.fault)),
            ("lines", .array(order.lines.map(encode))),
        ])
    }

    private static func encode(_ line: OrderLine) -> JSONValue {
        .record([
            ("id", .string(line.id)), ("number", .string(line.number)), ("description", .text(line.description)),
            ("part", .text(line.part)), ("auxiliaryPart", .text(line.auxiliaryPart)),
            ("commodity", .text(line.commodity)), ("account", .text(line.account)), ("amount", .text(line.amount)),
            ("currency", .text(line.currency)), ("needBy", .text(line.needBy)), ("custom", .texts(line.custom)),
        ])
    }

    static func decode(_ value: JSONValue) throws(RecordError) -> PurchaseOrder {
        let fields = try RecordFields(value, "a purchase order")
        var lines: [OrderLine] = []
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
