/// Records in bytewise order of their keys, in leaves of bounded size.
///
/// A copy shares its leaves with the original until one of them changes, so that a reader keeps a consistent view at
/// the price of a few copied leaves, and a commit that fails leaves no trace.
struct OrderedTable: Sendable {
    /// Records in a leaf: a copied leaf is a kilobyte, a full table of 100,000 has some thousand leaves.
    private static let leafCapacity = 128

    /// None is empty.
    private var leaves: [[Record]] = []
    /// How many records there are.
    private(set) var count = 0

    /// The record at `key`.
    func record(at key: Span<UInt8>) -> Record? {
        guard let place = place(of: key), place.found else { return nil }
        return leaves[place.leaf][place.index]
    }

    /// Puts a record in the place of the one with its key, or between its neighbours; says whether that changed anything.
    mutating func put(_ record: Record) -> Bool {
        guard let place = place(of: record.key.span) else {
            leaves.append([record])
            count = 1
            return true
        }
        if place.found {
            if leaves[place.leaf][place.index] == record { return false }
            leaves[place.leaf][place.index] = record
        } else {
            insert(record, at: place)
        }
        return true
    }

    private mutating func insert(_ record: Record, at place: (leaf: Int, index: Int, found: Bool)) {
        count += 1
        guard leaves[place.leaf].count >= Self.leafCapacity else {
            leaves[place.leaf].insert(record, at: place.index)
            return
        }
        if place.leaf == leaves.count - 1, place.index == Self.leafCapacity {
            // Keys that come in order fill their leaves.
            leaves.append([record])
            return
        }
        let half = Self.leafCapacity / 2
        leaves.insert(Array(leaves[place.leaf][half...]), at: place.leaf + 1)
        leaves[place.leaf].removeSubrange(half...)
        if place.index <= half {
            leaves[place.leaf].insert(record, at: place.index)
        } else {
            leaves[place.leaf + 1].insert(record, at: place.index - half)
        }
    }

    /// Takes the record at `key` away; says whether there was one.
    mutating func remove(_ key: Span<UInt8>) -> Bool {
        guard let place = place(of: key), place.found else { return false }
        leaves[place.leaf].remove(at: place.index)
        if leaves[place.leaf].isEmpty { leaves.remove(at: place.leaf) }
        count -= 1
        return true
    }

    /// Hands every record whose key begins with `prefix` to `body`, in order, until it says `false`.
    func forEach<Failure>(from prefix: [UInt8] = [], _ body: (Record) throws(Failure) -> Bool) throws(Failure) {
        guard let start = place(of: prefix.span) else { return }
        var index = start.index
        for leaf in leaves[start.leaf...] {
            for record in leaf[index...] {
                guard record.key.starts(with: prefix), try body(record) else { return }
            }
            index = 0
        }
    }

    /// Where `key` is, or belongs; `nil` in an empty table. `index` is at most the leaf's count.
    private func place(of key: Span<UInt8>) -> (leaf: Int, index: Int, found: Bool)? {
        guard !leaves.isEmpty else { return nil }
        // The last leaf whose first key is not after `key`.
        var (low, high) = (0, leaves.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if leaves[middle][0].compare(to: key) <= 0 { low = middle } else { high = middle }
        }
        let leaf = low
        (low, high) = (0, leaves[leaf].count)
        while low < high {
            let middle = (low + high) / 2
            let order = leaves[leaf][middle].compare(to: key)
            if order == 0 { return (leaf, middle, true) }
            if order < 0 { low = middle + 1 } else { high = middle }
        }
        return (leaf, low, false)
    }
}
