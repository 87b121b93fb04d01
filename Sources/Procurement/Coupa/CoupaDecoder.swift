internal import Documents
internal import Reconciliation

/// Reads Coupa's purchase orders (feeds facts, Coupa Core API "Purchase Orders" and "Purchase Order Lines").
struct CoupaDecoder: Sendable {
    private let feed: FeedName
    private let statuses: StatusWords
    private let customFields: Set<String>?
    private let showsDeletedLines: Bool

    /// What Coupa's documented states mean; only `issued` is safe to act on as new money.
    static let defaultStatuses = StatusWords([
        .issued: ["issued"],
        .onHold: ["buyer_hold", "currency_hold", "supplier_hold", "supplier_window_hold", "on_hold"],
        .draft: ["draft"],
        .cancelled: ["cancelled", "canceled"],
        .closed: ["closed", "soft_closed"],
    ])

    init(_ options: CoupaOptions) {
        feed = options.name
        statuses = Self.defaultStatuses.overridden(by: options.statuses)
        customFields = options.customFields
        showsDeletedLines = options.showsDeletedLines
    }

    /// The orders of a page; a record that cannot be read does not cost the others.
    ///
    /// - Parameter damage: what is wrong with the JSON of rows, by their index.
    func page(_ rows: [JSONValue], damage: [Int: JSONError] = [:]) -> FeedPage {
        var page = FeedPage(orders: [])
        for (index, row) in rows.enumerated() {
            guard let fields = row.object, let id = fields["id"]?.text, Self.isName(id) else {
                page.faults.append("record \(index + 1) of a page has no id\(damage[index].map { ": \($0)" } ?? "")")
                page.nameless += 1
                continue
            }
            page.orders.append(
                order(
                    fields, OrderKey(feed: feed, id: id), damage[index].map { OrderFault(damage: $0) }, &page.faults))
        }
        return page
    }

    private func order(
        _ fields: JSONObject, _ key: OrderKey, _ fault: OrderFault?, _ doubts: inout [String]
    ) -> PurchaseOrder {
        let number = fields["po-number"]?.text?.trimmed
        let status = fields["status"]?.string ?? ""
        let supplier = fields["supplier"]?.object
        var order = PurchaseOrder(
            key: key, number: OrderNumber(number.flatMap { Self.isName($0) ? $0 : nil } ?? key.id),
            version: fields["version"]?.integer ?? 1, state: statuses.state(status), status: String(status.prefix(60)),
            supplierName: supplier?["name"]?.text, supplierNumber: supplier?["number"]?.text,
            currency: fields["currency"]?.object?["code"]?.string)
        do throws(OrderFault) {
            if let fault { throw fault }
            guard let number, Self.isName(number) else {
                throw OrderFault(reason: "its po-number is missing, empty or has unreadable characters")
            }
            guard !status.isEmpty else { throw OrderFault(reason: "it has no status") }
            order.custom = custom(fields, besides: CoupaFields.order)
            order.updatedAt = try instant(fields, "updated-at")
            guard let lines = fields["order-lines"]?.array else { throw OrderFault(reason: "it has no order-lines") }
            order.lines.reserveCapacity(lines.count)
            var ids = Set<String>(minimumCapacity: lines.count)
            for (index, line) in lines.enumerated() {
                guard let read = try self.line(line, index) else { continue }
                guard ids.insert(read.id).inserted else { throw OrderFault(reason: "two lines have the id \(read.id)") }
                order.lines.append(read)
                // One is enough to look at the order.
                if order.fault == nil { order.fault = doubt(line, read) }
            }
        } catch {
            order.state = .unreadable
            order.fault = error.reason
        }
        return order
    }

    private func line(_ value: JSONValue, _ index: Int) throws(OrderFault) -> OrderLine? {
        guard let fields = value.object else { throw OrderFault(reason: "line \(index + 1) is no object") }
        let number = fields["line-num"]?.text?.trimmed ?? String(index + 1)
        switch CoupaLinePresence(fields, showsDeletedLines: showsDeletedLines) {
        case .gone: return nil
        case .unclear(let reason): throw OrderFault(reason: "line \(number.prefix(40)): \(reason)")
        case .there: break
        }
        guard let id = fields["id"]?.text, Self.isName(id), Self.isName(number) else {
            throw OrderFault(reason: "line \(index + 1) has no id, or a number with unreadable characters")
        }
        var amount: Amount?
        for name in ["total", "price"] where amount == nil {
            // Quantity lines have a price for each piece; only an amount line's price is its total.
            if name == "price", fields["quantity"].map({ !$0.isNull }) ?? false { continue }
            guard let text = fields[name]?.text, !text.isEmpty else { continue }
            guard let read = Amount(text) else {
                throw OrderFault(reason: "line \(number): \(name) is \"\(text.prefix(40))\", which is no amount")
            }
            amount = read
        }
        return OrderLine(
            id: id, number: number, description: fields["description"]?.string.map { String($0.prefix(255)) },
            part: text(fields["source-part-num"]), auxiliaryPart: text(fields["supp-aux-part-num"]),
            commodity: text(fields["commodity"]?.object?["name"]), account: text(fields["account"]?.object?["code"]),
            amount: amount, currency: text(fields["currency"]?.object?["code"]),
            needBy: try instant(fields, "need-by-date", line: number), custom: custom(fields, besides: CoupaFields.line)
        )
    }

    /// What is odd about a line's total, which is taken all the same.
    private func doubt(_ fields: JSONValue, _ line: OrderLine) -> String? {
        // Amount lines, which most are, have no quantity.
        guard let total = line.amount, let quantity = fields["quantity"]?.text.flatMap({ Amount($0) }),
            let price = fields["price"]?.text.flatMap({ Amount($0) }),
            Amount.isOff(total, price: price, quantity: quantity)
        else { return nil }
        return "the total of line \(line.number) is \(total), and not quantity times price, \(quantity) times \(price)"
    }

    private func text(_ value: JSONValue?) -> String? {
        guard let text = value?.text?.trimmed, !text.isEmpty else { return nil }
        return text
    }

    private func instant(_ fields: JSONObject, _ name: String, line: String? = nil) throws(OrderFault) -> Instant? {
        guard let text = fields[name]?.string?.trimmed, !text.isEmpty else { return nil }
        guard let instant = Instant(iso: text) else {
            let place = line.map { "line \($0): " } ?? ""
            throw OrderFault(reason: "\(place)\(name) is \"\(text.prefix(40))\", which is no time")
        }
        return instant
    }

    /// Custom fields from `custom-fields`, and from the old namespace at the top, where what is asked for by name is found
    /// among Coupa's own fields; a preview shows what there is beside those.
    private func custom(_ fields: JSONObject, besides own: Set<String>) -> [String: String] {
        var custom: [String: String] = [:]
        let wrapped = fields["custom-fields"]?.object
        guard let customFields else {
            for member in fields.members where !own.contains(member.key) { custom[member.key] = plain(member.value) }
            for member in wrapped?.members ?? [] { custom[member.key] = plain(member.value) ?? custom[member.key] }
            return custom
        }
        for name in customFields { custom[name] = plain(wrapped?[name]) ?? plain(fields[name]) }
        return custom
    }

    /// The text of a custom field; of a lookup value its code or name.
    private func plain(_ value: JSONValue?) -> String? {
        switch value {
        case .bool(let flag): return flag ? "true" : "false"
        case .object(let object):
            return text(object["external-ref-code"]) ?? text(object["name"]) ?? text(object["value"])
        default: return text(value)
        }
    }

    /// Whether a text can be an identifier or a number: not empty, of bearable length, and nothing in it that people cannot
    /// see or that stands for what got lost on the way. Nobody would find such a number again on an invoice.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 800
            && (text.utf8.allSatisfy { (0x20..<0x7f).contains($0) }
                || text.unicodeScalars.allSatisfy {
                    $0.isPlain && !$0.properties.isDefaultIgnorableCodePoint && $0 != "\u{fffd}"
                })
    }
}
