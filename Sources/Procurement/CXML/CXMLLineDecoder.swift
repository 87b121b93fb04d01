internal import Documents
internal import Reconciliation

/// Reads the lines of an OrderRequest: its `ItemOut` elements, in whatever order they stand.
struct CXMLLineDecoder: Sendable {
    let custom: CXMLCustomFields

    /// The lines that are ordered; those that are deleted, blocked or returned are left out.
    func lines(
        _ items: [XMLElement], _ header: XMLElement, isBlanket: Bool
    ) throws(OrderFault) -> [OrderLine] {
        var taken: Set<String> = []
        for item in items {
            guard let number = item.attribute("lineNumber") else { continue }
            guard CoupaDecoder.isName(number) else {
                throw OrderFault(reason: "line \(item.line): the lineNumber is too long or has unreadable characters")
            }
            guard taken.insert(number).inserted else {
                throw OrderFault(reason: "line \(item.line): two items have the lineNumber \(number.prefix(40))")
            }
        }
        let groups = try groups(items)
        // What a blanket order is good for is one sum: the share of each of several items in it is not known.
        let total = isBlanket && items.count == 1 ? header.child(["Total", "Money"]) : nil
        var lines: [OrderLine] = []
        for (index, item) in items.enumerated() {
            let number = item.attribute("lineNumber") ?? Self.free(index + 1, &taken)
            guard item.attribute("isReturn")?.lowercased() != "yes",
                !["delete", "block"].contains(item.attribute("operation")?.lowercased())
            else { continue }
            var line = try line(item, number, header, isBlanket: isBlanket, total: total)
            if groups.priced(item) == false { line.amount = nil }
            lines.append(line)
        }
        return lines
    }

    /// A line number for an item without one: its place, or the next that is free.
    private static func free(_ place: Int, _ taken: inout Set<String>) -> String {
        var place = place
        while !taken.insert(String(place)).inserted { place += 1 }
        return String(place)
    }

    private func line(
        _ item: XMLElement, _ number: String, _ header: XMLElement, isBlanket: Bool, total: XMLElement?
    ) throws(OrderFault) -> OrderLine {
        let id = item.child("ItemID")
        var needBy = try needBy(item, number)
        if needBy == nil { needBy = try self.needBy(header, nil) }
        let detail = item.child("ItemDetail") ?? item.child("BlanketItemDetail")
        let maximum = Self.maximum(detail, total)
        let commodity = (detail?.children("Classification") ?? []).first { classification in
            let domain = classification.attribute("domain")?.lowercased() ?? ""
            return domain.contains("unspsc") || domain == "spsc"
        }
        return OrderLine(
            id: number, number: number,
            description: detail?.child("Description")?.plainText.map { String($0.prefix(255)) },
            part: id?.child("SupplierPartID")?.plainText,
            auxiliaryPart: id?.child("SupplierPartAuxiliaryID")?.plainText,
            commodity: commodity?.attribute("code") ?? commodity?.plainText, account: Self.account(item),
            amount: try amount(item, number, detail, maximum: maximum, isBlanket: isBlanket),
            currency: (maximum ?? detail?.child(["UnitPrice", "Money"]))?.attribute("currency"),
            needBy: needBy, custom: custom.ofLine(item, detail))
    }

    /// The segments of the first accounting, as account codes are written: joined by hyphens.
    private static func account(_ item: XMLElement) -> String? {
        let accounting = item.child(["Distribution", "Accounting"])
        let segments = (accounting?.children("AccountingSegment") ?? []) + (accounting?.children("Segment") ?? [])
        let ids = segments.compactMap { $0.attribute("id") }
        return ids.isEmpty ? nil : ids.joined(separator: "-")
    }

    private func needBy(_ element: XMLElement, _ number: String?) throws(OrderFault) -> Instant? {
        guard let text = element.attribute("requestedDeliveryDate") else { return nil }
        if let instant = Instant(iso: text) { return SourceValue.meant(instant) }
        let place = number.map { " of item \($0)" } ?? ""
        throw OrderFault(
            reason:
                "line \(element.line): the requestedDeliveryDate\(place) is \"\(text.prefix(40))\", which is no time")
    }

    // MARK: - Money

    /// What an item is good for at most that has no quantity of its own: of a blanket order, or one with a limit.
    private static func maximum(_ detail: XMLElement?, _ total: XMLElement?) -> XMLElement? {
        guard let detail, detail.isNamed("BlanketItemDetail") else { return nil }
        return detail.child(["MaxAmount", "Money"]) ?? detail.child(["OverallLimit", "Money"]) ?? total
    }

    /// The maximum where there is one, else unit price times quantity, in the smallest units of the currency.
    private func amount(
        _ item: XMLElement, _ number: String, _ detail: XMLElement?, maximum: XMLElement?, isBlanket: Bool
    ) throws(OrderFault) -> Amount? {
        if let maximum { return try money(maximum, "maximum", number) }
        // The price of one says nothing where nobody knows how many will be bought.
        if isBlanket, detail?.isNamed("BlanketItemDetail") == true { return nil }
        guard let unit = detail?.child("UnitPrice"), let money = unit.child("Money") else { return nil }
        guard let price = try self.money(money, "UnitPrice", number) else { return nil }
        guard let quantity = try amount(item, "quantity", number) else {
            throw OrderFault(reason: "line \(item.line): item \(number) has a price and no quantity")
        }
        var (ordered, per) = (Amount?.some(quantity), Amount?.none)
        if let basis = detail?.child("PriceBasisQuantity") ?? unit.child("PriceBasisQuantity") {
            // The price is for so many; `conversionFactor` of the ordered unit make one of the unit that is priced.
            per = try amount(basis, "quantity", number)
            if let factor = try amount(basis, "conversionFactor", number) { ordered = quantity.multiplied(by: factor) }
        }
        let currency = money.attribute("currency")
        let total = ordered.flatMap { Amount.total(price: price, quantity: $0, per: per, currency: currency) }
        guard let total else {
            throw OrderFault(reason: "line \(item.line): price times quantity of item \(number) is no amount")
        }
        return total
    }

    private func money(_ money: XMLElement, _ name: String, _ number: String) throws(OrderFault) -> Amount? {
        guard let text = money.plainText else { return nil }
        if let amount = Amount(text) { return amount }
        throw OrderFault(
            reason: "line \(money.line): the \(name) of item \(number) is \"\(text.prefix(40))\", which is no amount")
    }

    private func amount(_ element: XMLElement, _ name: String, _ number: String) throws(OrderFault) -> Amount? {
        guard let text = element.attribute(name) else { return nil }
        if let amount = SourceValue.amount(text) { return amount }
        throw OrderFault(
            reason: "line \(element.line): the \(name) of item \(number) is \"\(text.prefix(40))\", which is no number")
    }

    // MARK: - Bundles

    /// Items that belong together: of a bundle and its parts only one side has the price.
    private struct Groups {
        /// The bundles whose own price counts, by line number; the parts of others have theirs.
        var groupPriced: Set<String> = []
        var bundles: Set<String> = []

        /// Whether an item's price counts; `nil` where it is part of nothing.
        func priced(_ item: XMLElement) -> Bool? {
            if let parent = item.attribute("parentLineNumber"), bundles.contains(parent) {
                return !groupPriced.contains(parent)
            }
            guard let number = item.attribute("lineNumber"), bundles.contains(number) else { return nil }
            return groupPriced.contains(number)
        }
    }

    private func groups(_ items: [XMLElement]) throws(OrderFault) -> Groups {
        var groups = Groups()
        let parents = Set(items.compactMap { $0.attribute("parentLineNumber") })
        for item in items {
            guard let number = item.attribute("lineNumber"), parents.contains(number),
                item.attribute("itemType")?.lowercased() == "composite"
            else { continue }
            groups.bundles.insert(number)
            if item.attribute("compositeItemType")?.lowercased() == "grouplevel" { groups.groupPriced.insert(number) }
        }
        return groups
    }
}

/// What a document says in fields of the buyer's own.
struct CXMLCustomFields: Sendable {
    /// The names that are kept; all where `nil`.
    let wanted: Set<String>?

    /// Of the header: its Extrinsics, IdReferences, and what tells orders of an agreement.
    func ofOrder(_ header: XMLElement) -> [String: String] {
        var fields: [String: String] = [:]
        for name in [
            "orderType", "agreementID", "requisitionID", "parentAgreementID", "expirationDate", "effectiveDate",
        ] {
            note(name, header.attribute(name), &fields)
        }
        references(header, &fields)
        extrinsics(header, &fields)
        return fields
    }

    /// Of an item: its Extrinsics, IdReferences and classifications other than UNSPSC.
    func ofLine(_ item: XMLElement, _ detail: XMLElement?) -> [String: String] {
        var fields: [String: String] = [:]
        for name in ["requisitionID", "agreementItemNumber"] { note(name, item.attribute(name), &fields) }
        note("BuyerPartID", item.child(["ItemID", "BuyerPartID"])?.plainText, &fields)
        for classification in detail?.children("Classification") ?? [] {
            guard let domain = classification.attribute("domain") else { continue }
            note(domain, classification.plainText, &fields)
        }
        if let id = item.child("ItemID") { references(id, &fields) }
        extrinsics(item, &fields)
        if let detail { extrinsics(detail, &fields) }
        return fields
    }

    private func references(_ element: XMLElement, _ fields: inout [String: String]) {
        for reference in element.children("IdReference") {
            guard let domain = reference.attribute("domain") else { continue }
            note(domain, reference.attribute("identifier"), &fields)
        }
    }

    /// Extrinsics may hold others: each is a field of its own. What an inner one says is no part of what the outer one says,
    /// unless that says nothing else.
    private func extrinsics(_ element: XMLElement, _ fields: inout [String: String]) {
        for extrinsic in element.elements where extrinsic.isNamed("Extrinsic") {
            if let name = extrinsic.attribute("name") { note(name, ownText(extrinsic) ?? extrinsic.plainText, &fields) }
            extrinsics(extrinsic, &fields)
        }
    }

    /// The text of an Extrinsic without that of Extrinsics in it.
    private func ownText(_ extrinsic: XMLElement) -> String? {
        guard extrinsic.elements.contains(where: { $0.isNamed("Extrinsic") }) else { return extrinsic.plainText }
        var own = extrinsic
        own.content.removeAll { if case .element(let element) = $0 { element.isNamed("Extrinsic") } else { false } }
        return own.plainText
    }

    private func note(_ name: String, _ value: String?, _ fields: inout [String: String]) {
        guard let value, wanted?.contains(name) ?? true else { return }
        fields[name] = String(value.prefix(1000))
    }
}
