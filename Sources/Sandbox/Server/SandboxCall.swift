/// A call that came, and what became of it.
public struct SandboxCall: Sendable, Hashable {
    /// Whom it was for.
    public var system: System
    /// The AWS operation; or `token`, `list`, `get`, `put` of the procurement system.
    public var operation: String
    /// The account whose credentials signed it.
    public var account: String?
    /// What was answered: `done`, an error's code, or the name of a fault.
    public var outcome: String
    /// What is wrong with the request itself, by the vendors' documentation; empty for a request that is well-formed.
    public var problems: [String] = []

    /// The two halves of the sandbox.
    public enum System: String, Sendable, Hashable {
        /// The AWS endpoints.
        case aws
        /// The procurement system.
        case procurement
    }
}
