public import FoundationEssentials

/// Everything that the sandbox knows: what AWS holds, what the procurement system holds, and what time it is there.
///
/// A plain value: a test or the demo makes one, starts a `Sandbox` with it, changes it while the sandbox runs, and reads
/// back what came of it.
public struct SandboxWorld: Sendable {
    /// AWS: accounts, roles, agreements with their charges, invoices.
    public var aws: AWSWorld
    /// The procurement system: purchase orders and who may read them.
    public var procurement: ProcurementWorld
    /// The time in the sandbox where it does not go by of itself: for a world in which days pass at once.
    public var setTime: Date?

    /// A world of these two halves.
    public init(aws: AWSWorld, procurement: ProcurementWorld) {
        self.aws = aws
        self.procurement = procurement
    }

    /// The time in the sandbox, in whole seconds.
    public var now: Date {
        Date(timeIntervalSince1970: (setTime ?? Date()).timeIntervalSince1970.rounded(.down))
    }
}
