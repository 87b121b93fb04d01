public import Documents

/// The tables as they were at one commit: a value that stays as it is while the store goes on.
public struct StoreView: Sendable {
    private var tables: [OrderedTable]

    /// No records.
    init() {
        tables = Array(repeating: OrderedTable(), count: Table.allCases.count)
    }

    /// The value at `key`; `nil` where there is none.
    public func get(_ table: Table, _ key: String) -> JSONValue? {
        record(table, key).flatMap { Self.decode($0.value) }
    }

    /// The value at `key` as canonical JSON; `nil` where there is none.
    public func bytes(_ table: Table, _ key: String) -> [UInt8]? {
        record(table, key).map { Array($0.value) }
    }

    private func record(_ table: Table, _ key: String) -> Record? {
        tables[table.place].record(at: key.utf8.span)
    }

    /// How many records a table has.
    public func count(_ table: Table) -> Int {
        tables[table.place].count
    }

    /// How many records there are in all.
    public var count: Int {
        tables.reduce(0) { $0 + $1.count }
    }

    /// Hands every record of a table to `body`, in bytewise order of the keys; with a `prefix`, those whose key begins
    /// with it.
    public func forEach<Failure>(
        _ table: Table, prefix: String = "", _ body: (String, JSONValue) throws(Failure) -> Void
    ) throws(Failure) {
        try tables[table.place].forEach(from: Array(prefix.utf8)) { (record) throws(Failure) in
            if let value = Self.decode(record.value) { try body(String(decoding: record.key, as: UTF8.self), value) }
            return true
        }
    }

    /// As `forEach`, with the values as canonical JSON.
    public func forEachBytes<Failure>(
        _ table: Table, prefix: String = "", _ body: (String, [UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        try tables[table.place].forEach(from: Array(prefix.utf8)) { (record) throws(Failure) in
            try body(String(decoding: record.key, as: UTF8.self), Array(record.value))
            return true
        }
    }

    /// Whatever was stored was read back before (`StoreChange.encoded`), and its checksum is right: `nil` cannot be.
    private static func decode(_ bytes: ArraySlice<UInt8>) -> JSONValue? {
        try? JSONReader.read(bytes)
    }
}

extension StoreView {
    /// The records of one table.
    subscript(_ table: Table) -> OrderedTable {
        _read { yield tables[table.place] }
        _modify { yield &tables[table.place] }
    }
}
