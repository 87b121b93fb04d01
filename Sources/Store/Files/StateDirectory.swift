/// The state directory and the names in it.
///
///     lock                    held for as long as a store is open for writing; never renamed or removed
///     snapshot-<generation>.json   the whole of the tables at one moment
///     journal-<generation>.log     the commits since then
///     quarantine/             what a repair put aside
///     reserve                 space that is set free when the disk is full
///     *.tmp                   what was being written when the power failed
struct StateDirectory: Sendable {
    /// Its path, without a slash at the end.
    let path: String
    /// The file system it is in.
    let files: any FileSystem

    /// What is in the directory.
    struct Listing: Sendable, Hashable {
        /// Generations that have a snapshot, in order.
        var snapshots: [Int] = []
        /// Generations that have a journal, in order.
        var journals: [Int] = []
        /// Names of files that were never finished.
        var temporaries: [String] = []
    }

    static let lockName = "lock"
    static let reserveName = "reserve"
    static let quarantineName = "quarantine"
    static let temporarySuffix = ".tmp"

    static func snapshotName(_ generation: Int) -> String { "snapshot-\(generation).json" }
    static func journalName(_ generation: Int) -> String { "journal-\(generation).log" }

    init(path: String, files: any FileSystem) {
        var path = Substring(path)
        while path.count > 1, path.hasSuffix("/") { path = path.dropLast() }
        self.path = String(path)
        self.files = files
    }

    func path(of name: String) -> String { "\(path)/\(name)" }

    /// Lists the store's files.
    func list() throws(FileError) -> Listing {
        var listing = Listing()
        for name in try files.list(path) {
            if let generation = Self.generation(name, "snapshot-", ".json") {
                listing.snapshots.append(generation)
            } else if let generation = Self.generation(name, "journal-", ".log") {
                listing.journals.append(generation)
            } else if name.hasSuffix(Self.temporarySuffix) {
                listing.temporaries.append(name)
            }
        }
        listing.snapshots.sort()
        listing.journals.sort()
        listing.temporaries.sort()
        return listing
    }

    /// Whether a name is one of the store's own, and not a view's.
    static func isOwn(_ name: String) -> Bool {
        [lockName, reserveName, quarantineName].contains(name) || name.hasSuffix(temporarySuffix)
            || name.hasPrefix("snapshot-") || name.hasPrefix("journal-")
    }

    /// The generation of a journal of this name; `nil` for any other name.
    static func generation(ofJournal name: String) -> Int? { generation(name, "journal-", ".log") }

    /// The number between `prefix` and `suffix`, written in the one way it is written here.
    private static func generation(_ name: String, _ prefix: String, _ suffix: String) -> Int? {
        guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
        let digits = name.dropFirst(prefix.count).dropLast(suffix.count)
        guard let number = Int(digits), number > 0, String(number) == digits else { return nil }
        return number
    }
}
