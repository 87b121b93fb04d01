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

    init(_ world: SandboxWorld) {
        self.world = world
    }

    mutating func nextSerial() -> Int {
        serial += 1
        return serial
    }
}
