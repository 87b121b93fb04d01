internal import Reconciliation

/// What the files of a feed are written in.
protocol FileDialect: Sendable {
    /// Begins a reading.
    ///
    /// - Parameter notes: what earlier readings noted of their files, in the order in which they were read.
    func begin(notes: [String]) -> any FileDecoding
}

/// A reading of files, one after the other.
protocol FileDecoding {
    /// Reads a file and hands its orders over, some at a time.
    mutating func read(
        _ file: FileDocument, _ take: ([PurchaseOrder]) async throws(FeedError) -> Void
    ) async throws(FeedError) -> FileOutcome
}

/// A file with what is in it.
struct FileDocument: Sendable {
    /// Its name, for messages.
    var name: String
    /// What is in it.
    var bytes: [UInt8]
    /// When it was last written.
    var modifiedAt: Instant?
}

/// What reading a file came to.
struct FileOutcome: Sendable {
    /// What could not be read and belongs to no order: with file and line.
    var faults: [String] = []
    /// What later readings have to know of this file.
    var note = ""
    /// Whether the file is for somebody else: it is left alone.
    var isForeign = false
}
