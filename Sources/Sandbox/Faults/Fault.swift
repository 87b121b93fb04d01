/// Something that goes wrong with a call; used up in the order in which faults were given.
public struct Fault: Sendable, Hashable {
    /// The operation that it befalls: an AWS operation such as `UpdatePurchaseOrders`, or `token`, `list`, `get`, `put` of
    /// the procurement system; `*` for any of `system`.
    public var operation: String
    /// The half of the sandbox that it befalls.
    public var system: SandboxCall.System
    /// The account whose calls it befalls; any where `nil`.
    public var account: String?
    /// What goes wrong.
    public var kind: Kind
    /// How many calls go well before.
    public var after = 0
    /// How many calls it befalls.
    public var times = 1

    /// What can go wrong with a call.
    public enum Kind: Sendable, Hashable {
        /// It is answered that too many calls came.
        case throttle
        /// It is answered with an AWS error.
        case error(code: String, reason: String?)
        /// It is answered with this, whatever it may be.
        case status(Int, body: String, type: String)
        /// The connection is closed before anything was done.
        case reset
        /// The call is carried out, and the connection closed in the middle of the answer.
        case lostReply
        /// No answer comes.
        case hang
    }

    /// A fault of an AWS operation.
    public static func aws(_ operation: String, _ kind: Kind, account: String? = nil, times: Int = 1, after: Int = 0)
        -> Fault
    {
        Fault(operation: operation, system: .aws, account: account, kind: kind, after: after, times: times)
    }

    /// A fault of the procurement system.
    public static func procurement(_ operation: String, _ kind: Kind, times: Int = 1, after: Int = 0) -> Fault {
        Fault(operation: operation, system: .procurement, account: nil, kind: kind, after: after, times: times)
    }
}

/// The faults that are still to come.
struct FaultList: Sendable {
    private var faults: [Fault] = []

    mutating func add(_ fault: Fault) { faults.append(fault) }

    mutating func clear() { faults = [] }

    /// What befalls a call; the fault is used up by it.
    mutating func next(_ system: SandboxCall.System, _ operation: String, _ account: String?) -> Fault.Kind? {
        for index in faults.indices {
            let fault = faults[index]
            guard fault.system == system, fault.operation == "*" || fault.operation == operation,
                fault.account == nil || fault.account == account
            else { continue }
            guard fault.after == 0 else {
                faults[index].after -= 1
                return nil
            }
            faults[index].times -= 1
            if faults[index].times == 0 { faults.remove(at: index) }
            return fault.kind
        }
        return nil
    }
}
