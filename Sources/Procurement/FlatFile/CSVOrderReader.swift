internal import Documents
internal import Reconciliation

/// Reads the orders of a file from their rows.
struct CSVOrderReader {
    private let feed: FeedName
    private let options: CSVOptions
    private let statuses: StatusWords
    private let orders: CSVColumns
    private let lines: CSVColumns
    private let file: FileDocument
    private var reader: CSVReader
    private var row = CSVReader.Row()
    private let orderCustom: [(name: String, field: FeedField)]
    private let lineCustom: [(name: String, field: FeedField)]

    /// What common words mean: those of any system, and Coupa's.
    static let defaultStatuses = StatusWords([
        .issued: ["issued", "released"],
        .onHold: [
            "on hold", "on_hold", "onhold", "hold", "buyer_hold", "currency_hold", "supplier_hold",
            "supplier_window_hold",
        ],
        .draft: ["draft"],
        .cancelled: ["cancelled", "canceled", "cancel", "deleted"],
        .closed: ["closed", "soft_closed"],
    ])

    init(
        feed: FeedName, options: CSVOptions, statuses: StatusWords, orders: CSVColumns, lines: CSVColumns,
        file: FileDocument, text: [UInt8]
    ) {
        self.feed = feed
        self.options = options
        self.statuses = statuses
        self.orders = orders
        self.lines = lines
        self.file = file
        reader = CSVReader(text, delimiter: options.delimiter)
        orderCustom = orders.customNames(isOfLine: false)
        lineCustom = lines.customNames(isOfLine: true)
    }

    /// One order from its rows.
    mutating func order(_ group: CSVIndex.Group) -> PurchaseOrder {
        let key = OrderKey(feed: feed, id: group.key)
        var order = PurchaseOrder(key: key, number: OrderNumber(group.key), version: 0, updatedAt: file.modifiedAt)
        do throws(OrderFault) {
            if group.places.isEmpty, let damage = group.damage { throw OrderFault(reason: damage) }
            let places = try newest(group.places)
            try readHead(&order, places)
            try readLines(&order, places)
            if let damage = group.damage { throw OrderFault(reason: damage) }
        } catch {
            order.state = .unreadable
            order.fault = "\(file.name), \(error.reason)"
        }
        return order
    }

    private mutating func go(to place: CSVIndex.Place) throws(OrderFault) {
        reader.go(to: place.offset, line: place.line)
        do throws(CSVError) {
            _ = try reader.next(&row)
        } catch {
            throw OrderFault(reason: "\(error)")
        }
    }

    /// The rows of the newest revision, where a file has several of an order.
    private mutating func newest(_ places: [CSVIndex.Place]) throws(OrderFault) -> [CSVIndex.Place] {
        guard orders.has(.orderVersion), options.records == nil else { return places }
        var versions: [Int] = []
        for place in places {
            try go(to: place)
            versions.append(try version(place) ?? 0)
        }
        let last = versions.max() ?? 0
        return zip(places, versions).filter { $0.1 == last }.map(\.0)
    }

    private func version(_ place: CSVIndex.Place) throws(OrderFault) -> Int? {
        guard let text = orders.text(.orderVersion, row, reader) else { return nil }
        let whole = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        guard let version = Int(whole) else {
            throw OrderFault(reason: "line \(place.line): order.version is \"\(text.prefix(40))\", which is no number")
        }
        return version
    }

    // MARK: - The order

    private mutating func readHead(
        _ order: inout PurchaseOrder, _ places: [CSVIndex.Place]
    ) throws(OrderFault) {
        let heads = places.filter(\.isOrder)
        guard let first = places.first, !heads.isEmpty else {
            throw OrderFault(reason: "line \(places.first?.line ?? 1): the order has lines and no row of its own")
        }
        // Of an order that comes twice in a file whose rows are of several kinds, the later row counts.
        let counted = options.records == nil ? heads : heads.suffix(1)
        var updatedAt: Instant?
        var status: String?
        for place in counted {
            try go(to: place)
            if let number = orders.text(.path(.orderNumber), row, reader) {
                guard CoupaDecoder.isName(number) else {
                    throw OrderFault(
                        reason: "line \(place.line): order.number is too long or has unreadable characters")
                }
                if place.offset != counted.first?.offset, number != order.number.text {
                    throw OrderFault(reason: "line \(place.line): the order has two numbers")
                }
                if let reason = SpreadsheetDamage.reason(number) {
                    throw OrderFault(reason: "line \(place.line): order.number \"\(number.prefix(40))\" \(reason)")
                }
                order.number = OrderNumber(number)
            } else if orders.has(.path(.orderNumber)), place.offset == counted.first?.offset {
                throw OrderFault(reason: "line \(place.line): the order has no number")
            }
            order.version = max(order.version, try version(place) ?? 0)
            order.supplierName = order.supplierName ?? orders.text(.path(.supplierName), row, reader)
            let supplier = try identifier(.path(.supplierNumber), orders, place)
            order.supplierNumber = order.supplierNumber ?? supplier
            order.currency = order.currency ?? orders.text(.orderCurrency, row, reader)
            if let seen = try instant(.orderUpdatedAt, orders, place) {
                updatedAt = updatedAt.map { max($0, seen) } ?? seen
            }
            for (name, field) in orderCustom where order.custom[name] == nil {
                order.custom[name] = try identifier(field, orders, place)
            }
            guard let word = orders.text(.orderStatus, row, reader) else { continue }
            if let status, status.lowercased() != word.lowercased() {
                throw OrderFault(
                    reason: "line \(place.line): the order has the status \"\(status.prefix(40))\" in one row and "
                        + "\"\(word.prefix(40))\" in another")
            }
            status = word
        }
        order.updatedAt = updatedAt ?? file.modifiedAt
        if orders.has(.orderStatus) {
            guard let status else { throw OrderFault(reason: "line \(first.line): the order has no status") }
            order.status = String(status.prefix(60))
            order.state = statuses.state(status)
        }
    }

    // MARK: - Lines

    private mutating func readLines(
        _ order: inout PurchaseOrder, _ places: [CSVIndex.Place]
    ) throws(OrderFault) {
        var taken: [String: Int] = [:]
        var count = 0
        for place in places where options.records == nil || !place.isOrder {
            count += 1
            try go(to: place)
            guard let line = try line(place, count, in: order.currency) else { continue }
            if let index = taken[line.id] {
                // The same row twice says nothing new; two lines of one id do.
                guard order.lines[index] == line else {
                    throw OrderFault(
                        reason: "line \(place.line): two rows of the order have the line \(line.id.prefix(40))")
                }
                continue
            }
            taken[line.id] = order.lines.count
            order.lines.append(line)
        }
    }

    private func line(
        _ place: CSVIndex.Place, _ count: Int, in currency: String?
    ) throws(OrderFault) -> OrderLine? {
        if let status = lines.text(.lineStatus, row, reader), statuses.state(status) == .cancelled { return nil }
        let number = try identifier(.path(.lineNumber), lines, place)
        let stated = try identifier(.path(.lineID), lines, place)
        let id = stated ?? number ?? String(count)
        guard CoupaDecoder.isName(id), CoupaDecoder.isName(number ?? id) else {
            throw OrderFault(
                reason: "line \(place.line): the line's id or number is too long or has unreadable characters")
        }
        var custom: [String: String] = [:]
        for (name, field) in lineCustom {
            custom[name] = try identifier(field, lines, place).map { String($0.prefix(1000)) }
        }
        return OrderLine(
            id: id, number: number ?? id,
            description: lines.text(.path(.lineDescription), row, reader).map { String($0.prefix(255)) },
            part: try identifier(.path(.part), lines, place),
            auxiliaryPart: try identifier(.path(.auxiliaryPart), lines, place),
            commodity: try identifier(.path(.commodity), lines, place),
            account: try identifier(.path(.lineAccount), lines, place),
            amount: try total(place, in: lines.text(.path(.currency), row, reader) ?? currency),
            currency: lines.text(.path(.currency), row, reader), needBy: try instant(.path(.needBy), lines, place),
            custom: custom)
    }

    /// The line's amount, or price times quantity where there is none.
    private func total(_ place: CSVIndex.Place, in currency: String?) throws(OrderFault) -> Amount? {
        if let amount = try amount(.path(.amount), place) { return amount }
        guard let price = try amount(.linePrice, place), let quantity = try amount(.lineQuantity, place) else {
            return nil
        }
        let per = try amount(.linePriceQuantity, place)
        guard let total = Amount.total(price: price, quantity: quantity, per: per, currency: currency) else {
            throw OrderFault(reason: "line \(place.line): price times quantity is no amount")
        }
        return total
    }

    // MARK: - Fields

    /// A text that stands for something, and must not have gone through a spreadsheet.
    private func identifier(
        _ field: FeedField, _ columns: CSVColumns, _ place: CSVIndex.Place
    ) throws(OrderFault) -> String? {
        guard let text = columns.text(field, row, reader) else { return nil }
        guard let reason = SpreadsheetDamage.reason(text) else { return text }
        throw OrderFault(reason: "line \(place.line): \(field) \"\(text.prefix(40))\" \(reason)")
    }

    private func amount(_ field: FeedField, _ place: CSVIndex.Place) throws(OrderFault) -> Amount? {
        guard let text = lines.text(field, row, reader) else { return nil }
        if let amount = options.decimal.amount(text) { return amount }
        let hint = options.decimal == .plain ? "; set `decimal` where the file has its own way of writing amounts" : ""
        throw OrderFault(
            reason: "line \(place.line): \(field) is \"\(text.prefix(40))\", which is no amount\(hint)")
    }

    private func instant(
        _ field: FeedField, _ columns: CSVColumns, _ place: CSVIndex.Place
    ) throws(OrderFault) -> Instant? {
        guard let text = columns.text(field, row, reader) else { return nil }
        // What databases write for no date at all.
        if text.allSatisfy({ "0-/.: T".contains($0) }) { return nil }
        for format in options.dates {
            if let instant = options.zone.instant({ format.instant(text, offset: $0) }) {
                return SourceValue.meant(instant)
            }
        }
        let formats = options.dates.map(\.description).joined(separator: ", ")
        throw OrderFault(
            reason:
                "line \(place.line): \(field) is \"\(text.prefix(40))\", which is no time of the format \(formats); set "
                + "`dates`")
    }
}
