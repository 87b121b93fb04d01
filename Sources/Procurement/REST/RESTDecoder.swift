internal import Documents
internal import Reconciliation

/// Reads orders from the records of any JSON API, by the configuration's `fields`.
struct RESTDecoder: Sendable {
    private let options: RESTOptions
    private let statuses: StatusWords

    /// What common words mean where `statuses` says nothing. No word that some system uses before an order is released
    /// ("open", "approved") is taken for issued.
    static let defaultStatuses = StatusWords([
        .issued: ["issued", "released"],
        .onHold: ["on hold", "on_hold", "onhold", "hold"],
        .draft: ["draft"],
        .cancelled: ["cancelled", "canceled", "cancel", "deleted"],
        .closed: ["closed"],
    ])

    /// A decoder of these fields; `statuses` instead of the usual meanings of words where a system has its own.
    init(_ options: RESTOptions, statuses: StatusWords = defaultStatuses) {
        self.options = options
        self.statuses = statuses.overridden(by: options.statuses)
    }

    /// What tells a record from the others; `nil` for one that cannot be told.
    func key(of record: JSONValue) -> OrderKey? {
        let id = text(.path(.orderID), record) ?? text(.path(.orderNumber), record)
        return id.flatMap { CoupaDecoder.isName($0) ? OrderKey(feed: options.name, id: $0) : nil }
    }

    /// Whether a record is of an order that was never given a number: a draft, or one that was cancelled as such. There is
    /// nothing to say about it, and its id must not pass for a number.
    func isUnnumbered(_ record: JSONValue) -> Bool {
        guard text(.path(.orderNumber), record) == nil, let status = text(.orderStatus, record) else { return false }
        return [.draft, .cancelled].contains(statuses.state(status))
    }

    /// The order of a record.
    ///
    /// - Parameters:
    ///   - lines: its lines; `nil` to find them in the record.
    ///   - fault: why there is no more of the record than this, where there is none.
    func order(
        _ key: OrderKey, _ record: JSONValue, lines: [JSONValue]? = nil, fault: OrderFault? = nil
    ) -> PurchaseOrder {
        let number = text(.path(.orderNumber), record)
        let status = text(.orderStatus, record) ?? ""
        var order = PurchaseOrder(
            key: key, number: OrderNumber(number.flatMap { CoupaDecoder.isName($0) ? $0 : nil } ?? key.id),
            version: text(.orderVersion, record).flatMap(Self.version) ?? 1, state: statuses.state(status),
            status: String(status.prefix(60)), supplierName: text(.path(.supplierName), record),
            supplierNumber: text(.path(.supplierNumber), record), currency: text(.orderCurrency, record))
        do throws(OrderFault) {
            if let fault { throw fault }
            guard let number, CoupaDecoder.isName(number) else {
                throw OrderFault(reason: "its number is missing, empty or has unreadable characters")
            }
            try checkNumber(record)
            guard !status.isEmpty else { throw OrderFault(reason: "it has no status") }
            order.custom = custom(record, isLine: false)
            order.updatedAt = try instant(.orderUpdatedAt, record)
            var ids: Set<String> = []
            let records = if let lines { lines } else { try within(record) }
            for (index, line) in records.enumerated() {
                guard let read = try self.line(line, index, in: order.currency) else { continue }
                guard ids.insert(read.id).inserted else { throw OrderFault(reason: "two lines have the id \(read.id)") }
                order.lines.append(read)
            }
        } catch {
            order.state = .unreadable
            order.fault = error.reason
        }
        return order
    }

    /// What is a number with a fraction or an exponent, or a flag, is no order's number: a program has taken it for another
    /// type, and nobody finds it again as it stands there.
    private func checkNumber(_ record: JSONValue) throws(OrderFault) {
        switch value(FieldPath.orderNumber.description, record) {
        case .number(let text) where !text.utf8.allSatisfy({ (48...57).contains($0) }):
            throw OrderFault(reason: "its number is \(text.prefix(40)), which a program has taken for an amount")
        case .bool: throw OrderFault(reason: "its number is a flag: see `order.number` in `fields`")
        default: return
        }
    }

    /// The lines that are in a record.
    private func within(_ record: JSONValue) throws(OrderFault) -> [JSONValue] {
        guard case .within(let pointer) = options.lines else { return [] }
        switch pointer.value(in: record) {
        case .array(let lines): return lines
        case .null: return []
        default: throw OrderFault(reason: "it has no list of lines at \(pointer)")
        }
    }

    private func line(
        _ record: JSONValue, _ index: Int, in currency: String?
    ) throws(OrderFault) -> OrderLine? {
        guard record.object != nil else { throw OrderFault(reason: "line \(index + 1) is no object") }
        if let status = text(.lineStatus, record), statuses.state(status) == .cancelled { return nil }
        let number = text(.path(.lineNumber), record) ?? String(index + 1)
        let id = text(.path(.lineID), record) ?? number
        guard CoupaDecoder.isName(id), CoupaDecoder.isName(number) else {
            throw OrderFault(reason: "the id or number of line \(index + 1) is too long or has unreadable characters")
        }
        let own = text(.path(.currency), record)
        return OrderLine(
            id: id, number: number,
            description: text(.path(.lineDescription), record).map { String($0.prefix(255)) },
            part: text(.path(.part), record), auxiliaryPart: text(.path(.auxiliaryPart), record),
            commodity: text(.path(.commodity), record), account: text(.path(.lineAccount), record),
            amount: try total(record, number, in: own ?? currency), currency: own,
            needBy: try instant(.path(.needBy), record, line: number), custom: custom(record, isLine: true))
    }

    /// The line's amount, or price times quantity where there is none.
    private func total(
        _ record: JSONValue, _ line: String, in currency: String?
    ) throws(OrderFault) -> Amount? {
        if let amount = try amount(.path(.amount), record, line) { return amount }
        guard let price = try amount(.linePrice, record, line), let quantity = try amount(.lineQuantity, record, line)
        else { return nil }
        let per = try amount(.linePriceQuantity, record, line)
        guard let total = Amount.total(price: price, quantity: quantity, per: per, currency: currency) else {
            throw OrderFault(reason: "line \(line): price times quantity is no amount")
        }
        return total
    }

    // MARK: - Fields

    /// The value of a field; of several sources the first that has one.
    private func text(_ field: FeedField, _ record: JSONValue) -> String? {
        for source in options.fields[field] ?? [] {
            switch source {
            case .literal(let text): return text
            case .pointer(let pointer):
                if let text = SourceValue.text(pointer.value(in: record)) { return text }
            }
        }
        return nil
    }

    /// The raw value of a field, for requests about the record.
    func value(_ name: String, _ record: JSONValue) -> JSONValue? {
        guard let field = FeedField(name) else { return nil }
        for source in options.fields[field] ?? [] {
            switch source {
            case .literal(let text): return .string(text)
            case .pointer(let pointer):
                if let value = pointer.value(in: record), SourceValue.text(value) != nil { return value }
            }
        }
        return field == .path(.orderID) ? value(FieldPath.orderNumber.description, record) : nil
    }

    private static func version(_ text: String) -> Int? {
        Int(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }

    private func amount(_ field: FeedField, _ record: JSONValue, _ line: String) throws(OrderFault) -> Amount? {
        guard let text = text(field, record) else { return nil }
        if let amount = SourceValue.amount(text) { return amount }
        throw OrderFault(reason: "line \(line): \(field) is \"\(text.prefix(40))\", which is no amount")
    }

    private func instant(
        _ field: FeedField, _ record: JSONValue, line: String? = nil
    ) throws(OrderFault) -> Instant? {
        guard let text = text(field, record) else { return nil }
        let place = line.map { "line \($0): " } ?? ""
        // What databases write for no date at all.
        if field == .path(.needBy), text.allSatisfy({ "0-/.: T".contains($0) }), text != "0" { return nil }
        guard let instant = options.dates.lazy.compactMap({ $0.instant(text, offset: options.zone) }).first else {
            let formats = options.dates.map(\.description).joined(separator: " or ")
            throw OrderFault(
                reason: "\(place)\(field) is \"\(text.prefix(40))\", which is no time of the format \(formats)")
        }
        return SourceValue.meant(instant)
    }

    // MARK: - Custom fields

    /// Custom fields that `fields` names, and those that a rule reads by pointer; without a choice everything there is.
    private func custom(_ record: JSONValue, isLine: Bool) -> [String: String] {
        var custom: [String: String] = [:]
        for (field, _) in options.fields {
            let name: String
            switch field {
            case .path(.lineCustom(let custom)) where isLine: name = custom
            case .path(.orderCustom(let custom)) where !isLine: name = custom
            default: continue
            }
            if options.customFields?.contains(name) ?? true { custom[name] = text(field, record) }
        }
        guard let wanted = options.customFields else {
            Flattening(lines: isLine ? nil : linesPointer).add(record, to: &custom)
            return custom
        }
        for name in wanted where name.hasPrefix("/") {
            custom[name] = JSONPointer(name).flatMap { SourceValue.text($0.value(in: record)) }
        }
        return custom
    }

    private var linesPointer: JSONPointer? {
        guard case .within(let pointer) = options.lines else { return nil }
        return pointer
    }
}

/// Every text that a record has, by pointer: what somebody who looks for a mapping rule wants to see.
private struct Flattening {
    /// Where not to go: the lines are shown on their own.
    let lines: JSONPointer?

    /// Levels and fields shown; records of some systems have hundreds.
    private static let depth = 5
    private static let count = 300

    func add(_ record: JSONValue, to custom: inout [String: String]) {
        add(record, .root, 0, &custom)
    }

    private func add(_ value: JSONValue, _ place: JSONPointer, _ depth: Int, _ custom: inout [String: String]) {
        guard custom.count < Self.count, depth <= Self.depth, place != lines else { return }
        if let text = SourceValue.text(value) {
            custom[place.description] = text
            return
        }
        switch value {
        case .object(let object):
            for member in object.members { add(member.value, place.appending(member.key), depth + 1, &custom) }
        case .array(let elements):
            for (index, element) in elements.prefix(20).enumerated() {
                add(element, place.appending(String(index)), depth + 1, &custom)
            }
        default: break
        }
    }
}
