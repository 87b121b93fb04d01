internal import Reconciliation
internal import Transport

/// Which files were read, by name and by content: what is given again, under whatever name, is known again.
struct FileLedger: Sendable {
    /// What is remembered of a file.
    struct Entry: Sendable, Hashable {
        /// What became of it.
        var state: State
        /// The SHA-256 of its content.
        var digest: String
        /// Its bytes.
        var size: Int
        /// When it was last written, in the words of its place.
        var stamp: String
        /// The how manyeth file of the feed it was: later ones supersede earlier ones.
        var sequence: Int
        /// What the dialect noted, or what is wrong with it.
        var detail: String

        enum State: String, Sendable, Hashable {
            /// It was read.
            case read
            /// Something in it could not be read; it stays where it is, and is read again when it has changed.
            case faulty
            /// It is for somebody else.
            case foreign
        }
    }

    /// Files that are remembered after they are gone; older ones would be read again, and their orders found old.
    static let limit = 50_000

    private(set) var entries: [String: Entry] = [:]
    private var digests: [String: Int] = [:]
    private(set) var last = 0

    init(_ files: [String: String]) {
        entries.reserveCapacity(files.count)
        for (name, text) in files {
            guard let entry = Entry(text) else { continue }
            entries[name] = entry
            last = max(last, entry.sequence)
            if entry.state == .read { digests[entry.digest] = min(entry.sequence, digests[entry.digest] ?? .max) }
        }
    }

    /// What was noted of files, in the order in which they were read.
    var notes: [String] {
        entries.values.filter { $0.state == .read && !$0.detail.isEmpty }.sorted { $0.sequence < $1.sequence }
            .map(\.detail)
    }

    /// What is remembered of a file that has not changed since.
    func unchanged(_ file: FolderFile) -> Entry? {
        guard let entry = entries[file.name], entry.size == file.size, entry.stamp == file.stamp else { return nil }
        return entry
    }

    /// The place among all files at which this content was first read.
    func sequence(of digest: String) -> Int? { digests[digest] }

    /// Remembers a file.
    mutating func note(_ file: FolderFile, _ state: Entry.State, digest: String, detail: String) -> FileMark {
        let known = state == .read ? digests[digest] : nil
        if known == nil { last += 1 }
        let entry = Entry(
            state: state, digest: digest, size: file.size, stamp: file.stamp, sequence: known ?? last, detail: detail)
        entries[file.name] = entry
        if state == .read { digests[digest] = entry.sequence }
        return FileMark(file.name, entry.text)
    }

    /// Forgets the oldest of the files that are gone, where there are too many.
    mutating func prune(present: Set<String>) -> [FileMark] {
        let gone = entries.filter { !present.contains($0.key) }
        guard gone.count > Self.limit else { return [] }
        let oldest = gone.sorted { $0.value.sequence < $1.value.sequence }.prefix(gone.count - Self.limit)
        for (name, _) in oldest { entries[name] = nil }
        return oldest.map { FileMark($0.key, nil) }
    }
}

extension FileLedger.Entry {
    /// Reads an entry as `text` writes it.
    init?(_ text: String) {
        let fields = text.split(separator: "\t", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 6, let state = State(rawValue: fields[0]), let size = Int(fields[2]),
            let sequence = Int(fields[4])
        else { return nil }
        self.init(
            state: state, digest: fields[1], size: size, stamp: fields[3], sequence: sequence, detail: fields[5])
    }

    /// The entry as one text.
    var text: String { "\(state.rawValue)\t\(digest)\t\(size)\t\(stamp)\t\(sequence)\t\(detail)" }
}
