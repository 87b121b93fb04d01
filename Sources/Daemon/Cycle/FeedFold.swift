internal import Documents
internal import Procurement
internal import Reconciliation

/// What one complete reading of a feed brought.
struct FeedReading: Sendable {
    /// The feed.
    var name: FeedName
    /// Orders that concern AWS Marketplace, the newest version of each.
    var selected: [OrderKey: PurchaseOrder] = [:]
    /// Every order that was read, selected or not, with its newest revision.
    var seen: [OrderKey: OrderRevision] = [:]
    /// Orders that were only taken back, without a word on what they were about: they concern AWS Marketplace if what is
    /// known of them does.
    var bare: [OrderKey: PurchaseOrder] = [:]
    /// What is remembered of files from now on.
    var files: [FileMark] = []
    /// How many records the feed gave.
    var records = 0
    /// Whether everything was asked for.
    var isFull: Bool
    /// What it means that an order was not seen although everything was asked for.
    var absence: Absence
    /// Where the next reading begins.
    var cursor: JSONValue?
    /// Whether every record could be told from the others.
    var isWhole = true

    /// A reading that has brought nothing yet.
    init(name: FeedName, isFull: Bool, absence: Absence = .gone) {
        self.name = name
        self.isFull = isFull
        self.absence = absence
    }

    /// Takes in a page; of two revisions of an order the newer one counts, be it selected or not.
    mutating func add(_ page: [PurchaseOrder], selector: OrderSelector) {
        records += page.count
        for (order, isSelected) in zip(page, selector.concerns(page)) {
            let revision = OrderRevision(order)
            if let newest = seen[order.key], newest.isNewer(than: revision) { continue }
            seen[order.key] = revision
            bare[order.key] = nil
            if isSelected || order.isBare, let known = selected[order.key] {
                selected[order.key] = order.following(known)
            } else if isSelected {
                selected[order.key] = order
            } else {
                selected[order.key] = nil
                if order.isBare { bare[order.key] = order }
            }
        }
    }
}

/// Which of an order's states this is.
struct OrderRevision: Sendable, Hashable {
    private let version: Int
    private let updatedAt: Instant?

    init(_ order: PurchaseOrder) {
        version = order.version
        updatedAt = order.updatedAt
    }

    /// Whether this is the later one: by the source's numbering where both have a number, else by its clock.
    func isNewer(than other: OrderRevision) -> Bool {
        if version != other.version, version > 0, other.version > 0 { return version > other.version }
        guard let updatedAt, let others = other.updatedAt else { return false }
        return updatedAt > others
    }
}

extension PurchaseOrder {
    /// Whether this is a later state of the same order.
    func isNewer(than other: PurchaseOrder) -> Bool {
        OrderRevision(self).isNewer(than: OrderRevision(other))
    }

    /// Whether this says that the order is taken back, and nothing about what it was.
    fileprivate var isBare: Bool { (state == .cancelled || state == .closed) && lines.isEmpty }

    /// This later state, with what an earlier one tells and this does not.
    fileprivate func following(_ known: PurchaseOrder) -> PurchaseOrder {
        var order = self
        if state == .unreadable {
            // The lines as last read still tell which agreement the order is about; it is held until it can be read.
            order = known
            order.state = .unreadable
            order.fault = fault
        } else if isBare {
            order.lines = known.lines
            order.supplierName = supplierName ?? known.supplierName
            order.supplierNumber = supplierNumber ?? known.supplierNumber
            order.custom.merge(known.custom) { own, _ in own }
        }
        return order
    }
}

/// Takes a reading of a feed into what is known. A reading that broke off never gets here.
struct FeedFold {
    /// What the reading tells beside the orders.
    enum Sign: Sendable, Hashable {
        /// Nothing, where there were orders before: nothing is changed because of it.
        case empty(before: Int)
    }

    /// Changes the orders and the feed's record.
    func apply(_ reading: FeedReading, selection: String, to world: inout World, at now: Instant) -> Sign? {
        var record = world.feeds[reading.name] ?? FeedRecord()
        if reading.isFull, reading.isWhole, reading.records == 0, reading.absence != .usual,
            let before = record.fullRecords, before > 0
        {
            // Everything is asked for again with the next cycle: changes alone cannot tell whether there is anything.
            record.fullReadAt = nil
            world.feeds[reading.name] = record
            return .empty(before: before)
        }
        // A list of everything is the truth of now; documents may be old ones.
        let isTruth = reading.isFull && reading.absence == .gone
        // An order that is not seen may be one of the records that nobody can tell.
        let showsAbsence = isTruth && reading.isWhole
        for (key, revision) in reading.seen {
            guard let known = world.orders[key] else {
                world.orders[key] = reading.selected[key].map { OrderRecord.bounded($0, known: nil) }
                continue
            }
            let isWorse = known.state == .unreadable || known.state == .missing
            if !isTruth, !isWorse, OrderRevision(known).isNewer(than: revision) { continue }
            let order = (reading.selected[key] ?? reading.bare[key])?.following(known)
            // The table is one with what the store knows until something in it changes.
            if order != known { world.orders[key] = order.map { OrderRecord.bounded($0, known: known) } }
        }
        for mark in reading.files { world.files[reading.name, default: [:]][mark.name] = mark.text }
        if reading.isFull {
            record.fullReadAt = now
            if showsAbsence { miss(reading, &record, &world) }
            if reading.isWhole || reading.records > 0 { record.fullRecords = reading.records }
            record.selection = selection
        }
        record.cursor = reading.cursor
        record.readAt = now
        world.feeds[reading.name] = record
        return nil
    }

    /// Takes orders for gone that two readings of everything in a row do not show. One may slip through between two pages
    /// while others leave the list: where one is not shown, everything is read again with the next cycle.
    private func miss(_ reading: FeedReading, _ record: inout FeedRecord, _ world: inout World) {
        let unseen = world.orders.filter { key, order in
            key.feed == reading.name && reading.seen[key] == nil && order.state != .missing
        }.map(\.key)
        for key in unseen where record.missed.contains(key.id) { world.orders[key]?.state = .missing }
        record.missed = FeedRecord.bounded(Set(unseen.map(\.id)).subtracting(record.missed))
        if !record.missed.isEmpty { record.fullReadAt = nil }
    }
}
