/// What the daemon knows about itself at the end of a cycle, as numbers: the input of ``MetricsFile``.
///
/// Every label value comes from a closed set of ours (states, scenarios, operations) or from the configuration (feeds);
/// never an order, an agreement, a charge or an account, of which there is no end.
public struct MetricsSnapshot: Sendable, Hashable {
    /// The version of the program.
    public var version: String
    /// The version of libcurl it runs with.
    public var libcurl: String
    /// When the process started, in milliseconds since 1970-01-01T00:00:00Z.
    public var started: Int64
    /// The configured time between two cycles, for rules such as "no success in three intervals".
    public var interval: Duration
    /// When the last cycle began, in milliseconds since 1970-01-01T00:00:00Z.
    public var lastAttempt: Int64?
    /// When the last complete cycle ended, likewise.
    public var lastSuccess: Int64?
    /// How long the last cycle took.
    public var lastDuration: Duration?
    /// Cycles since the process started, by outcome: `finished`, `incomplete`.
    public var cycles: [String: Int] = [:]
    /// Entries of the retry queue by state: `pending`, `in-flight`, `dead`.
    public var queue: [String: Int] = [:]
    /// When the oldest entry that is neither done nor dead was enqueued.
    public var oldestPending: Int64?
    /// Findings that stand; 0 for a kind of which none does.
    public var findings: [FindingCount] = []
    /// Requests since the process started, by operation (`UpdatePurchaseOrders`, …; feeds by their kind).
    public var calls: [String: Int] = [:]
    /// Those of them that were throttled.
    public var throttles: [String: Int] = [:]
    /// Assignments by state: `planned`, `queued`, `applied`, `verified`, `invoiced`, `dead`, `blanket`.
    public var assignments: [String: Int] = [:]
    /// When each feed was last read to its end, by its name in the configuration.
    public var feeds: [String: Int64] = [:]

    /// How many findings of one kind stand.
    public struct FindingCount: Sendable, Hashable {
        /// `error`, `warning` or `notice`.
        public var severity: String
        /// The scenario's stable name.
        public var scenario: String
        /// How many.
        public var count: Int

        /// So many findings of this severity and scenario.
        public init(severity: String, scenario: String, count: Int) {
            self.severity = severity
            self.scenario = scenario
            self.count = count
        }
    }

    /// A snapshot in which no cycle has run yet.
    public init(version: String, libcurl: String, started: Int64, interval: Duration) {
        self.version = version
        self.libcurl = libcurl
        self.started = started
        self.interval = interval
    }
}
