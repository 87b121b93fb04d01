internal import Documents
internal import Reconciliation

/// Where digests of findings go.
enum AlertTarget: String, Sendable, Hashable, CaseIterable {
    /// `alerts.command`.
    case command
    /// `alerts.webhook`.
    case webhook
}

/// What has still to be told, and to whom. It is committed with the findings themselves and emptied after the delivery:
/// a digest that could not be delivered, or a crash before it was, loses nothing.
struct AlertOutbox: Sendable, Hashable {
    /// One notice on its way.
    struct Notice: Sendable, Hashable {
        /// The finding's id.
        let finding: String
        /// Whether it is over; otherwise it is new.
        let isResolved: Bool
        /// Who has not been told yet.
        var targets: [AlertTarget]
    }

    /// Notices that wait; beyond it the oldest are dropped: a target that is away for long is told what stands by
    /// `posyncd findings`.
    static let limit = 1000

    private(set) var notices: [Notice] = []

    /// Nothing waits.
    init() {}

    /// Takes in what newly fires or resolves. A finding that is over before anybody was told of it is told to nobody.
    mutating func add(_ events: [AlertBoard.Event], for targets: [AlertTarget]) {
        guard !targets.isEmpty else {
            notices = []
            return
        }
        for event in events {
            switch event {
            case .firing(let record):
                notices.append(.init(finding: record.finding.id, isResolved: false, targets: targets))
            case .resolved(let record): resolve(record.finding.id, targets)
            case .reminded: break
            }
        }
        notices = notices.suffix(Self.limit)
    }

    private mutating func resolve(_ id: String, _ targets: [AlertTarget]) {
        var untold: Set<AlertTarget> = []
        for place in notices.indices where notices[place].finding == id && !notices[place].isResolved {
            untold.formUnion(notices[place].targets)
            notices[place].targets = []
        }
        notices.removeAll { $0.targets.isEmpty }
        let told = targets.filter { !untold.contains($0) }
        if !told.isEmpty { notices.append(.init(finding: id, isResolved: true, targets: told)) }
    }

    /// Forgets targets that there are no more.
    mutating func keep(only targets: [AlertTarget]) {
        for place in notices.indices { notices[place].targets.removeAll { !targets.contains($0) } }
        notices.removeAll { $0.targets.isEmpty }
    }

    /// What a target has to be told.
    func waiting(for target: AlertTarget) -> [Notice] { notices.filter { $0.targets.contains(target) } }

    /// The target has been told.
    mutating func delivered(_ told: [Notice], to target: AlertTarget) {
        for notice in told {
            guard
                let place = notices.firstIndex(where: {
                    $0.finding == notice.finding && $0.isResolved == notice.isResolved
                })
            else { continue }
            notices[place].targets.removeAll { $0 == target }
        }
        notices.removeAll { $0.targets.isEmpty }
    }

    // MARK: - Store

    /// Where the store keeps it, in the table `meta`.
    static let key = "alerts"

    init(_ value: JSONValue) throws(RecordError) {
        for entry in value.array ?? [] {
            let fields = try RecordFields(entry, "a notice")
            notices.append(
                Notice(
                    finding: try fields.needed("finding"), isResolved: fields.flag("resolved"),
                    targets: fields.array("targets").compactMap { $0.string.flatMap(AlertTarget.init(rawValue:)) }))
        }
    }

    func encode() -> JSONValue {
        .array(
            notices.map {
                .record([
                    ("finding", .string($0.finding)), ("resolved", .bool($0.isResolved)),
                    ("targets", .array($0.targets.map { .string($0.rawValue) })),
                ])
            })
    }
}
