public import Documents

/// One change of the store.
public enum StoreChange: Sendable, Hashable {
    /// Puts a value at a key, in the place of the one that is there.
    case put(Table, String, JSONValue)
    /// The same for a value that is encoded already, canonically: many values as trees take many times their bytes.
    case putBytes(Table, String, [UInt8])
    /// Takes the record at a key away, if there is one.
    case remove(Table, String)
}

/// A change in the form that is written: keys and values as bytes.
struct EncodedChange: Sendable, Hashable {
    var table: Table
    var record: Record
    /// Otherwise a removal, and the record's value is empty.
    var isPut: Bool

    /// Checks a change and brings it into the form that is written.
    ///
    /// The value is read back: what the reader would refuse (too deep, say) must not get in.
    init(_ change: StoreChange) throws(StoreError) {
        switch change {
        case .put(let table, let key, let value):
            try self.init(.putBytes(table, key, value.canonicalBytes()))
        case .putBytes(let table, let key, let bytes):
            do {
                _ = try JSONReader.read(bytes)
            } catch {
                throw .unstorable(table: table, key: key, reason: "its value cannot be read back: \(error)")
            }
            try self.init(table, key, value: bytes.span)
        case .remove(let table, let key):
            try self.init(table, key, value: nil)
        }
    }

    /// A change whose value is canonical JSON already; `nil` removes.
    init(_ table: Table, _ key: String, value: Span<UInt8>?) throws(StoreError) {
        let bytes = key.utf8.span
        guard bytes.count > 0, bytes.count <= StoreLimits.keyBytes else {
            throw .unstorable(
                table: table, key: String(key.prefix(80)),
                reason: "a key has 1 to \(StoreLimits.keyBytes) bytes, this one \(bytes.count)")
        }
        guard let value else {
            self.init(table: table, record: Record(key: bytes), isPut: false)
            return
        }
        guard value.count <= StoreLimits.recordBytes else {
            throw .unstorable(
                table: table, key: key,
                reason: "it has \(value.count) bytes, more than \(StoreLimits.recordBytes)")
        }
        self.init(table: table, record: Record(key: bytes, value: value), isPut: true)
    }

    init(table: Table, record: Record, isPut: Bool) {
        self.table = table
        self.record = record
        self.isPut = isPut
    }
}

extension StoreView {
    /// Makes a change and says whether it changed anything.
    mutating func apply(_ change: EncodedChange) -> Bool {
        guard change.isPut else { return self[change.table].remove(change.record.key.span) }
        return self[change.table].put(change.record)
    }
}
