internal import Documents
internal import Reconciliation
internal import Store

extension World {
    /// Adds what has to be changed in the store for it to know what this world knows.
    func addChanges(since old: World, to batch: inout StoreBatch) throws(StoreError) {
        try compare(orders, old.orders, .orders, OrderRecord.key, &batch) { order, json in
            json.object { OrderRecord.write(order, to: &$0) }
        }
        try compare(accounts, old.accounts, .accounts, \.text, &batch) { $0.encode() }
        for account in Set(agreements.keys).union(old.agreements.keys)
        where agreements[account] != old.agreements[account] {
            try compare(
                Self.keyed(agreements[account]), Self.keyed(old.agreements[account]), .agreements, { $0 }, &batch
            ) { agreement, json in
                json.object { AgreementRecord.write(agreement, to: &$0) }
            }
        }
        try compareAssignments(old.assignments, &batch)
        try compare(written, old.written, .written, AssignmentRecord.key, &batch, WrittenRecord.write)
        try compare(invoices, old.invoices, .invoices, \.text, &batch) { InvoiceRecord.encode($0) }
        try compare(feeds, old.feeds, .feeds, \.text, &batch) { $0.encode() }
        for feed in Set(files.keys).union(old.files.keys) {
            let (now, before) = (files[feed] ?? [:], old.files[feed] ?? [:])
            for (name, text) in now where before[name] != text {
                try batch.append(.put(.files, FileRecord.key(feed, name), FileRecord.encode(feed, name, text)))
            }
            for name in before.keys where now[name] == nil { try batch.remove(.files, FileRecord.key(feed, name)) }
        }
        try compare(findings, old.findings, .findings, { $0 }, &batch) { finding, json in json.object(finding.write) }
        if alerts != old.alerts {
            try batch.append(
                alerts.notices.isEmpty
                    ? .remove(.meta, AlertOutbox.key) : .put(.meta, AlertOutbox.key, alerts.encode()))
        }
        if status != old.status { try batch.append(.put(.meta, "status", status.encode())) }
    }

    /// Goes through both lists side by side: they stand in the same order.
    private func compareAssignments(_ before: [Assignment], _ batch: inout StoreBatch) throws(StoreError) {
        guard assignments != before else { return }
        var place = 0
        for assignment in assignments {
            while place < before.count, before[place].key < assignment.key {
                try batch.remove(.assignments, AssignmentRecord.key(before[place].key))
                place += 1
            }
            let isKnown = place < before.count && before[place].key == assignment.key
            if !isKnown || before[place] != assignment {
                try batch.put(.assignments, AssignmentRecord.key(assignment.key)) { json in
                    json.object { AssignmentRecord.write(assignment, to: &$0) }
                }
            }
            if isKnown { place += 1 }
        }
        for gone in before[place...] { try batch.remove(.assignments, AssignmentRecord.key(gone.key)) }
    }

    private static func keyed(_ agreements: [Agreement]?) -> [String: Agreement] {
        Dictionary((agreements ?? []).map { (AgreementRecord.key($0), $0) }) { first, _ in first }
    }

    private func compare<Key: Hashable, Value: Equatable>(
        _ now: [Key: Value], _ before: [Key: Value], _ table: Table, _ name: (Key) -> String,
        _ batch: inout StoreBatch, _ write: (Value, inout JSONComposer) -> Void
    ) throws(StoreError) {
        // Most tables are the same piece of memory in both worlds, which is seen at once.
        guard now != before else { return }
        for (key, value) in now where before[key] != value {
            try batch.put(table, name(key)) { write(value, &$0) }
        }
        for key in before.keys where now[key] == nil { try batch.remove(table, name(key)) }
    }

    /// The same for tables of few records.
    private func compare<Key: Hashable, Value: Equatable>(
        _ now: [Key: Value], _ before: [Key: Value], _ table: Table, _ name: (Key) -> String,
        _ batch: inout StoreBatch, _ encode: (Value) -> JSONValue
    ) throws(StoreError) {
        for (key, value) in now where before[key] != value {
            try batch.append(.put(table, name(key), encode(value)))
        }
        for key in before.keys where now[key] == nil { try batch.remove(table, name(key)) }
    }
}
