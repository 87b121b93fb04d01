/// Values by charge: found by key, and listed in the order of accounts and charges.
///
/// Most scenarios want that order; it is made once for all of them.
struct ByCharge<Value>: Sequence {
    /// The keys in their order, each once.
    private(set) var keys: [ChargeKey]
    /// The values in the order of their keys.
    private(set) var values: [Value]
    private let places: [ChargeKey: Int]

    /// No values.
    init() {
        keys = []
        values = []
        places = [:]
    }

    /// These values; of two with one key the later one counts.
    init(_ keys: [ChargeKey], _ values: [Value]) {
        self.keys = keys
        self.values = values
        let isSorted = keys.indices.dropFirst().allSatisfy { keys[$0 - 1] < keys[$0] }
        if !isSorted {
            // Sorting is stable: of equal keys the last one stands last.
            let order = keys.indices.sorted { keys[$0] < keys[$1] }
            let last = order.indices.filter { $0 + 1 == order.count || keys[order[$0]] != keys[order[$0 + 1]] }
            self.keys = last.map { keys[order[$0]] }
            self.values = last.map { values[order[$0]] }
        }
        var places: [ChargeKey: Int] = [:]
        places.reserveCapacity(self.keys.count)
        for (place, key) in self.keys.enumerated() { places[key] = place }
        self.places = places
    }

    /// How many values there are.
    var count: Int { values.count }

    var underestimatedCount: Int { values.count }

    /// The value at a charge; `nil` where there is none.
    subscript(key: ChargeKey) -> Value? { places[key].map { values[$0] } }

    /// Changes the value at a charge, where there is one.
    mutating func update(_ key: ChargeKey, _ change: (inout Value) -> Void) {
        if let place = places[key] { change(&values[place]) }
    }

    /// Changes every value.
    mutating func updateAll(_ change: (inout Value) -> Void) {
        for place in values.indices { change(&values[place]) }
    }

    /// Keys with their values.
    struct Iterator: IteratorProtocol {
        private let pairs: ByCharge
        private var place = 0

        fileprivate init(_ pairs: ByCharge) { self.pairs = pairs }

        mutating func next() -> (key: ChargeKey, value: Value)? {
            guard place < pairs.count else { return nil }
            defer { place += 1 }
            return (pairs.keys[place], pairs.values[place])
        }
    }

    func makeIterator() -> Iterator { Iterator(self) }
}

extension Sequence {
    /// The elements in the order of their keys; equal keys keep their order.
    ///
    /// Each key is made once, and large elements are moved once, which sorting by a comparison does over and over.
    @inlinable
    public func sorted<Key: Comparable>(byKey key: (Element) -> Key) -> [Element] {
        let elements = Array(self)
        let keys = elements.map(key)
        guard keys.indices.dropFirst().contains(where: { keys[$0] < keys[$0 - 1] }) else { return elements }
        return keys.indices.sorted { keys[$0] < keys[$1] }.map { elements[$0] }
    }
}
