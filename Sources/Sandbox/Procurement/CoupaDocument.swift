internal import Documents
internal import FoundationEssentials

extension ProcurementWorld.Order {
    /// The order as Coupa's API shows it: ids are numbers, amounts are texts, times have the company's offset.
    func document(showsDeletedLines: Bool = false) -> JSONValue {
        var order = JSONObject()
        order["id"] = JSONValue(id)
        order["po-number"] = .string(number)
        order["status"] = .string(status)
        order["version"] = JSONValue(version)
        order["internal-revision"] = JSONValue(internalRevision)
        order["exported"] = .bool(isExported)
        order["transmission-status"] = "sent_via_cxml"
        order["created-at"] = .string(created.coupaText)
        order["updated-at"] = .string(updated.coupaText)
        order["currency"] = ["id": 1, "code": .string(currency), "decimals": 2]
        order["supplier"] = [
            "id": 7, "name": .string(supplier), "display-name": .string(supplier), "number": .string(supplierNumber),
        ]
        order["requester"] = ["login": "pat", "email": "pat@example.com"]
        order["payment-term"] = ["code": "Net 30"]
        order["custom-fields"] = Self.object(custom)
        let shown = lines.enumerated().filter { showsDeletedLines || !$0.element.isDeleted }
        order["order-lines"] = .array(shown.map { $0.element.document(id: id * 100 + $0.offset) })
        for member in overrides.members { order[member.key] = member.value }
        return .object(order)
    }

    fileprivate static func object(_ fields: [String: String]) -> JSONValue {
        var object = JSONObject()
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) { object[name] = .string(value) }
        return .object(object)
    }
}

extension ProcurementWorld.Line {
    /// An amount line: no quantity, its price is its total.
    fileprivate func document(id: Int) -> JSONValue {
        [
            "id": JSONValue(id), "line-num": .string(number), "type": "OrderAmountLine",
            "description": .string(description), "quantity": .null, "price": JSONValue(total),
            "total": JSONValue(total), "currency": ["code": .string(currency)], "source-part-num": JSONValue(part),
            "supp-aux-part-num": JSONValue(auxiliaryPart), "need-by-date": JSONValue(needBy?.coupaText),
            "commodity": commodity.map { ["name": .string($0)] } ?? .null, "account": ["code": "100-200"],
            "custom-fields": ProcurementWorld.Order.object(custom), "status": .string(status),
        ]
    }
}
