internal import FoundationEssentials

/// Everything in the sandbox that changes; requests are handled one after the other.
struct SandboxState: Sendable {
    var world: SandboxWorld
    var calls: [SandboxCall] = []
    var faults = FaultList()
    /// Credentials that `AssumeRole` has given, by access key.
    var sessions: [String: AWSWorld.AccessKey] = [:]
    /// Tokens that the procurement system has given, with their end.
    var tokens: [String: Date] = [:]
    var quotas = QuotaLedger()
    /// Counts up, for ids that must differ.
    var serial = 0
    /// What is to happen between calls.
    var events: [Event] = []

    /// A change that comes once so many calls of an operation were answered.
    struct Event: Sendable {
        var system: SandboxCall.System
        var operation: String
        var calls: Int
        var change: @Sendable (inout SandboxWorld) -> Void
    }

    init(_ world: SandboxWorld) {
        self.world = world
    }

    mutating func nextSerial() -> Int {
        serial += 1
        return serial
    }

    /// Answers a request, and lets happen what was to come after it.
    mutating func answer(_ request: (inout SandboxState) -> Reply) -> Reply {
        defer { happen() }
        return request(&self)
    }

    private mutating func happen() {
        guard let call = calls.last else { return }
        for place in events.indices
        where events[place].system == call.system && events[place].operation == call.operation {
            events[place].calls -= 1
            if events[place].calls == 0 { events[place].change(&world) }
        }
        events.removeAll { $0.calls == 0 }
    }
}
