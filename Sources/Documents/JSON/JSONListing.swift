/// The text of an object whose last member is a list of objects, piece by piece: a long list takes no more memory than a
/// piece. All pieces together are laid out as `prettyBytes` does, with a line
/// feed behind.
public struct JSONListing<Element: Sendable>: Sequence, Sendable {
    private let head: JSONValue
    private let name: StaticString
    private let elements: [Element]
    private let write: @Sendable (Element, inout JSONComposer) -> Void

    /// The object `head` with the list `name` after its members.
    ///
    /// - Parameter write: writes the members of the object of an element.
    public init(
        _ head: JSONValue, _ name: StaticString, _ elements: [Element],
        _ write: @escaping @Sendable (Element, inout JSONComposer) -> Void
    ) {
        self.head = head
        self.name = name
        self.elements = elements
        self.write = write
    }

    /// The pieces one after another.
    public struct Iterator: IteratorProtocol {
        /// Bytes at which a piece is handed over.
        private static var pieceBytes: Int { 128 << 10 }

        private let listing: JSONListing
        private var place = -1

        fileprivate init(_ listing: JSONListing) { self.listing = listing }

        public mutating func next() -> [UInt8]? {
            let count = listing.elements.count
            guard place <= count else { return nil }
            var bytes: [UInt8] = []
            if place < 0 {
                bytes = listing.opening
                place = 0
            }
            bytes.reserveCapacity(Self.pieceBytes + 4096)
            var composer = JSONComposer(.pretty, depth: 2)
            while place < count, bytes.count < Self.pieceBytes {
                bytes.append(contentsOf: (place == 0 ? "\n    " : ",\n    ").utf8)
                composer.removeAll()
                composer.object { listing.write(listing.elements[place], &$0) }
                bytes.append(contentsOf: composer.bytes)
                place += 1
            }
            if place == count {
                bytes.append(contentsOf: (count == 0 ? "]\n}\n" : "\n  ]\n}\n").utf8)
                place += 1
            }
            return bytes
        }
    }

    public func makeIterator() -> Iterator { Iterator(self) }

    /// The whole text.
    public var bytes: [UInt8] { Array(joined()) }

    /// Everything before the first element.
    private var opening: [UInt8] {
        var composer = JSONComposer(.pretty)
        composer.object { json in
            for member in head.object?.members ?? [] { json.value(named: member.key, member.value) }
            json.emptyArray(name)
        }
        // The end of the array, a line break and the end of the object.
        return composer.bytes.dropLast(3)
    }
}
