public import Documents

/// What a look at a store's files has found.
public struct StoreReport: Sendable, Hashable {
    /// A snapshot with its journal.
    public struct Generation: Sendable, Hashable {
        /// Its number.
        public var number: Int
        /// Records in the snapshot; `nil` where it cannot be read.
        public var snapshotRecords: Int?
        /// Whole frames in the journal; `nil` where it cannot be read.
        public var frames: Int?
        /// Bytes of an interrupted write at the journal's end, none of them acknowledged; they go at the next start.
        public var tornBytes: Int
        /// What is wrong with its files.
        public var damage: [Damage]
    }

    /// The state directory.
    public var directory: String
    /// The generations, the oldest first. The newest one is in use, the one before is kept for a repair.
    public var generations: [Generation]
    /// Records in the tables; `nil` where the newest generation is damaged.
    public var records: Int?
    /// The sequence of the last commit.
    public var sequence: Int?
    /// What keeps the store from being opened.
    public var damage: [Damage]

    /// Whether the store can be opened.
    public var isSound: Bool { damage.isEmpty }
}

extension StoreReport {
    /// The report for programs.
    public var json: JSONValue {
        [
            "directory": .string(directory),
            "sound": .bool(isSound),
            "records": records.map { JSONValue($0) } ?? .null,
            "sequence": sequence.map { JSONValue($0) } ?? .null,
            "damage": .array(damage.map(\.json)),
            "generations": .array(
                generations.map { generation in
                    [
                        "number": JSONValue(generation.number),
                        "snapshotRecords": generation.snapshotRecords.map { JSONValue($0) } ?? .null,
                        "frames": generation.frames.map { JSONValue($0) } ?? .null,
                        "tornBytes": JSONValue(generation.tornBytes),
                        "damage": .array(generation.damage.map(\.json)),
                    ]
                }),
        ]
    }
}

extension StoreReport: CustomStringConvertible {
    /// The report for people, some lines.
    public var description: String {
        var lines: [String] = []
        for generation in generations {
            let records = generation.snapshotRecords.map { "\($0) records" } ?? "unreadable"
            let frames = generation.frames.map { "\($0) frames" } ?? "unreadable"
            lines.append("generation \(generation.number): snapshot \(records), journal \(frames)")
            if generation.tornBytes > 0 {
                lines.append("  an interrupted write of \(generation.tornBytes) bytes, never acknowledged")
            }
            lines += generation.damage.map { "  damaged: \($0)" }
        }
        lines += damage.filter { found in !generations.contains { $0.damage.contains(found) } }.map { "damaged: \($0)" }
        lines.append(
            isSound
                ? "sound: \(records ?? 0) records in \(directory)"
                : "damaged: posyncd does not start on \(directory); see `posyncd store repair`")
        return lines.joined(separator: "\n")
    }
}

extension Damage {
    /// The damage for programs.
    public var json: JSONValue {
        ["file": .string(file), "offset": JSONValue(offset), "reason": .string(reason)]
    }
}
