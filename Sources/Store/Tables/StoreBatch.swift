public import Documents

/// The changes of one commit, in the form that is written: each takes its bytes and no more, where tens of thousands of
/// values as trees would take many times that.
public struct StoreBatch: Sendable {
    private(set) var changes: [EncodedChange] = []
    private var composer = JSONComposer(.canonical)

    /// No changes.
    public init() {}

    /// Whether there is nothing to commit.
    public var isEmpty: Bool { changes.isEmpty }

    /// How many changes there are.
    public var count: Int { changes.count }

    /// Where the changes go and what they put there, canonical JSON; `nil` where a record is taken away.
    public var records: [(table: Table, key: String, value: [UInt8]?)] {
        changes.map { change in
            let record = change.record
            return (change.table, String(decoding: record.key, as: UTF8.self), change.isPut ? Array(record.value) : nil)
        }
    }

    /// Adds a change.
    ///
    /// - Throws: `unstorable`.
    public mutating func append(_ change: StoreChange) throws(StoreError) {
        changes.append(try EncodedChange(change))
    }

    /// Adds a change that puts the value that `body` writes at a key, in the place of the one that is there.
    ///
    /// - Throws: `unstorable`.
    public mutating func put(
        _ table: Table, _ key: String, _ body: (inout JSONComposer) -> Void
    ) throws(StoreError) {
        composer.removeAll()
        body(&composer)
        changes.append(try EncodedChange(table, key, value: composer.bytes.span))
    }

    /// Adds a change that takes the record at a key away, if there is one.
    ///
    /// - Throws: `unstorable`.
    public mutating func remove(_ table: Table, _ key: String) throws(StoreError) {
        changes.append(try EncodedChange(table, key, value: nil))
    }
}
