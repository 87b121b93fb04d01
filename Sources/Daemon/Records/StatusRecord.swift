internal import Documents
internal import Reconciliation

/// What the store knows about its own cycles.
struct StatusRecord: Sendable, Hashable {
    /// The number of the last cycle that began.
    var cycle = 0
    /// When it began.
    var lastAttempt: Instant?
    /// When a cycle last read everything and left nothing to be written.
    var lastSuccess: Instant?
    /// Whether the last cycle was complete.
    var isComplete = false
    /// When everything was last read in full.
    var lastFull: Instant?
    /// How long the last cycle took, in milliseconds.
    var milliseconds = 0
    /// What the last cycle came to, as `sync --format json` prints it.
    var outcome: JSONValue?
    /// What was last seen of the billing integration.
    var integration = BillingIntegration.unknown("it was not looked at yet")

    init() {}

    init(_ value: JSONValue) throws(RecordError) {
        let fields = try RecordFields(value, "the status")
        cycle = fields.integer("cycle") ?? 0
        lastAttempt = fields.instant("lastAttempt")
        lastSuccess = fields.instant("lastSuccess")
        isComplete = fields.flag("complete")
        lastFull = fields.instant("lastFull")
        milliseconds = fields.integer("milliseconds") ?? 0
        outcome = fields.object("outcome")
        let reason = fields.text("integrationReason") ?? ""
        switch fields.text("integration") {
        case "present": integration = .present
        case "missing": integration = .missing(reason)
        default: integration = .unknown(reason)
        }
    }

    func encode() -> JSONValue {
        let (word, reason): (String, String?) =
            switch integration {
            case .present: ("present", nil)
            case .missing(let reason): ("missing", reason)
            case .unknown(let reason): ("unknown", reason)
            }
        return .record([
            ("integration", .string(word)), ("integrationReason", .text(reason)),
            ("cycle", .integer(cycle)), ("lastAttempt", .text(lastAttempt)), ("lastSuccess", .text(lastSuccess)),
            ("complete", .bool(isComplete)), ("lastFull", .text(lastFull)), ("milliseconds", .integer(milliseconds)),
            ("outcome", outcome),
        ])
    }
}
