internal import Reconciliation

/// Which findings fire, since when, and who was told: each fires once, is reminded, resolves once, across restarts.
///
/// A pure state machine; the store keeps its records.
struct AlertBoard: Sendable {
    /// Resolved findings kept for `findings --all`; the oldest go first.
    static let resolvedLimit = 500

    /// Everything known, by finding id.
    private(set) var records: [String: FindingRecord]

    /// What people are to be told.
    enum Event: Sendable, Hashable {
        case firing(FindingRecord)
        case reminded(FindingRecord)
        case resolved(FindingRecord)

        var record: FindingRecord {
            switch self {
            case .firing(let record), .reminded(let record), .resolved(let record): record
            }
        }
    }

    /// - Parameter records: what the store keeps, by finding id.
    init(_ records: [String: FindingRecord] = [:]) {
        self.records = records
    }

    /// Those that fire, the worst first.
    var firing: [FindingRecord] {
        Self.sorted(records.values.filter { $0.resolvedAt == nil })
    }

    /// Those that no longer fire, the latest first.
    var resolved: [FindingRecord] {
        records.values.filter { $0.resolvedAt != nil }.sorted {
            ($1.resolvedAt ?? $1.since, $0.finding.id) < ($0.resolvedAt ?? $0.since, $1.finding.id)
        }
    }

    /// Takes in what was found.
    ///
    /// - Parameters:
    ///   - found: every finding of a plan.
    ///   - endings: what is to be said last of findings that do not fire any more, where that is not what they said.
    ///   - now: the time of the plan.
    ///   - remind: how long a firing finding may stand before it is said again.
    /// - Returns: what people are to be told, in a stable order.
    mutating func update(
        _ found: [Finding], endings: [Finding] = [], at now: Instant, remind: Duration
    ) -> [Event] {
        var events: [Event] = []
        var seen: Set<String> = []
        for finding in found {
            let id = finding.id
            seen.insert(id)
            if var record = records[id], record.resolvedAt == nil {
                // Moments that lie ahead are of a clock that was set back since; reminders do not wait for it.
                let isAhead = record.toldAt > now || record.lastSeen > now
                record.toldAt = min(record.toldAt, now)
                record.since = min(record.since, now)
                let isDue = now - record.toldAt >= remind
                // The time of last sight is the plan's; a record that says nothing new keeps it coarse on purpose, so
                // that a cycle without changes writes nothing.
                let isSeen = isAhead || now - record.lastSeen >= Self.sightSpan
                guard isDue || isSeen || record.finding != finding else { continue }
                record.finding = finding
                record.lastSeen = now
                if isDue {
                    record.toldAt = now
                    events.append(.reminded(record))
                }
                records[id] = record
            } else {
                let record = FindingRecord(finding, since: now)
                records[id] = record
                events.append(.firing(record))
            }
        }
        let gone = Self.sorted(records.values.filter { $0.resolvedAt == nil && !seen.contains($0.finding.id) })
        let endings = gone.isEmpty ? [:] : Dictionary(endings.map { ($0.id, $0) }) { first, _ in first }
        for record in gone {
            var record = record
            record.resolvedAt = now
            if let last = endings[record.finding.id] {
                // The severity is the one that it fired with, as what counts them by it has to see it go.
                record.finding = Finding(
                    last.scenario, record.finding.severity, last.subject, detail: last.detail, remedy: last.remedy,
                    owner: last.owner)
            }
            records[record.finding.id] = record
            events.append(.resolved(record))
        }
        if records.values.count(where: { $0.resolvedAt != nil }) > Self.resolvedLimit {
            for record in resolved.dropFirst(Self.resolvedLimit) { records[record.finding.id] = nil }
        }
        return events
    }

    /// How coarse `lastSeen` is while nothing changes.
    private static let sightSpan = Duration.seconds(3600)

    private static func sorted(_ records: some Sequence<FindingRecord>) -> [FindingRecord] {
        records.sorted(byKey: Place.init)
    }

    /// Where a finding stands among the others.
    struct Place: Comparable {
        let severity: Int
        let scenario: String
        let id: String

        init(_ record: FindingRecord) {
            severity = Self.rank(record.finding.severity)
            scenario = record.finding.scenario.rawValue
            id = record.finding.id
        }

        static func rank(_ severity: Finding.Severity) -> Int {
            switch severity {
            case .error: 0
            case .warning: 1
            case .notice: 2
            }
        }

        static func < (left: Place, right: Place) -> Bool {
            (left.severity, left.scenario, left.id) < (right.severity, right.scenario, right.id)
        }
    }
}
