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
        bytes(table, key).flatMap(Self.decode)
    }

    /// The value at `key` as canonical JSON; `nil` where there is none.
    public func bytes(_ table: Table, _ key: String) -> [UInt8]? {
        let key = Array(key.utf8)
        return tables[table.place].record(at: key.span).map { Array($0.value) }
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
        try forEachBytes(table, prefix: prefix) { (key, bytes) throws(Failure) in
            if let value = Self.decode(bytes) { try body(key, value) }
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
    private static func decode(_ bytes: [UInt8]) -> JSONValue? {
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
