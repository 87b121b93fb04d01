public import Documents

/// What a repair did, and what is lost.
public struct RepairReport: Sendable, Hashable {
    /// Records in the tables afterwards.
    public var records = 0
    /// Files that were put aside, by their path in the state directory. Nothing was deleted.
    public var quarantined: [String] = []
    /// What was found and done, in sentences.
    public var notes: [String] = []
    /// Commits that are not in the tables any more, as far as they can be counted.
    public var lostCommits = 0
    /// Some of the records that these commits changed, as `table key`: those that could be read.
    public var lostRecords: [String] = []

    /// Whether there was nothing to repair.
    public var wasSound: Bool { notes.isEmpty }

    /// How many of the lost records are listed.
    static let listedRecords = 100

    /// The report for programs.
    public var json: JSONValue {
        [
            "records": JSONValue(records), "quarantined": .array(quarantined.map { .string($0) }),
            "notes": .array(notes.map { .string($0) }), "lostCommits": JSONValue(lostCommits),
            "lostRecords": .array(lostRecords.map { .string($0) }),
        ]
    }
}

extension RepairReport: CustomStringConvertible {
    /// The report for people, some lines.
    public var description: String {
        guard !wasSound else { return "the store is sound: \(records) records, nothing was changed" }
        var lines = notes
        lines += quarantined.map { "put aside: \($0)" }
        if lostCommits > 0 {
            lines.append(
                "lost: \(lostCommits) commits; feeds and charges are read again with the next cycle. They changed:")
            lines += lostRecords.map { "  \($0)" }
        }
        lines.append("\(records) records are kept")
        return lines.joined(separator: "\n")
    }
}
